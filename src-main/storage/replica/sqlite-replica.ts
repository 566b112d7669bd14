import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { ReplicaError } from '../../client/replica/replica.ts';
import type { Replica } from '../../client/replica/replica.ts';
import { KindTable } from '../kind-table.ts';
import { replicaApplicationId } from '../migrations/replica/0001-first-schema.ts';
import { replicaMigrations } from '../migrations/replica/replica-migrations.ts';
import { freeBytes } from '../sqlite/files.ts';
import { inTransaction } from '../sqlite/in-transaction.ts';
import { KeptDatabase, refusalOf } from '../sqlite/kept-database.ts';
import type { CheckedFile, KeptDatabaseOptions } from '../sqlite/kept-database.ts';
import type { Derived } from '../sqlite/mend-indexes.ts';
import type { Migration } from '../sqlite/migrate.ts';
import { openDatabase, withHealth } from '../sqlite/open-database.ts';
import type { OpenedDatabase } from '../sqlite/open-database.ts';
import { ContactTable } from './contact-table.ts';
import { ConversationTable } from './conversation-table.ts';
import { EntryTable } from './entry-table.ts';
import { GroupMessageTable } from './group-message-table.ts';
import { GroupTable } from './group-table.ts';
import { MemberTable } from './member-table.ts';
import { OutboxTable } from './outbox-table.ts';
import { PersonTable } from './person-table.ts';
import { ProfileTable } from './profile-table.ts';
import type { ProjectionKind } from './projections/projection.ts';
import { empty, openProjections, projectionKinds, unmade } from './projections/projections.ts';
import { textIndex } from './projections/text-index.ts';
import { RemovedCopies } from './removed-copies.ts';
import { RoomKeyTable } from './room-keys.ts';
import { RoomTable } from './room-table.ts';
import { Search } from './search.ts';

const cacheKiB = 64 * 1024;

export type ReplicaPlace = {
  /** Holds `replica.db`; made if it is missing. */
  folder: string;
  /** For tests: makes SQLite say that the disk is full. */
  maxPages?: number | undefined;
  /** For tests: what is larger is looked through in the background. */
  checkedBytes?: number | undefined;
};

/** What tests put in place of SQLite's abilities and the schema; it cannot cross to a worker. */
export type ReplicaOutside = {
  projections?: readonly ProjectionKind[];
  /** Fewer messages than this are read one by one rather than looked up. */
  fewMessages?: number | undefined;
  migrations?: readonly Migration[];
  freeBytes?: (folder: string) => number;
};

export type CheckedReplica = Replica & { readonly file: CheckedFile };

/** Opens a person's own copy; throws `ReplicaError` if that cannot be done, and changes nothing then. */
export function openReplica(place: ReplicaPlace, outside: ReplicaOutside = {}): CheckedReplica {
  const path = join(place.folder, 'replica.db');
  const migrations = outside.migrations ?? replicaMigrations;
  try {
    const opened = openDatabase(
      { applicationId: replicaApplicationId, migrations, derived },
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

const derived: readonly Derived[] = projectionKinds.flatMap((kind) => {
  const { tables } = kind;
  return tables ? [{ tables, make: (database) => empty(database, kind) }] : [];
});

function replicaOf(
  opened: OpenedDatabase,
  folder: string,
  outside: ReplicaOutside,
): CheckedReplica {
  const { database } = opened;
  const measure = outside.freeBytes ?? freeBytes;
  const keys = new RoomKeyTable(database);
  const kinds = new KindTable(database);
  const people = new PersonTable(database);
  const forget = (): void => {
    for (const each of [kinds, people, ...projections]) each.forget?.();
  };
  const file = new KeptDatabase(opened, {
    refuse,
    rolledBack: forget,
    freeBytes: () => measure(folder),
  });
  const outbox = new OutboxTable(file, keys);
  const groupMessages = new GroupMessageTable(file, { keys, outbox });
  const projections = openProjections(database, kindsOf(database, outside), {
    people,
    outbox,
    groupMessages,
  });
  const members = new MemberTable(file, keys);
  const groups = new GroupTable(file, keys);
  const conversations = new ConversationTable(file, { keys, kinds, projections });
  const ofRoom = { members, groups, conversations, groupMessages };
  const entries = new EntryTable(file, { keys, kinds, people, conversations, groups, projections });
  if (unmade(database, projections).length > 0) inTransaction(database, () => entries.retell());
  opened.health.fill = () => entries.retell();
  const removedCopies = new RemovedCopies(database, projections);
  const sweep = (): void => {
    // The copy's number is given out again once it is swept.
    forget();
    removedCopies.sweep();
  };
  removedCopies.sweep();
  return {
    ...ofRoom,
    profile: new ProfileTable(file),
    rooms: new RoomTable(file, { ...ofRoom, keys, sweep }),
    entries,
    search: new Search(file, {
      conversations,
      people,
      kinds,
      hasTextIndex: projections.some(({ kind }) => kind === textIndex),
      fewMessages: outside.fewMessages,
    }),
    contacts: new ContactTable(file, { keys, conversations }),
    outbox,
    file,
  };
}

function kindsOf(database: DatabaseSync, { projections = projectionKinds }: ReplicaOutside) {
  return projections.filter(({ isAvailable }) => isAvailable?.(database) ?? true);
}

const refuse: KeptDatabaseOptions['refuse'] = (refusal, options) =>
  new ReplicaError(refusal, options);
