import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Epoch, RoomId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { NewRoom } from '../../room/ports.ts';
import { kindTable } from '../kind-table.ts';
import { roomApplicationId } from '../migrations/room/0001-first-schema.ts';
import { roomMigrations } from '../migrations/room/room-migrations.ts';
import { freeBytes } from '../sqlite/files.ts';
import { KeptDatabase } from '../sqlite/kept-database.ts';
import type { CheckedFile } from '../sqlite/kept-database.ts';
import { openDatabase, openInMemory } from '../sqlite/open-database.ts';
import type { DatabaseKind, OpenedDatabase, StorePlace } from '../sqlite/open-database.ts';
import type { Migration } from '../sqlite/migrate.ts';
import { StoreError } from '../store-error.ts';
import { accountTable } from './account-table.ts';
import { changeTable } from './change-table.ts';
import type { StoredRoom } from './followed-log.ts';
import { fileTable } from './file-table.ts';
import { groupTable } from './group-table.ts';
import { inviteTable } from './invite-table.ts';
import { LogTable } from './log-table.ts';
import { moderationTable } from './moderation-table.ts';
import { optionsTable } from './options-table.ts';
import { laterTable } from './later-table.ts';
import { receiptTable } from './receipt-table.ts';
import { retentionRules } from './retention-rules.ts';
import { retentionTable } from './retention-table.ts';
import { timeTable } from './time-table.ts';

const roomKind: DatabaseKind = { applicationId: roomApplicationId, migrations: roomMigrations };
const cacheKiB = 32 * 1024;

/** Its folder holds `room.db`. */
export type RoomStorePlace = StorePlace & {
  /** Fewer bytes free than this and new messages are refused; `limits.freeDiskBytes` if missing. */
  keptFreeBytes?: number | undefined;
};

/** What tests put in place of the disk and the schema; it cannot cross to a worker. */
export type RoomStoreOutside = {
  freeBytes?: (folder: string) => number;
  migrations?: readonly Migration[];
};

export type CheckedRoom = StoredRoom & { readonly file: CheckedFile };

/** Makes the store of a new room. A folder that holds a room already is refused with `data-in-use`. */
export function createStoredRoom(
  place: RoomStorePlace & NewRoom,
  outside: RoomStoreOutside = {},
): CheckedRoom {
  const fill = (database: DatabaseSync) => writeRoom(database, place);
  return openStore(place, outside, { mode: 'must-be-new', fill });
}

/** The same in memory: it ends with the process, and waits for no disk. */
export function createStoredRoomInMemory(
  room: NewRoom,
  freeBytesThere: () => number = () => Number.MAX_SAFE_INTEGER,
): CheckedRoom {
  const opened = openInMemory(roomKind, (database) => writeRoom(database, room));
  return storeOf({ ...opened, freeBytes: freeBytesThere });
}

/** Opens a room's store; throws `StoreError` if that cannot be done, and changes nothing then. */
export function openStoredRoom(place: RoomStorePlace, outside: RoomStoreOutside = {}): CheckedRoom {
  return openStore(place, outside, { mode: 'must-exist' });
}

type Opening = Pick<Parameters<typeof openDatabase>[1], 'mode' | 'fill'>;

function openStore(
  { folder, keptFreeBytes, maxPages, checkedBytes }: RoomStorePlace,
  { migrations = roomMigrations, freeBytes: measure = freeBytes }: RoomStoreOutside,
  opening: Opening,
): CheckedRoom {
  const path = join(folder, 'room.db');
  return openDatabase(
    { ...roomKind, migrations },
    { path, cacheKiB, maxPages, checkedBytes, ...opening },
    (opened) => storeOf({ ...opened, freeBytes: () => measure(folder), keptFreeBytes }),
  );
}

type Space = Pick<RoomStorePlace, 'keptFreeBytes'> & { freeBytes: () => number };

function storeOf({
  freeBytes: measure,
  keptFreeBytes,
  ...opened
}: OpenedDatabase & Space): CheckedRoom {
  const { database, path } = opened;
  const fullDisk = () => {
    const free = measure();
    return free < (keptFreeBytes ?? limits.freeDiskBytes) ? { freeBytes: free } : undefined;
  };
  const rolledBack = (): void => {
    for (const each of [kinds, log, changes]) each.forget();
  };
  const kept = new KeptDatabase(opened, { rolledBack, freeBytes: measure });
  const kinds = kindTable(database);
  const accounts = accountTable(kept);
  const invites = inviteTable(kept);
  const groups = groupTable(database, kinds);
  const options = optionsTable(database);
  const moderation = moderationTable(database);
  const isFull = () => fullDisk() !== undefined;
  const changes = changeTable(kept, kinds);
  const files = fileTable(kept);
  const times = timeTable(database);
  const retention = retentionTable(kept, { kinds, files });
  const later = laterTable(kept, { findGone: retention.findGone, isFull });
  const rules = retentionRules(kept, { kinds, times });
  const tables = { accounts, invites, groups, options, moderation, changes, later, files, times };
  const log = new LogTable(kept, { ...tables, retention, rules, kinds, isFull });
  return {
    ...readRoom(database, path),
    log,
    head: log.head(),
    accounts,
    invites,
    receipts: receiptTable(kept),
    later,
    files,
    file: Object.assign(kept, { fullDisk: async () => fullDisk() }),
  };
}

function writeRoom(database: DatabaseSync, { identity, key }: NewRoom): void {
  const columns = 'one, room, name, epoch, tls_key, tls_certificate';
  database
    .prepare(`INSERT INTO room (${columns}) VALUES (1, ?, ?, ?, ?, ?)`)
    .run(identity.room, identity.name, identity.epoch, key.privateKey, key.certificate);
}

function readRoom(database: DatabaseSync, path: string): NewRoom {
  const row = database
    .prepare('SELECT room, name, epoch, tls_key, tls_certificate FROM room')
    .get();
  if (!row) throw new StoreError({ code: 'data-corrupt', subject: path });
  return {
    identity: {
      room: row['room'] as RoomId,
      name: String(row['name']),
      epoch: row['epoch'] as Epoch,
    },
    key: {
      privateKey: row['tls_key'] as Uint8Array,
      certificate: row['tls_certificate'] as Uint8Array,
    },
  };
}
