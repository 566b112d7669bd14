import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AccountId, RoomId } from '../../../src-shared/protocol/ids.ts';

/** Where the rows of a room are found: `key` for as long as it is known, `copy` until a full resync. */
export type RoomKeys = { key: number; copy: number; account: AccountId };

export class RoomKeyTable {
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT key, copy, account FROM room WHERE room = ?');
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
