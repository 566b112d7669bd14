import type { DatabaseSync } from 'node:sqlite';
import type { RoomId } from '../../../src-shared/protocol/ids.ts';
import type { RoomKeys } from './projections/projection.ts';

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
