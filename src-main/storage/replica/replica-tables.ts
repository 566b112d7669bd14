import type { DatabaseSync } from 'node:sqlite';
import type { TimelinePage } from '../../../src-shared/bridge/conversations.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { Cid, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type {
  ContactRecord,
  ConversationRecord,
  GroupMessageRecord,
  NewGroupMessage,
  RoomRecord,
  TimelineQuery,
} from '../../client/replica-port.ts';
import { KindTable } from '../kind-table.ts';
import { BlockTable } from './block-table.ts';
import { ContactTable } from './contact-table.ts';
import { ConversationTable } from './conversation-table.ts';
import { newEntries } from './entry-run.ts';
import { EntryTable } from './entry-table.ts';
import { GroupMessageTable } from './group-message-table.ts';
import { GroupTable } from './group-table.ts';
import { MemberTable } from './member-table.ts';
import { OutboxTable } from './outbox-table.ts';
import { PersonTable } from './person-table.ts';
import { ProfileTable } from './profile-table.ts';
import { RemovedCopies } from './removed-copies.ts';
import { RoomTable } from './room-table.ts';
import type { RoomKeys } from './room-table.ts';
import { Search } from './search.ts';
import { TextIndex } from './text-index.ts';
import { timelinePage } from './timeline-window.ts';

/** Found out by the replica itself where missing. */
export type ReplicaTraits = {
  hasTrigrams?: boolean | undefined;
  /** Fewer messages than this are read one by one rather than looked up. */
  fewMessages?: number | undefined;
};

/** The tables of a replica and what needs more than one of them. Each call belongs in a transaction. */
export class ReplicaTables {
  readonly profile: ProfileTable;
  readonly rooms: RoomTable;
  readonly members: MemberTable;
  readonly conversations: ConversationTable;
  readonly groups: GroupTable;
  readonly outbox: OutboxTable;
  readonly contacts: ContactTable;
  readonly groupMessages: GroupMessageTable;
  readonly search: Search;
  readonly removedCopies: RemovedCopies;
  readonly #kinds: KindTable;
  readonly #people: PersonTable;
  readonly #blocks: BlockTable;
  readonly #entries: EntryTable;

  constructor(database: DatabaseSync, { hasTrigrams, fewMessages }: ReplicaTraits = {}) {
    const textIndex = TextIndex.open(database, hasTrigrams);
    this.profile = new ProfileTable(database);
    this.rooms = new RoomTable(database);
    this.members = new MemberTable(database);
    this.#kinds = new KindTable(database);
    this.conversations = new ConversationTable(database, this.#kinds);
    this.groups = new GroupTable(database);
    this.outbox = new OutboxTable(database);
    this.contacts = new ContactTable(database);
    this.groupMessages = new GroupMessageTable(database);
    this.#people = new PersonTable(database);
    this.#blocks = new BlockTable(database);
    this.#entries = new EntryTable(database, {
      kinds: this.#kinds,
      people: this.#people,
      contacts: this.contacts,
      blocks: this.#blocks,
      textIndex,
    });
    this.search = new Search(database, {
      conversations: this.conversations,
      people: this.#people,
      blocks: this.#blocks,
      kinds: this.#kinds,
      hasTextIndex: textIndex !== undefined,
      fewMessages,
    });
    this.removedCopies = new RemovedCopies(database, textIndex);
  }

  /** What is kept in memory may be ahead of the disk. */
  forget(): void {
    this.#kinds.forget();
    this.#people.forget();
    this.#blocks.forget();
  }

  /** Throws for a room that was never saved: a defect of the caller. */
  keys(room: RoomId): RoomKeys {
    const keys = this.rooms.keys(room);
    if (!keys) throw new Error(`No such room: ${room}`);
    return keys;
  }

  saveRoom(record: RoomRecord): void {
    const before = this.rooms.keys(record.room);
    this.rooms.save(record);
    if (before && before.account !== record.account) this.#recount(this.keys(record.room));
  }

  saveContact(room: RoomId, contact: ContactRecord): void {
    const keys = this.keys(room);
    const wasBlocked = this.contacts.isBlocked(keys.key, contact.account);
    this.contacts.save(keys.key, contact);
    if (contact.blocked !== wasBlocked) this.#recount(keys);
  }

  updateRoom(room: RoomId, change: Partial<RoomRecord>): void {
    const record = this.rooms.read(room);
    if (record) this.saveRoom({ ...record, ...change, room });
  }

  removeRoom(room: RoomId): void {
    const keys = this.rooms.keys(room);
    if (!keys) return;
    this.members.clear(keys.copy);
    this.groups.clear(keys.copy);
    this.conversations.clear(keys.copy);
    this.rooms.remove(keys);
    this.#sweep();
  }

  clearCopy(room: RoomId): void {
    const keys = this.rooms.keys(room);
    if (!keys) return;
    this.members.clear(keys.copy);
    this.groups.clear(keys.copy);
    this.groupMessages.forgetSeqs(keys);
    this.conversations.moveDrafts(keys.copy, this.rooms.renew(keys));
    this.#sweep();
  }

  addEntries(
    room: RoomId,
    conversation: ConversationId,
    entries: readonly Entry[],
  ): ConversationRecord {
    const keys = this.keys(room);
    const row = this.conversations.ensure(keys.copy, conversation);
    const fresh = newEntries(row, conversation, entries);
    if (fresh.length > 0) this.conversations.save(this.#entries.add(keys, row, fresh));
    for (const entry of entries) {
      if (entry.type !== 'message' || entry.from !== keys.account) continue;
      this.outbox.remove(keys.key, entry.cid);
      this.groupMessages.noteSeq(keys, entry.cid, entry.seq);
    }
    return this.conversations.record(row.number);
  }

  markRead(room: RoomId, conversation: ConversationId, seq: number): ConversationRecord {
    const row = this.conversations.ensure(this.keys(room).copy, conversation);
    this.conversations.markRead(row, seq);
    return this.conversations.record(row.number);
  }

  markDelivered(room: RoomId, conversation: ConversationId, seq: number): ConversationRecord {
    const row = this.conversations.ensure(this.keys(room).copy, conversation);
    this.conversations.markDelivered(row, seq);
    return this.conversations.record(row.number);
  }

  addGroupMessage(room: RoomId, message: NewGroupMessage): GroupMessageRecord {
    const keys = this.keys(room);
    for (const { item } of message.copies) this.outbox.add(keys.key, item);
    return this.groupMessages.add(keys, message);
  }

  findGroupMessages(room: RoomId, cids: readonly Cid[]): GroupMessageRecord[] {
    return this.groupMessages.find(this.keys(room), cids);
  }

  readTimeline(query: TimelineQuery): TimelinePage {
    const { copy } = this.keys(query.room);
    const row = this.conversations.read(copy, query.in);
    const oldestSeq = this.groups.firstSeq(copy, query.in);
    if (row) return this.#entries.readTimeline({ ...row, oldestSeq }, query);
    return timelinePage({ firstSeq: 0, lastSeq: 0, oldestSeq }, { from: 1, to: 0 }, []);
  }

  /** Who counts as somebody to hear is told anew. */
  #recount(keys: RoomKeys): void {
    for (const row of this.conversations.rows(keys.copy)) {
      const lastMessage = this.#entries.reassign(keys, row);
      this.conversations.recount({ ...row, lastMessage });
    }
  }

  #sweep(): void {
    // The copy's number is given out again once it is swept.
    this.forget();
    this.removedCopies.sweep();
  }
}
