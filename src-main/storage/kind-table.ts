import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { WhoField } from '../../src-shared/protocol/entry-parts.ts';

/** A kind of entry, and where its entries name who they are of. */
export type Kind = { name: string; who: WhoField };

/** The number of messages; whatever else there is gets the next number when the first of its kind is stored. */
export const messageKind = 1;

/**
 * Short numbers for kinds of entries: no more than this program's protocol has, since nothing else passes its
 * schemas. Both databases have this table.
 */
export class KindTable {
  readonly #readAll: StatementSync;
  readonly #add: StatementSync;
  readonly #numbers: Record<WhoField, Map<string, number>> = {
    from: new Map(),
    by: new Map(),
    account: new Map(),
  };
  readonly #kinds = new Map<number, Kind>();

  constructor(database: DatabaseSync) {
    this.#readAll = database.prepare('SELECT number, name, who FROM kind');
    this.#add = database.prepare('INSERT INTO kind (name, who) VALUES (?, ?)');
  }

  /** Within a transaction. */
  ensure({ name, who }: Kind): number {
    const numbers = this.#numbers[who];
    if (!numbers.has(name)) this.#load();
    const known = numbers.get(name);
    if (known !== undefined) return known;
    return this.#remember(Number(this.#add.run(name, who).lastInsertRowid), { name, who });
  }

  read(number: number): Kind {
    if (!this.#kinds.has(number)) this.#load();
    const kind = this.#kinds.get(number);
    if (!kind) throw new Error(`An entry was stored as kind ${number}`);
    return kind;
  }

  /** What is kept in memory may be ahead of the disk. */
  forget(): void {
    for (const numbers of Object.values(this.#numbers)) numbers.clear();
    this.#kinds.clear();
  }

  #load(): void {
    for (const row of this.#readAll.all())
      this.#remember(Number(row['number']), {
        name: String(row['name']),
        who: row['who'] as WhoField,
      });
  }

  #remember(number: number, kind: Kind): number {
    this.#numbers[kind.who].set(kind.name, number);
    this.#kinds.set(number, kind);
    return number;
  }
}
