import type { AccountId } from '../../../src-shared/protocol/ids.ts';

const bitsPerWord = 32;
const fewestWords = 4;

/** A number for each account of one room, from 0 on and for as long as the room runs. */
export class AccountNumbers {
  readonly #numberOf = new Map<AccountId, number>();
  readonly #accounts: AccountId[] = [];

  of(account: AccountId): number {
    const known = this.#numberOf.get(account);
    if (known !== undefined) return known;
    const number = this.#accounts.length;
    this.#accounts.push(account);
    this.#numberOf.set(account, number);
    return number;
  }

  account(number: number): AccountId | undefined {
    return this.#accounts[number];
  }
}

/** Accounts of one room, a bit for each: every connection has such sets of everybody who is there. */
export class AccountSet {
  readonly #numbers: AccountNumbers;
  #words = new Uint32Array(0);
  #size = 0;

  constructor(numbers: AccountNumbers) {
    this.#numbers = numbers;
  }

  get size(): number {
    return this.#size;
  }

  has(account: AccountId): boolean {
    const number = this.#numbers.of(account);
    return ((this.#words[Math.floor(number / bitsPerWord)] ?? 0) & bitOf(number)) !== 0;
  }

  add(account: AccountId): void {
    if (this.has(account)) return;
    this.#size += 1;
    const number = this.#numbers.of(account);
    const place = Math.floor(number / bitsPerWord);
    if (place >= this.#words.length) this.#grow(place + 1);
    this.#words[place] = (this.#words[place] ?? 0) | bitOf(number);
  }

  /** True if it was there. */
  delete(account: AccountId): boolean {
    if (!this.has(account)) return false;
    this.#size -= 1;
    const number = this.#numbers.of(account);
    const place = Math.floor(number / bitsPerWord);
    this.#words[place] = (this.#words[place] ?? 0) & ~bitOf(number);
    return true;
  }

  *[Symbol.iterator](): Generator<AccountId> {
    for (const [place, word] of this.#words.entries()) {
      for (let bit = 0; word >>> bit !== 0 && bit < bitsPerWord; bit += 1) {
        if (((word >>> bit) & 1) === 0) continue;
        const account = this.#numbers.account(place * bitsPerWord + bit);
        if (account !== undefined) yield account;
      }
    }
  }

  #grow(words: number): void {
    const grown = new Uint32Array(Math.max(fewestWords, words, this.#words.length * 2));
    grown.set(this.#words);
    this.#words = grown;
  }
}

function bitOf(number: number): number {
  return 1 << (number % bitsPerWord);
}
