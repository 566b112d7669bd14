import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { RoomDirectory } from '../../server/session-port.ts';

const bitsPerWord = 32;
const fewestWords = 4;
const noWords = new Uint32Array(0);

/** Accounts of one room, a bit for the place of each: every connection has such sets of everybody who is there. */
export class AccountSet {
  readonly #room: Pick<RoomDirectory, 'placeOf'>;
  #words = noWords;
  #size = 0;

  constructor(room: Pick<RoomDirectory, 'placeOf'>) {
    this.#room = room;
  }

  get size(): number {
    return this.#size;
  }

  has(account: AccountId): boolean {
    if (this.#size === 0) return false;
    const place = this.#room.placeOf(account);
    return place !== undefined && this.#hasPlace(place);
  }

  /** False if it was there, or there is no such account. */
  add(account: AccountId): boolean {
    const place = this.#room.placeOf(account);
    return place !== undefined && this.addPlace(place);
  }

  /** False if it was there. */
  addPlace(place: number): boolean {
    if (this.#hasPlace(place)) return false;
    this.#size += 1;
    const word = Math.floor(place / bitsPerWord);
    if (word >= this.#words.length) this.#grow(word + 1);
    this.#words[word] = (this.#words[word] ?? 0) | bitOf(place);
    return true;
  }

  /** True if it was there. */
  delete(account: AccountId): boolean {
    if (!this.has(account)) return false;
    this.#size -= 1;
    const place = this.#room.placeOf(account) ?? 0;
    const word = Math.floor(place / bitsPerWord);
    this.#words[word] = (this.#words[word] ?? 0) & ~bitOf(place);
    return true;
  }

  eachPlace(see: (place: number) => void): void {
    for (let word = 0; word < this.#words.length; word += 1) {
      const bits = this.#words[word] ?? 0;
      for (let bit = 0; bits >>> bit !== 0 && bit < bitsPerWord; bit += 1)
        if (((bits >>> bit) & 1) !== 0) see(word * bitsPerWord + bit);
    }
  }

  #hasPlace(place: number): boolean {
    return ((this.#words[Math.floor(place / bitsPerWord)] ?? 0) & bitOf(place)) !== 0;
  }

  #grow(words: number): void {
    const grown = new Uint32Array(Math.max(fewestWords, words, this.#words.length * 2));
    grown.set(this.#words);
    this.#words = grown;
  }
}

function bitOf(place: number): number {
  return 1 << (place % bitsPerWord);
}
