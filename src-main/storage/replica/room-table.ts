import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AccountId, Epoch, RoomId, Secret } from '../../../src-shared/protocol/ids.ts';
import type { RoomRecord } from '../../client/replica-port.ts';
import { maxCopies } from './places.ts';

type RoomRow = {
  room: RoomId;
  name: string;
  epoch: Epoch;
  account: AccountId;
  own_name: string;
  hosted: number;
  host: string;
  port: number;
  token: Secret | null;
  synced_to: number;
  older_bytes: number;
  last_opened_at: number;
  open: number;
};

/** Where the rows of a room are found: `key` for as long as it is known, `copy` until a full resync. */
export type RoomKeys = { key: number; copy: number; account: AccountId };

/** The memberships in SQL. */
export class RoomTable {
  readonly #list: StatementSync;
  readonly #read: StatementSync;
  readonly #keys: StatementSync;
  readonly #save: StatementSync;
  readonly #remove: StatementSync;
  readonly #freeCopy: StatementSync;
  readonly #changeCopy: StatementSync;
  readonly #addRemovedCopy: StatementSync;

  constructor(database: DatabaseSync) {
    const columns = `room, name, epoch, account, own_name, hosted, host, port, token, synced_to,
      older_bytes, last_opened_at, open`;
    this.#list = database.prepare(`SELECT ${columns} FROM room ORDER BY key`);
    this.#read = database.prepare(`SELECT ${columns} FROM room WHERE room = ?`);
    this.#keys = database.prepare('SELECT key, copy, account FROM room WHERE room = ?');
    this.#save = database.prepare(`
      INSERT INTO room (${columns}, copy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (room) DO UPDATE SET name = excluded.name, epoch = excluded.epoch,
        account = excluded.account, own_name = excluded.own_name, hosted = excluded.hosted,
        host = excluded.host, port = excluded.port, token = excluded.token,
        synced_to = excluded.synced_to, older_bytes = excluded.older_bytes,
        last_opened_at = excluded.last_opened_at, open = excluded.open`);
    this.#remove = database.prepare('DELETE FROM room WHERE key = ?');
    this.#freeCopy = database.prepare(`
      WITH used (copy) AS (SELECT copy FROM room UNION ALL SELECT copy FROM removed_copy)
      SELECT min(copy) + 1 AS copy FROM (SELECT 0 AS copy UNION ALL SELECT copy FROM used)
      WHERE copy + 1 NOT IN (SELECT copy FROM used)`);
    this.#changeCopy = database.prepare(`
      UPDATE room SET copy = ?, synced_to = 0, older_bytes = 0 WHERE key = ?`);
    this.#addRemovedCopy = database.prepare('INSERT INTO removed_copy (copy) VALUES (?)');
  }

  list(): RoomRecord[] {
    return (this.#list.all() as RoomRow[]).map(recordOfRow);
  }

  read(room: RoomId): RoomRecord | undefined {
    const row = this.#read.get(room) as RoomRow | undefined;
    return row && recordOfRow(row);
  }

  keys(room: RoomId): RoomKeys | undefined {
    return this.#keys.get(room) as RoomKeys | undefined;
  }

  save(record: RoomRecord): void {
    this.#save.run(
      record.room,
      record.name,
      record.epoch,
      record.account,
      record.ownName,
      record.hosted ? 1 : 0,
      record.host,
      record.port,
      record.token ?? null,
      record.syncedTo,
      record.olderBytes,
      record.lastOpenedAt,
      record.open ? 1 : 0,
      this.keys(record.room)?.copy ?? this.#nextCopy(),
    );
  }

  /** Its entries stay until the removed copy is swept. */
  remove({ key, copy }: RoomKeys): void {
    this.#addRemovedCopy.run(copy);
    this.#remove.run(key);
  }

  /** Gives the room an empty copy and answers with its number. */
  renew({ key, copy }: RoomKeys): number {
    this.#addRemovedCopy.run(copy);
    const next = this.#nextCopy();
    this.#changeCopy.run(next, key);
    return next;
  }

  #nextCopy(): number {
    const copy = Number(this.#freeCopy.get()?.['copy']);
    if (copy > maxCopies) throw new Error('Too many rooms');
    return copy;
  }
}

function recordOfRow(row: RoomRow): RoomRecord {
  return {
    room: row.room,
    name: row.name,
    epoch: row.epoch,
    account: row.account,
    ownName: row.own_name,
    hosted: row.hosted === 1,
    host: row.host,
    port: row.port,
    ...(row.token === null ? {} : { token: row.token }),
    syncedTo: row.synced_to,
    olderBytes: row.older_bytes,
    lastOpenedAt: row.last_opened_at,
    open: row.open === 1,
  };
}
