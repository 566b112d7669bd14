import type { DatabaseSync } from 'node:sqlite';
import type { AccountId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { RoomKeys } from './projections/projection.ts';

/** The number and the copy of each room. */
export type RoomKeyTable = ReturnType<typeof roomKeyTable>;

export function roomKeyTable(database: DatabaseSync) {
  const columns = 'SELECT key, copy, account FROM room';
  const all = database.prepare(columns);
  const one = database.prepare(`${columns} WHERE room = ?`);
  const find = (room: RoomId) => one.get(room) as RoomKeys | undefined;
  return {
    all: () => all.all() as RoomKeys[],
    find,
    /** Throws for a room that was never saved: a defect of the caller. */
    of(room: RoomId): RoomKeys {
      const keys = find(room);
      if (!keys) throw new Error(`No such room: ${room}`);
      return keys;
    },
  };
}

const maxCached = 20_000;
const statements = {
  find: 'SELECT number FROM person WHERE copy = ? AND account = ?',
  add: 'INSERT INTO person (copy, account) VALUES (?, ?)',
};

export type PersonTable = ReturnType<typeof personTable>;

/** Short numbers for accounts, per copy of a room. */
export function personTable(database: DatabaseSync) {
  const sql = prepareAll(database, statements);
  const cache = new Map<string, number>();
  const remember = (key: string, number: number): number => {
    if (cache.size >= maxCached) cache.clear();
    cache.set(key, number);
    return number;
  };
  const find = (copy: number, account: AccountId): number | undefined => {
    const key = `${copy} ${account}`;
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const row = sql.find.get(copy, account);
    return row && remember(key, Number(row['number']));
  };
  return {
    find,
    ensure: (copy: number, account: AccountId): number =>
      find(copy, account) ??
      remember(`${copy} ${account}`, Number(sql.add.run(copy, account).lastInsertRowid)),
    /** What is kept in memory may be ahead of the disk. */
    forget: (): void => cache.clear(),
  };
}
