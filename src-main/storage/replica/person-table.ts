import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';

const maxCached = 20_000;

/** Short numbers for accounts, per copy of a room. */
export class PersonTable {
  readonly #read: StatementSync;
  readonly #add: StatementSync;
  readonly #cache = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#read = database.prepare('SELECT number FROM person WHERE copy = ? AND account = ?');
    this.#add = database.prepare('INSERT INTO person (copy, account) VALUES (?, ?)');
  }

  find(copy: number, account: AccountId): number | undefined {
    const key = `${copy} ${account}`;
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const row = this.#read.get(copy, account);
    return row && this.#remember(key, Number(row['number']));
  }

  ensure(copy: number, account: AccountId): number {
    const found = this.find(copy, account);
    if (found !== undefined) return found;
    const number = Number(this.#add.run(copy, account).lastInsertRowid);
    return this.#remember(`${copy} ${account}`, number);
  }

  /** What is kept in memory may be ahead of the disk. */
  forget(): void {
    this.#cache.clear();
  }

  #remember(key: string, number: number): number {
    if (this.#cache.size >= maxCached) this.#cache.clear();
    this.#cache.set(key, number);
    return number;
  }
}
