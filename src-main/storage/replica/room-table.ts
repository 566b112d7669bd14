import type { SQLInputValue } from 'node:sqlite';
import type {
  HostedReach,
  RoomRecord,
  RoomRecordStore,
} from '../../client/replica/room-records.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { ConversationTable } from './conversation-table.ts';
import type { GroupMessageTable } from './group-message-table.ts';
import type { GroupTable, MemberTable } from './people-tables.ts';
import { maxCopies } from './places.ts';
import type { RoomKeyTable } from './key-tables.ts';

/** Where each field of a record is kept. */
const columns = {
  room: 'room',
  name: 'name',
  epoch: 'epoch',
  account: 'account',
  ownName: 'own_name',
  hosted: 'hosted',
  host: 'host',
  port: 'port',
  pin: 'pin',
  token: 'token',
  syncedTo: 'synced_to',
  olderBytes: 'older_bytes',
  lastOpenedAt: 'last_opened_at',
  seenId: 'seen_id',
  seenAt: 'seen_at',
  open: 'open',
  isAnnounced: 'announced',
  isPortMapped: 'port_mapped',
} satisfies Record<keyof RoomRecord, string>;

type Flag = 'hosted' | 'open' | keyof HostedReach;
type RoomRow = Omit<RoomRecord, Flag | 'token'> &
  Record<Flag, number> & {
    token: NonNullable<RoomRecord['token']> | null;
  };

const fields = Object.keys(columns) as (keyof RoomRecord)[];
const named = fields.map((field) => `${columns[field]} AS ${field}`).join(', ');
const names = Object.values(columns).join(', ');
const values = fields.map(() => '?').join(', ');
const changes = Object.values(columns).map((name) => `${name} = excluded.${name}`);
const statements = {
  list: `SELECT ${named} FROM room ORDER BY key`,
  read: `SELECT ${named} FROM room WHERE room = ?`,
  save: `
    INSERT INTO room (${names}, copy) VALUES (${values}, ?)
    ON CONFLICT (room) DO UPDATE SET ${changes.join(', ')}`,
  remove: 'DELETE FROM room WHERE key = ?',
  freeCopy: `
    WITH used (copy) AS (SELECT copy FROM room UNION ALL SELECT copy FROM removed_copy)
    SELECT min(copy) + 1 AS copy FROM (SELECT 0 AS copy UNION ALL SELECT copy FROM used)
    WHERE copy + 1 NOT IN (SELECT copy FROM used)`,
  changeCopy:
    'UPDATE room SET copy = ?, synced_to = 0, older_bytes = 0, seen_id = 0, seen_at = 0 WHERE key = ?',
  addRemovedCopy: 'INSERT INTO removed_copy (copy) VALUES (?)',
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
export function roomTable(kept: KeptDatabase, parts: RoomTableParts): RoomRecordStore {
  const { keys, members, groups, conversations, groupMessages, sweep } = parts;
  const sql = prepareAll(kept.database, statements);
  const nextCopy = (): number => {
    const copy = Number(sql.freeCopy.get()?.['copy']);
    if (copy > maxCopies) throw new Error('Too many rooms');
    return copy;
  };
  const keep = (record: RoomRecord): void => {
    const before = keys.find(record.room);
    const copy = before?.copy ?? nextCopy();
    sql.save.run(...fields.map((field) => columnValue(record[field])), copy);
    if (before && before.account !== record.account) conversations.tellPeople(keys.of(record.room));
  };
  return {
    list: () => kept.read(() => (sql.list.all() as RoomRow[]).map(recordOfRow)),
    save: (record) => kept.write(() => keep(record)),
    update: (room, change) =>
      kept.write(() => {
        const row = sql.read.get(room) as RoomRow | undefined;
        if (row) keep({ ...recordOfRow(row), ...change, room });
      }),
    // Its entries stay until the removed copy is swept.
    remove: (room) =>
      kept.write(() => {
        const found = keys.find(room);
        if (!found) return;
        for (const table of [members, groups, conversations]) table.clear(found.copy);
        sql.addRemovedCopy.run(found.copy);
        sql.remove.run(found.key);
        sweep();
      }),
    clearCopy: (room) =>
      kept.write(() => {
        const found = keys.find(room);
        if (!found) return;
        for (const table of [members, groups]) table.clear(found.copy);
        groupMessages.forgetSeqs(found);
        sql.addRemovedCopy.run(found.copy);
        const copy = nextCopy();
        sql.changeCopy.run(copy, found.key);
        conversations.moveDrafts(found.copy, copy);
        sweep();
      }),
  };
}

/** SQLite has no booleans. */
function columnValue(value: RoomRecord[keyof RoomRecord]): SQLInputValue {
  return typeof value === 'boolean' ? Number(value) : (value ?? null);
}

function recordOfRow({ token, ...row }: RoomRow): RoomRecord {
  const flags = {
    hosted: row.hosted === 1,
    open: row.open === 1,
    isAnnounced: row.isAnnounced === 1,
    isPortMapped: row.isPortMapped === 1,
  };
  return { ...row, ...flags, ...(token === null ? {} : { token }) };
}
