import type { DatabaseSync } from 'node:sqlite';
import type { WhoField } from '../../src-shared/protocol/entry-parts.ts';

/** A kind of entry, and where its entries name who they are of. */
export type Kind = { name: string; who: WhoField };

/** The number of messages; whatever else there is gets the next number when the first of its kind is stored. */
export const messageKind = 1;
/** The same in a member's copy, for what pins a message. */
export const pinnedKind = 2;

export type KindTable = ReturnType<typeof kindTable>;

/**
 * Short numbers for kinds of entries: no more than this program's protocol has, since nothing else passes its
 * schemas. Both databases have this table.
 */
export function kindTable(database: DatabaseSync) {
  const all = database.prepare('SELECT number, name, who FROM kind');
  const add = database.prepare('INSERT INTO kind (name, who) VALUES (?, ?)');
  const kinds = new Map<number, Kind>();
  const numbers: Record<WhoField, Map<string, number>> = {
    from: new Map(),
    by: new Map(),
    account: new Map(),
  };
  const remember = (number: number, kind: Kind): number => {
    numbers[kind.who].set(kind.name, number);
    kinds.set(number, kind);
    return number;
  };
  const load = (): void => {
    for (const { number, name, who } of all.all())
      remember(Number(number), { name: String(name), who: who as WhoField });
  };
  return {
    /** Within a transaction. */
    ensure({ name, who }: Kind): number {
      if (!numbers[who].has(name)) load();
      const known = numbers[who].get(name);
      if (known !== undefined) return known;
      return remember(Number(add.run(name, who).lastInsertRowid), { name, who });
    },
    /** Undefined if none was stored yet. */
    find({ name, who }: Kind): number | undefined {
      if (!numbers[who].has(name)) load();
      return numbers[who].get(name);
    },
    has(number: number): boolean {
      if (!kinds.has(number)) load();
      return kinds.has(number);
    },
    read(number: number): Kind {
      if (!kinds.has(number)) load();
      const kind = kinds.get(number);
      if (!kind) throw new Error(`An entry was stored as kind ${number}`);
      return kind;
    },
    /** What is kept in memory may be ahead of the disk. */
    forget(): void {
      for (const known of Object.values(numbers)) known.clear();
      kinds.clear();
    },
  };
}
