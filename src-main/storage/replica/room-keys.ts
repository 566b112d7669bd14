import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RoomId } from '../../../src-shared/protocol/ids.ts';
import type { RoomKeys } from './projections/projection.ts';

export class RoomKeyTable {
  readonly #find: StatementSync;
  readonly #all: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT key, copy, account FROM room WHERE room = ?');
    this.#all = database.prepare('SELECT key, copy, account FROM room');
  }

  all(): RoomKeys[] {
    return this.#all.all() as RoomKeys[];
  }

  find(room: RoomId): RoomKeys | undefined {
    return this.#find.get(room) as RoomKeys | undefined;
  }

  /** Throws for a room that was never saved: a defect of the caller. */
  of(room: RoomId): RoomKeys {
    const keys = this.find(room);
    if (!keys) throw new Error(`No such room: ${room}`);
    return keys;
  }
}
