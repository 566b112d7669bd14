import { join } from 'node:path';
import { ReplicaError } from '../../client/replica/replica.ts';
import type { Replica } from '../../client/replica/replica.ts';
import { KindTable } from '../kind-table.ts';
import { replicaApplicationId } from '../migrations/replica/0001-first-schema.ts';
import { replicaMigrations } from '../migrations/replica/replica-migrations.ts';
import { freeBytes } from '../sqlite/files.ts';
import { KeptDatabase, refusalOf } from '../sqlite/kept-database.ts';
import type { CheckedFile, KeptDatabaseOptions } from '../sqlite/kept-database.ts';
import type { Migration } from '../sqlite/migrate.ts';
import { openDatabase, withHealth } from '../sqlite/open-database.ts';
import type { OpenedDatabase } from '../sqlite/open-database.ts';
import { BlockTable } from './block-table.ts';
import { ContactTable } from './contact-table.ts';
import { ConversationTable } from './conversation-table.ts';
import { EntryTable } from './entry-table.ts';
import { GroupMessageTable } from './group-message-table.ts';
import { GroupTable } from './group-table.ts';
import { MemberTable } from './member-table.ts';
import { OutboxTable } from './outbox-table.ts';
import { PersonTable } from './person-table.ts';
import { ProfileTable } from './profile-table.ts';
import { RemovedCopies } from './removed-copies.ts';
import { RoomKeyTable } from './room-keys.ts';
import { RoomTable } from './room-table.ts';
import { Search } from './search.ts';
import { TextIndex } from './text-index.ts';

const cacheKiB = 64 * 1024;

export type ReplicaPlace = {
  /** Holds `replica.db`; made where it is missing. */
  folder: string;
  /** For tests: makes SQLite say that the disk is full. */
  maxPages?: number | undefined;
  /** For tests: what is larger is looked through in the background. */
  checkedBytes?: number | undefined;
};

/** What tests put in place of SQLite's abilities and the schema; it cannot cross to a worker. */
export type ReplicaOutside = {
  /** Found out by the replica itself where missing. */
  hasTrigrams?: boolean | undefined;
  /** Fewer messages than this are read one by one rather than looked up. */
  fewMessages?: number | undefined;
  migrations?: readonly Migration[];
  freeBytes?: (folder: string) => number;
};

export type CheckedReplica = Replica & { readonly file: CheckedFile };

/** Opens a person's own copy; throws `ReplicaError` where that cannot be done, and changes nothing then. */
export function openReplica(place: ReplicaPlace, outside: ReplicaOutside = {}): CheckedReplica {
  const path = join(place.folder, 'replica.db');
  const migrations = outside.migrations ?? replicaMigrations;
  try {
    const opened = openDatabase(
      { applicationId: replicaApplicationId, migrations },
      {
        path,
        mode: 'made-where-missing',
        cacheKiB,
        maxPages: place.maxPages,
        checkedBytes: place.checkedBytes,
      },
    );
    try {
      return withHealth(opened, () => replicaOf(opened, place.folder, outside));
    } catch (error) {
      opened.database.close();
      throw error;
    }
  } catch (error) {
    throw refusalOf(error, path, refuse);
  }
}

function replicaOf(
  opened: OpenedDatabase,
  folder: string,
  outside: ReplicaOutside,
): CheckedReplica {
  const { database } = opened;
  const measure = outside.freeBytes ?? freeBytes;
  const textIndex = TextIndex.open(database, outside.hasTrigrams);
  const keys = new RoomKeyTable(database);
  const kinds = new KindTable(database);
  const people = new PersonTable(database);
  const blocks = new BlockTable(database);
  const removedCopies = new RemovedCopies(database, textIndex);
  const forget = (): void => {
    for (const table of [kinds, people, blocks]) table.forget();
  };
  const file = new KeptDatabase(opened, {
    refuse,
    rolledBack: forget,
    freeBytes: () => measure(folder),
  });
  const members = new MemberTable(file, keys);
  const groups = new GroupTable(file, keys);
  const conversations = new ConversationTable(file, { keys, kinds });
  const outbox = new OutboxTable(file, keys);
  const groupMessages = new GroupMessageTable(file, { keys, outbox });
  const indexes = { kinds, people, blocks, textIndex };
  const ofRoom = { members, groups, conversations, groupMessages };
  const entries = new EntryTable(file, { ...indexes, ...ofRoom, keys, outbox });
  const sweep = (): void => {
    // The copy's number is given out again once it is swept.
    forget();
    removedCopies.sweep();
  };
  removedCopies.sweep();
  return {
    ...ofRoom,
    profile: new ProfileTable(file),
    rooms: new RoomTable(file, { ...ofRoom, keys, entries, sweep }),
    entries,
    search: new Search(file, {
      conversations,
      people,
      blocks,
      kinds,
      hasTextIndex: textIndex !== undefined,
      fewMessages: outside.fewMessages,
    }),
    contacts: new ContactTable(file, { keys, entries }),
    outbox,
    file,
  };
}

const refuse: KeptDatabaseOptions['refuse'] = (refusal, options) =>
  new ReplicaError(refusal, options);
