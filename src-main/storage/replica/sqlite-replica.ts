import { join } from 'node:path';
import { ReplicaError } from '../../client/replica/replica.ts';
import type { Replica } from '../../client/replica/replica.ts';
import { kindTable } from '../kind-table.ts';
import { replicaApplicationId } from '../migrations/replica/0001-first-schema.ts';
import { replicaMigrations } from '../migrations/replica/replica-migrations.ts';
import { freeBytes } from '../sqlite/files.ts';
import { inTransaction } from '../sqlite/in-transaction.ts';
import { KeptDatabase } from '../sqlite/kept-database.ts';
import type { CheckedFile } from '../sqlite/kept-database.ts';
import type { Derived } from '../sqlite/mend-indexes.ts';
import type { Migration } from '../sqlite/migrate.ts';
import { openDatabase } from '../sqlite/open-database.ts';
import type { OpenedDatabase, StorePlace } from '../sqlite/open-database.ts';
import { refusalOf } from '../store-error.ts';
import type { Refuse } from '../store-error.ts';
import { fileCopyTable } from './file-copy-table.ts';
import { attentionTable } from './attention-table.ts';
import { contactTable } from './contact-table.ts';
import { conversationTable } from './conversation-table.ts';
import { entryTable } from './entry-table.ts';
import { groupMessageTable } from './group-message-table.ts';
import { laterCopyTable } from './later-copy-table.ts';
import { missedMessages } from './missed-messages.ts';
import { outboxTable } from './outbox-table.ts';
import { groupTable, memberTable } from './people-tables.ts';
import { personTable, roomKeyTable } from './key-tables.ts';
import { profileTable } from './profile-table.ts';
import type { ProjectionKind } from './projections/projection.ts';
import { empty, openProjections, projectionKinds, unmade } from './projections/projections.ts';
import { textIndex } from './projections/text-index.ts';
import { sweeperOf } from './removed-copies.ts';
import { roomTable } from './room-table.ts';
import { messageSearch } from './search.ts';
import { savedMessageTable } from './saved-message-table.ts';
import { shownMessages } from './shown-messages.ts';

const cacheKiB = 64 * 1024;

/** Its folder holds `replica.db`, which is made if it is missing. */
export type ReplicaPlace = StorePlace;

/** What tests put in place of SQLite's abilities and the schema; it cannot cross to a worker. */
export type ReplicaOutside = {
  projections?: readonly ProjectionKind[];
  migrations?: readonly Migration[];
  freeBytes?: (folder: string) => number;
};

export type CheckedReplica = Replica & { readonly file: CheckedFile };

/** Opens a person's own copy; throws `ReplicaError` if that cannot be done, and changes nothing then. */
export function openReplica(place: ReplicaPlace, outside: ReplicaOutside = {}): CheckedReplica {
  const path = join(place.folder, 'replica.db');
  const migrations = outside.migrations ?? replicaMigrations;
  const { folder, maxPages, checkedBytes } = place;
  try {
    return openDatabase(
      { applicationId: replicaApplicationId, migrations, derived },
      { path, mode: 'made-where-missing', cacheKiB, maxPages, checkedBytes },
      (opened) => replicaOf(opened, folder, outside),
    );
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
  const keys = roomKeyTable(database);
  const kinds = kindTable(database);
  const people = personTable(database);
  const forget = (): void => {
    for (const each of [kinds, people, messages, ...projections]) each.forget?.();
  };
  const file = new KeptDatabase(opened, {
    refuse,
    rolledBack: forget,
    freeBytes: () => measure(folder),
  });
  const outbox = outboxTable(file, keys);
  const groupMessages = groupMessageTable(file, { keys, outbox });
  const { projections: known = projectionKinds } = outside;
  const available = known.filter(({ isAvailable }) => isAvailable?.(database) ?? true);
  const messages = shownMessages(database, kinds);
  const parts = { people, messages, outbox, groupMessages };
  const projections = openProjections(database, available, parts);
  const members = memberTable(file, keys);
  const groups = groupTable(file, keys);
  const conversations = conversationTable(file, { keys, kinds, projections });
  const ofRoom = { members, groups, conversations, groupMessages };
  const stored = { keys, kinds, people, conversations, groups, messages, projections };
  const entries = entryTable(file, stored);
  if (unmade(database, projections).length > 0) inTransaction(database, () => entries.retell());
  opened.health.fill = () => entries.retell();
  const sweepRemoved = sweeperOf(database, projections);
  const sweep = (): void => {
    // The copy's number is given out again once it is swept.
    forget();
    sweepRemoved();
  };
  sweepRemoved();
  return {
    ...ofRoom,
    profile: profileTable(file, { keys, conversations }),
    rooms: roomTable(file, { ...ofRoom, keys, sweep }),
    entries,
    search: messageSearch(file, {
      conversations,
      people,
      kinds,
      hasTextIndex: projections.some(({ kind }) => kind === textIndex),
    }),
    saved: savedMessageTable(file, { keys, kinds, conversations, messages }),
    contacts: contactTable(file, { keys, conversations }),
    attention: attentionTable(file, keys),
    fileCopies: fileCopyTable(file, keys),
    missed: missedMessages(file, { keys, messages }),
    outbox,
    later: laterCopyTable(file, keys),
    file,
  };
}

const refuse: Refuse = (refusal, options) => new ReplicaError(refusal, options);
