import type { OutboxItem, TimelinePage } from '../../../src-shared/bridge/conversations.ts';
import type { SearchPage } from '../../../src-shared/bridge/search.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { Cid, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
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
import { newEntries } from './entry-run.ts';
import { MemoryContacts } from './memory-contacts.ts';
import { findInMemory } from './memory-search.ts';
import { timelinePage, windowOf } from './timeline-window.ts';

type Held = { entries: Entry[]; readSeq: number; deliveredSeq: number; draft: string };
const nothing = { readSeq: 0, deliveredSeq: 0, draft: '' };
export type HeldRoom = {
  copy: number;
  record: RoomRecord;
  members: Map<string, Member>;
  conversations: Map<ConversationId, Held>;
  groups: Map<ConversationId, GroupRecord>;
  outbox: Map<Cid, OutboxItem>;
  contacts: MemoryContacts;
};

/** A replica that ends with the process; for tests. */
export class MemoryReplica implements Replica {
  readonly #rooms = new Map<RoomId, HeldRoom>();
  readonly #settings = new Map<string, string>();
  #profile: Profile | undefined;
  #copies = 0;
  #groupMessages = 0;

  async profile(fresh: Profile): Promise<Profile> {
    this.#profile ??= { ...fresh };
    return { ...this.#profile };
  }

  async readSettings(): Promise<Record<string, string>> {
    return Object.fromEntries(this.#settings);
  }

  async saveSettings(settings: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(settings)) this.#settings.set(name, value);
  }

  async listRooms(): Promise<RoomRecord[]> {
    return [...this.#rooms.values()].map(({ record }) => ({ ...record }));
  }

  async saveRoom(record: RoomRecord): Promise<void> {
    const held = this.#rooms.get(record.room);
    if (held) held.record = { ...record };
    else this.#rooms.set(record.room, this.#newRoom(record));
  }

  async updateRoom(room: RoomId, change: Partial<Omit<RoomRecord, 'room'>>): Promise<void> {
    const held = this.#rooms.get(room);
    if (held) held.record = { ...held.record, ...change };
  }

  async removeRoom(room: RoomId): Promise<void> {
    this.#rooms.delete(room);
  }

  async clearCopy(room: RoomId): Promise<void> {
    const held = this.#rooms.get(room);
    if (!held) return;
    held.copy = this.#copies += 1;
    held.record = { ...held.record, syncedTo: 0, olderBytes: 0 };
    held.members.clear();
    held.groups.clear();
    held.contacts.forgetSeqs();
    const drafts = [...held.conversations].filter(([, { draft }]) => draft !== '');
    held.conversations = new Map(
      drafts.map(([id, { draft }]) => [id, { ...nothing, entries: [], draft }]),
    );
  }

  async listMembers(room: RoomId): Promise<Member[]> {
    const members = [...this.#room(room).members.values()];
    return members
      .toSorted((one, other) => (one.account < other.account ? -1 : 1))
      .map((member) => ({ ...member }));
  }

  async saveMembers(room: RoomId, members: readonly Member[]): Promise<void> {
    for (const member of members)
      this.#room(room).members.set(member.account, { ...member, presence: 'offline' });
  }

  async listConversations(room: RoomId): Promise<ConversationRecord[]> {
    return [...this.#room(room).conversations.keys()]
      .toSorted()
      .map((id) => this.#record(room, id));
  }

  async addEntries(
    room: RoomId,
    conversation: ConversationId,
    entries: readonly Entry[],
  ): Promise<ConversationRecord> {
    const { record, outbox, contacts } = this.#room(room);
    const held = this.#ensure(room, conversation);
    const fresh = newEntries(rangeOf(held), conversation, entries);
    held.entries = [...held.entries, ...fresh].toSorted((one, other) => one.seq - other.seq);
    for (const entry of entries) {
      if (entry.type !== 'message' || entry.from !== record.account) continue;
      outbox.delete(entry.cid);
      contacts.noteSeq(entry.cid, entry.seq);
    }
    return this.#record(room, conversation);
  }

  async markRead(
    room: RoomId,
    conversation: ConversationId,
    seq: number,
  ): Promise<ConversationRecord> {
    const held = this.#ensure(room, conversation);
    held.readSeq = Math.max(held.readSeq, seq);
    return this.#record(room, conversation);
  }

  async markDelivered(
    room: RoomId,
    conversation: ConversationId,
    seq: number,
  ): Promise<ConversationRecord> {
    const held = this.#ensure(room, conversation);
    held.deliveredSeq = Math.max(held.deliveredSeq, seq);
    return this.#record(room, conversation);
  }

  async readTimeline(query: TimelineQuery): Promise<TimelinePage> {
    const { conversations, groups } = this.#room(query.room);
    const held = conversations.get(query.in);
    const range = held ? rangeOf(held) : { firstSeq: 0, lastSeq: 0 };
    const window = windowOf(range, query);
    const entries = held?.entries.filter(({ seq }) => seq >= window.from && seq <= window.to);
    const oldestSeq = groups.get(query.in)?.firstSeq ?? 1;
    return timelinePage({ ...range, oldestSeq }, window, entries ?? []);
  }

  async listGroups(room: RoomId): Promise<GroupRecord[]> {
    const groups = [...this.#room(room).groups.values()];
    return structuredClone(groups.toSorted((one, other) => (one.in < other.in ? -1 : 1)));
  }

  async saveGroups(room: RoomId, groups: readonly GroupRecord[]): Promise<void> {
    for (const group of groups) this.#room(room).groups.set(group.in, structuredClone(group));
  }

  async listContacts(room: RoomId): Promise<ContactRecord[]> {
    return this.#room(room).contacts.list();
  }

  async saveContact(room: RoomId, contact: ContactRecord): Promise<void> {
    this.#room(room).contacts.save(contact);
  }

  async listContactGroups(room: RoomId): Promise<ContactGroupRecord[]> {
    return this.#room(room).contacts.listGroups();
  }

  async saveContactGroup(room: RoomId, group: ContactGroupRecord): Promise<void> {
    this.#room(room).contacts.saveGroup(group);
  }

  async removeContactGroup(room: RoomId, group: string): Promise<void> {
    this.#room(room).contacts.removeGroup(group);
  }

  async addGroupMessage(room: RoomId, message: NewGroupMessage): Promise<GroupMessageRecord> {
    const { contacts, outbox } = this.#room(room);
    for (const { item } of message.copies) outbox.set(item.cid, { ...item });
    return contacts.addMessage((this.#groupMessages += 1), message);
  }

  async listGroupMessages(room: RoomId, group: string): Promise<GroupMessageRecord[]> {
    return this.#room(room).contacts.listMessages(group);
  }

  async findGroupMessages(room: RoomId, cids: readonly Cid[]): Promise<GroupMessageRecord[]> {
    return this.#room(room).contacts.findMessages(cids);
  }

  async search(query: SearchQuery): Promise<SearchPage> {
    const rooms = [...this.#rooms.values()].map((held) => ({
      room: held.record.room,
      copy: held.copy,
      lastOpenedAt: held.record.lastOpenedAt,
      entries: [...held.conversations.values()].flatMap(({ entries }) => entries),
    }));
    return findInMemory(rooms, query);
  }

  async saveDraft(room: RoomId, conversation: ConversationId, text: string): Promise<void> {
    if (text === '' && !this.#room(room).conversations.has(conversation)) return;
    this.#ensure(room, conversation).draft = text;
  }

  async listOutbox(room: RoomId): Promise<OutboxItem[]> {
    return [...this.#room(room).outbox.values()].map((item) => ({ ...item }));
  }

  async addToOutbox(room: RoomId, item: OutboxItem): Promise<void> {
    this.#room(room).outbox.set(item.cid, { ...item });
  }

  async changeOutbox(room: RoomId, cid: Cid, state: OutboxItem['state']): Promise<void> {
    const item = this.#room(room).outbox.get(cid);
    if (item) item.state = state;
  }

  async removeFromOutbox(room: RoomId, cid: Cid): Promise<void> {
    this.#room(room).outbox.delete(cid);
  }

  async size(): Promise<number> {
    return 0;
  }

  async nextFinding(): Promise<undefined> {
    return undefined;
  }

  async close(): Promise<void> {}

  #newRoom(record: RoomRecord): HeldRoom {
    const outbox: HeldRoom['outbox'] = new Map();
    const held: HeldRoom = {
      copy: (this.#copies += 1),
      record: { ...record },
      members: new Map(),
      conversations: new Map(),
      groups: new Map(),
      outbox,
      contacts: new MemoryContacts({
        outbox,
        deliveredSeq: (id) => held.conversations.get(id)?.deliveredSeq ?? 0,
      }),
    };
    return held;
  }

  #room(room: RoomId): HeldRoom {
    const held = this.#rooms.get(room);
    if (!held) throw new Error(`No such room: ${room}`);
    return held;
  }

  #ensure(room: RoomId, conversation: ConversationId): Held {
    const { conversations } = this.#room(room);
    const held = conversations.get(conversation) ?? { ...nothing, entries: [] };
    conversations.set(conversation, held);
    return held;
  }

  #record(room: RoomId, conversation: ConversationId): ConversationRecord {
    const { record, contacts } = this.#room(room);
    const held = this.#ensure(room, conversation);
    const messages = held.entries
      .filter((entry) => entry.type === 'message')
      .filter(({ from }) => !contacts.isBlocked(from));
    const lastMessage = messages.at(-1);
    return {
      in: conversation,
      ...rangeOf(held),
      readSeq: held.readSeq,
      unread: messages.filter(({ from, seq }) => from !== record.account && seq > held.readSeq)
        .length,
      draft: held.draft,
      deliveredSeq: held.deliveredSeq,
      ...(lastMessage ? { lastMessage } : {}),
    };
  }
}

function rangeOf({ entries }: Held): { firstSeq: number; lastSeq: number } {
  return { firstSeq: entries[0]?.seq ?? 0, lastSeq: entries.at(-1)?.seq ?? 0 };
}
