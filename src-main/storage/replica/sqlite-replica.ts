import { join } from 'node:path';
import type { OutboxItem, TimelinePage } from '../../../src-shared/bridge/conversations.ts';
import type { SearchPage } from '../../../src-shared/bridge/search.ts';
import type { StoreFinding } from '../../../src-shared/host/host-log.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { Cid, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { ReplicaError } from '../../client/replica-port.ts';
import type {
  ContactGroupRecord,
  ContactRecord,
  ConversationRecord,
  GroupMessageRecord,
  GroupRecord,
  NewGroupMessage,
  Profile,
  Replica,
  RoomRecord,
  SearchQuery,
  TimelineQuery,
} from '../../client/replica-port.ts';
import { replicaApplicationId } from '../migrations/replica/0001-first-schema.ts';
import { replicaMigrations } from '../migrations/replica/replica-migrations.ts';
import { freeBytes } from '../sqlite/files.ts';
import { KeptDatabase, refusalOf } from '../sqlite/kept-database.ts';
import type { CheckedStore, KeptDatabaseOptions } from '../sqlite/kept-database.ts';
import type { Migration } from '../sqlite/migrate.ts';
import { openDatabase, withHealth } from '../sqlite/open-database.ts';
import type { OpenedDatabase } from '../sqlite/open-database.ts';
import { StoreError } from '../store-error.ts';
import { ReplicaTables } from './replica-tables.ts';
import type { ReplicaTraits } from './replica-tables.ts';

const cacheKiB = 64 * 1024;
/** Kept free by what is new: less than a host keeps, so that what it still took reaches the copy on the same disk. */
export const keptFreeByNews = 32 * 1024 * 1024;

export type ReplicaPlace = {
  /** Holds `replica.db`; made where it is missing. */
  folder: string;
  /** For tests: makes SQLite say that the disk is full. */
  maxPages?: number | undefined;
  /** For tests: what is larger is looked through in the background. */
  checkedBytes?: number | undefined;
};

/** What tests put in place of SQLite's abilities and the schema; it cannot cross to a worker. */
export type ReplicaOutside = ReplicaTraits & {
  migrations?: readonly Migration[];
  freeBytes?: (folder: string) => number;
};

/** Opens a person's own copy; throws `ReplicaError` where that cannot be done, and changes nothing then. */
export function openReplica(
  place: ReplicaPlace,
  outside: ReplicaOutside = {},
): Replica & CheckedStore {
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
      return withHealth(opened, () => new SqliteReplica(opened, place.folder, outside));
    } catch (error) {
      opened.database.close();
      throw error;
    }
  } catch (error) {
    throw refusalOf(error, path, refuse);
  }
}

class SqliteReplica implements Replica, CheckedStore {
  readonly uncheckedPath: string | undefined;
  readonly #path: string;
  readonly #tables: ReplicaTables;
  readonly #kept: KeptDatabase;
  readonly #freeBytes: () => number;

  constructor(opened: OpenedDatabase, folder: string, outside: ReplicaOutside) {
    const measure = outside.freeBytes ?? freeBytes;
    this.#freeBytes = () => measure(folder);
    this.#path = opened.path;
    const tables = new ReplicaTables(opened.database, outside);
    this.#tables = tables;
    this.#kept = new KeptDatabase(opened, { refuse, rolledBack: () => tables.forget() });
    this.uncheckedPath = this.#kept.uncheckedPath;
    tables.removedCopies.sweep();
  }

  profile(fresh: Profile): Promise<Profile> {
    return this.#write((tables) => tables.profile.profile(fresh));
  }

  readSettings(): Promise<Record<string, string>> {
    return this.#read((tables) => tables.profile.readSettings());
  }

  saveSettings(settings: Record<string, string>): Promise<void> {
    return this.#write((tables) => tables.profile.saveSettings(settings));
  }

  listRooms(): Promise<RoomRecord[]> {
    return this.#read((tables) => tables.rooms.list());
  }

  saveRoom(record: RoomRecord): Promise<void> {
    return this.#write((tables) => tables.saveRoom(record));
  }

  updateRoom(room: RoomId, change: Partial<Omit<RoomRecord, 'room'>>): Promise<void> {
    return this.#write((tables) => tables.updateRoom(room, change));
  }

  removeRoom(room: RoomId): Promise<void> {
    return this.#write((tables) => tables.removeRoom(room));
  }

  clearCopy(room: RoomId): Promise<void> {
    return this.#write((tables) => tables.clearCopy(room));
  }

  listMembers(room: RoomId): Promise<Member[]> {
    return this.#read((tables) => tables.members.list(tables.keys(room).copy));
  }

  saveMembers(room: RoomId, members: readonly Member[]): Promise<void> {
    return this.#write((tables) => tables.members.save(tables.keys(room).copy, members));
  }

  listConversations(room: RoomId): Promise<ConversationRecord[]> {
    return this.#read((tables) => tables.conversations.list(tables.keys(room).copy));
  }

  addEntries(
    room: RoomId,
    conversation: ConversationId,
    entries: readonly Entry[],
  ): Promise<ConversationRecord> {
    return this.#write((tables) => {
      const added = tables.addEntries(room, conversation, entries);
      this.#keepFree(entries, added);
      return added;
    });
  }

  markRead(room: RoomId, conversation: ConversationId, seq: number): Promise<ConversationRecord> {
    return this.#write((tables) => tables.markRead(room, conversation, seq));
  }

  readTimeline(query: TimelineQuery): Promise<TimelinePage> {
    return this.#read((tables) => tables.readTimeline(query));
  }

  search(query: SearchQuery): Promise<SearchPage> {
    return this.#read((tables) => tables.search.find(query));
  }

  markDelivered(
    room: RoomId,
    conversation: ConversationId,
    seq: number,
  ): Promise<ConversationRecord> {
    return this.#write((tables) => tables.markDelivered(room, conversation, seq));
  }

  listGroups(room: RoomId): Promise<GroupRecord[]> {
    return this.#read((tables) => tables.groups.list(tables.keys(room).copy));
  }

  saveGroups(room: RoomId, groups: readonly GroupRecord[]): Promise<void> {
    return this.#write((tables) => tables.groups.save(tables.keys(room).copy, groups));
  }

  listContacts(room: RoomId): Promise<ContactRecord[]> {
    return this.#read((tables) => tables.contacts.list(tables.keys(room).key));
  }

  saveContact(room: RoomId, contact: ContactRecord): Promise<void> {
    return this.#write((tables) => tables.saveContact(room, contact));
  }

  listContactGroups(room: RoomId): Promise<ContactGroupRecord[]> {
    return this.#read((tables) => tables.contacts.listGroups(tables.keys(room).key));
  }

  saveContactGroup(room: RoomId, group: ContactGroupRecord): Promise<void> {
    return this.#write((tables) => tables.contacts.saveGroup(tables.keys(room).key, group));
  }

  removeContactGroup(room: RoomId, group: string): Promise<void> {
    return this.#write((tables) => tables.contacts.removeGroup(tables.keys(room).key, group));
  }

  addGroupMessage(room: RoomId, message: NewGroupMessage): Promise<GroupMessageRecord> {
    return this.#write((tables) => tables.addGroupMessage(room, message));
  }

  listGroupMessages(room: RoomId, group: string): Promise<GroupMessageRecord[]> {
    return this.#read((tables) => tables.groupMessages.list(tables.keys(room), group));
  }

  findGroupMessages(room: RoomId, cids: readonly Cid[]): Promise<GroupMessageRecord[]> {
    return this.#read((tables) => tables.findGroupMessages(room, cids));
  }

  saveDraft(room: RoomId, conversation: ConversationId, text: string): Promise<void> {
    return this.#write((tables) =>
      tables.conversations.saveDraft(tables.keys(room).copy, conversation, text),
    );
  }

  listOutbox(room: RoomId): Promise<OutboxItem[]> {
    return this.#read((tables) => tables.outbox.list(tables.keys(room).key));
  }

  addToOutbox(room: RoomId, item: OutboxItem): Promise<void> {
    return this.#write((tables) => tables.outbox.add(tables.keys(room).key, item));
  }

  changeOutbox(room: RoomId, cid: Cid, state: OutboxItem['state']): Promise<void> {
    return this.#write((tables) => tables.outbox.change(tables.keys(room).key, cid, state));
  }

  removeFromOutbox(room: RoomId, cid: Cid): Promise<void> {
    return this.#write((tables) => tables.outbox.remove(tables.keys(room).key, cid));
  }

  size(): Promise<number> {
    return this.#kept.size();
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

  /** A room may say whatever it likes, but it does not fill this disk. */
  #keepFree(entries: readonly Entry[], { lastSeq }: ConversationRecord): void {
    const areOlder = (entries.at(-1)?.seq ?? 0) < lastSeq;
    const kept = areOlder ? limits.freeDiskBytes : keptFreeByNews;
    if (this.#freeBytes() >= kept) return;
    throw new StoreError({ code: 'data-full', subject: this.#path });
  }

  #write<T>(run: (tables: ReplicaTables) => T): Promise<T> {
    return this.#kept.write(() => run(this.#tables));
  }

  #read<T>(run: (tables: ReplicaTables) => T): Promise<T> {
    return this.#kept.read(() => run(this.#tables));
  }
}

const refuse: KeptDatabaseOptions['refuse'] = (refusal, options) =>
  new ReplicaError(refusal, options);
