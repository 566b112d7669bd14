import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { HostOptions } from '../../../src-shared/host/host-options.ts';
import type { StoreFinding } from '../../../src-shared/host/host-log.ts';
import type { Epoch, RoomId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { EntryDraft } from '../../../src-shared/protocol/entries.ts';
import type {
  AccountStore,
  AppendOutcome,
  GroupStore,
  NewAccount,
  ReceiptStore,
  RoomIdentity,
  RoomLog,
  RoomStore,
} from '../../room/ports.ts';
import { roomApplicationId } from '../migrations/room/0001-first-schema.ts';
import { roomMigrations } from '../migrations/room/room-migrations.ts';
import { freeBytes } from '../sqlite/files.ts';
import { KeptDatabase, refusalOf } from '../sqlite/kept-database.ts';
import type { CheckedStore, KeptDatabaseOptions } from '../sqlite/kept-database.ts';
import { openDatabase, withHealth } from '../sqlite/open-database.ts';
import type { OpenedDatabase } from '../sqlite/open-database.ts';
import type { Migration } from '../sqlite/migrate.ts';
import { StoreError } from '../store-error.ts';
import { AccountTable } from './account-table.ts';
import { GroupTable } from './group-table.ts';
import { LogTable } from './log-table.ts';
import { ReceiptTable } from './receipt-table.ts';

const cacheKiB = 32 * 1024;

export type RoomStorePlace = {
  /** Holds `room.db`. */
  folder: string;
  /** Fewer bytes free than this and new messages are refused; `limits.freeDiskBytes` where missing. */
  keptFreeBytes?: number | undefined;
  /** For tests: makes SQLite say that the disk is full. */
  maxPages?: number | undefined;
  /** For tests: what is larger is looked through in the background. */
  checkedBytes?: number | undefined;
};

/** What tests put in place of the disk and the schema; it cannot cross to a worker. */
export type RoomStoreOutside = {
  freeBytes?: (folder: string) => number;
  migrations?: readonly Migration[];
};

/** Makes the store of a new room. A folder that holds a room already is refused with `data-in-use`. */
export function createRoomStore(
  place: RoomStorePlace & { identity: RoomIdentity },
  outside: RoomStoreOutside = {},
): RoomStore & CheckedStore {
  const { identity } = place;
  const path = join(place.folder, 'room.db');
  return openStore({ path, place, outside, mode: 'must-be-new' }, (database) => {
    database
      .prepare('INSERT INTO room (one, room, name, epoch) VALUES (1, ?, ?, ?)')
      .run(identity.room, identity.name, identity.epoch);
  });
}

/** Opens a room's store; throws `StoreError` where that cannot be done, and changes nothing then. */
export function openRoomStore(
  place: RoomStorePlace,
  outside: RoomStoreOutside = {},
): RoomStore & CheckedStore {
  const path = join(place.folder, 'room.db');
  return openStore({ path, place, outside, mode: 'must-exist' });
}

type Opening = {
  path: string;
  place: RoomStorePlace;
  outside: RoomStoreOutside;
  mode: 'must-be-new' | 'must-exist';
};

function openStore(opening: Opening, fill?: (database: DatabaseSync) => void): SqliteRoomStore {
  const { path, place, outside, mode } = opening;
  const migrations = outside.migrations ?? roomMigrations;
  const opened = openDatabase(
    { applicationId: roomApplicationId, migrations },
    {
      path,
      mode,
      cacheKiB,
      maxPages: place.maxPages,
      checkedBytes: place.checkedBytes,
      ...(fill ? { fill } : {}),
    },
  );
  try {
    return withHealth(opened, () => new SqliteRoomStore(opened, opening));
  } catch (error) {
    opened.database.close();
    throw refusalOf(error, path, refuse);
  }
}

class SqliteRoomStore implements RoomStore, CheckedStore {
  readonly identity: RoomIdentity;
  readonly uncheckedPath: string | undefined;
  readonly log: RoomLog;
  readonly accounts: AccountStore;
  readonly groups: GroupStore;
  readonly receipts: ReceiptStore;
  readonly #database: DatabaseSync;
  readonly #kept: KeptDatabase;
  readonly #fullDisk: () => { freeBytes: number } | undefined;

  constructor(opened: OpenedDatabase, { path, place, outside }: Opening) {
    const { database } = opened;
    this.#database = database;
    this.identity = readIdentity(database, path);
    const measure = outside.freeBytes ?? freeBytes;
    const keptFree = place.keptFreeBytes ?? limits.freeDiskBytes;
    this.#fullDisk = () => {
      const free = measure(place.folder);
      return free < keptFree ? { freeBytes: free } : undefined;
    };

    const groups = new GroupTable(database);
    const log = new LogTable(database, groups);
    const receipts = new ReceiptTable(database);
    const accounts = new AccountTable(database);
    this.#kept = new KeptDatabase(opened, { refuse, rolledBack: () => log.forget() });
    this.uncheckedPath = this.#kept.uncheckedPath;
    this.log = {
      append: (drafts) => this.#append(log, drafts),
      readHistory: (query) => this.#kept.read(() => log.readHistory(query)),
      conversationsAfter: (query) => this.#kept.read(() => log.conversationsAfter(query)),
    };
    this.accounts = {
      list: () => this.#kept.read(() => accounts.list()),
      create: (account) => this.#create(accounts, account),
      releaseName: (account) => this.#kept.write(() => accounts.releaseName(account)),
      readPasswordHash: (account) => this.#kept.read(() => accounts.readPasswordHash(account)),
      changePassword: (change) => this.#kept.write(() => accounts.changePassword(change)),
      saveDevice: (proof, hash) => this.#kept.write(() => accounts.saveDevice(proof, hash)),
      hasDevice: (proof) => this.#kept.read(() => accounts.hasDevice(proof)),
      saveToken: (token) => this.#kept.write(() => accounts.saveToken(token)),
      replaceToken: (token) => this.#kept.write(() => accounts.replaceToken(token)),
      confirmToken: (account, device) =>
        this.#kept.write(() => accounts.confirmToken(account, device)),
      endToken: (account, device) => this.#kept.write(() => accounts.endToken(account, device)),
      saveLastSeen: (account, at) => this.#kept.write(() => accounts.saveLastSeen(account, at)),
    };
    this.groups = { list: () => this.#kept.read(() => groups.list()) };
    this.receipts = {
      save: (saved) => this.#kept.write(() => receipts.save(saved)),
      list: (query) => this.#kept.read(() => receipts.list(query)),
    };
  }

  readOptions(): Promise<HostOptions> {
    return this.#kept.read(() => {
      const row = this.#database.prepare('SELECT plain, log_texts FROM room').get();
      return { plain: row?.['plain'] === 1, logTexts: row?.['log_texts'] === 1 };
    });
  }

  saveOptions({ plain, logTexts }: HostOptions): Promise<void> {
    return this.#kept.write(() => {
      this.#database
        .prepare('UPDATE room SET plain = ?, log_texts = ?')
        .run(plain ? 1 : 0, logTexts ? 1 : 0);
    });
  }

  size(): Promise<number> {
    return this.#kept.size();
  }

  async fullDisk(): Promise<{ freeBytes: number } | undefined> {
    return this.#fullDisk();
  }

  nextFinding(): Promise<StoreFinding | undefined> {
    return this.#kept.nextFinding();
  }

  mend(): Promise<void> {
    return this.#kept.mend();
  }

  close(): Promise<void> {
    return this.#kept.close();
  }

  async #append(log: LogTable, drafts: readonly EntryDraft[]): Promise<AppendOutcome[]> {
    try {
      return await this.#kept.write(() => log.append(drafts, this.#fullDisk() !== undefined));
    } catch (error) {
      const code = asOutcome(error);
      return drafts.map(() => ({ kind: 'refused', code }));
    }
  }

  async #create(accounts: AccountTable, account: NewAccount) {
    try {
      return await this.#kept.write(() => accounts.create(account));
    } catch (error) {
      return asOutcome(error);
    }
  }
}

function readIdentity(database: DatabaseSync, path: string): RoomIdentity {
  const row = database.prepare('SELECT room, name, epoch FROM room').get();
  if (!row) throw new StoreError({ code: 'data-corrupt', subject: path });
  return {
    room: row['room'] as RoomId,
    name: String(row['name']),
    epoch: row['epoch'] as Epoch,
  };
}

/** A "no" of the disk is an outcome, a defect stays one. */
function asOutcome(error: unknown): 'store-full' | 'store-failed' {
  if (!(error instanceof StoreError)) throw error;
  return error.refusal.code === 'data-full' ? 'store-full' : 'store-failed';
}

const refuse: KeptDatabaseOptions['refuse'] = (refusal, options) =>
  new StoreError(refusal, options);
