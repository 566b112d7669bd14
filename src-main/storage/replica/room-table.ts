import type { StatementSync } from 'node:sqlite';
import type { AccountId, Epoch, RoomId, Secret } from '../../../src-shared/protocol/ids.ts';
import type { RoomRecord, RoomRecordStore } from '../../client/replica/room-records.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import type { ConversationTable } from './conversation-table.ts';
import type { GroupMessageTable } from './group-message-table.ts';
import type { GroupTable } from './group-table.ts';
import type { MemberTable } from './member-table.ts';
import { maxCopies } from './places.ts';
import type { RoomKeys } from './projections/projection.ts';
import type { RoomKeyTable } from './room-keys.ts';

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

export type RoomTableParts = {
  keys: RoomKeyTable;
  members: MemberTable;
  groups: GroupTable;
  conversations: ConversationTable;
  groupMessages: GroupMessageTable;
  /** A copy was removed: its rows can go. */
  sweep: () => void;
};

/** The memberships in SQL. */
export class RoomTable implements RoomRecordStore {
  readonly #kept: KeptDatabase;
  readonly #parts: RoomTableParts;
  readonly #list: StatementSync;
  readonly #read: StatementSync;
  readonly #save: StatementSync;
  readonly #remove: StatementSync;
  readonly #freeCopy: StatementSync;
  readonly #changeCopy: StatementSync;
  readonly #addRemovedCopy: StatementSync;

  constructor(kept: KeptDatabase, parts: RoomTableParts) {
    const { database } = kept;
    this.#kept = kept;
    this.#parts = parts;
    const columns = `room, name, epoch, account, own_name, hosted, host, port, token, synced_to,
      older_bytes, last_opened_at, open`;
    this.#list = database.prepare(`SELECT ${columns} FROM room ORDER BY key`);
    this.#read = database.prepare(`SELECT ${columns} FROM room WHERE room = ?`);
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

  list(): Promise<RoomRecord[]> {
    return this.#kept.read(() => (this.#list.all() as RoomRow[]).map(recordOfRow));
  }

  save(record: RoomRecord): Promise<void> {
    return this.#kept.write(() => this.#keep(record));
  }

  update(room: RoomId, change: Partial<Omit<RoomRecord, 'room'>>): Promise<void> {
    return this.#kept.write(() => {
      const row = this.#read.get(room) as RoomRow | undefined;
      if (row) this.#keep({ ...recordOfRow(row), ...change, room });
    });
  }

  /** Its entries stay until the removed copy is swept. */
  remove(room: RoomId): Promise<void> {
    return this.#kept.write(() => {
      const { keys, members, groups, conversations, sweep } = this.#parts;
      const found = keys.find(room);
      if (!found) return;
      members.clear(found.copy);
      groups.clear(found.copy);
      conversations.clear(found.copy);
      this.#addRemovedCopy.run(found.copy);
      this.#remove.run(found.key);
      sweep();
    });
  }

  clearCopy(room: RoomId): Promise<void> {
    return this.#kept.write(() => {
      const { keys, members, groups, groupMessages, conversations, sweep } = this.#parts;
      const found = keys.find(room);
      if (!found) return;
      members.clear(found.copy);
      groups.clear(found.copy);
      groupMessages.forgetSeqs(found);
      conversations.moveDrafts(found.copy, this.#renew(found));
      sweep();
    });
  }

  #keep(record: RoomRecord): void {
    const { keys, conversations } = this.#parts;
    const before = keys.find(record.room);
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
      before?.copy ?? this.#nextCopy(),
    );
    if (before && before.account !== record.account) conversations.tellPeople(keys.of(record.room));
  }

  /** Gives the room an empty copy and answers with its number. */
  #renew({ key, copy }: RoomKeys): number {
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
