import type { OutboxItem, SearchPage, TimelinePage } from '../../../src-shared/bridge/views.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { Member } from '../../../src-shared/protocol/frames.ts';
import type { Cid, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type {
  ConversationRecord,
  Profile,
  Replica,
  RoomRecord,
  SearchQuery,
  TimelineQuery,
} from '../../client/replica-port.ts';
import { newEntries } from './entry-run.ts';
import { findInMemory } from './memory-search.ts';
import { timelinePage, windowOf } from './timeline-window.ts';

type Held = { entries: Entry[]; readSeq: number; draft: string };
export type HeldRoom = {
  copy: number;
  record: RoomRecord;
  members: Map<string, Member>;
  conversations: Map<ConversationId, Held>;
  outbox: Map<Cid, OutboxItem>;
};

/** A replica that ends with the process; for tests. */
export class MemoryReplica implements Replica {
  readonly #rooms = new Map<RoomId, HeldRoom>();
  readonly #settings = new Map<string, string>();
  #profile: Profile | undefined;
  #copies = 0;

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
    else
      this.#rooms.set(record.room, {
        copy: (this.#copies += 1),
        record: { ...record },
        members: new Map(),
        conversations: new Map(),
        outbox: new Map(),
      });
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
    held.record = { ...held.record, syncedTo: 0 };
    held.members.clear();
    const drafts = [...held.conversations].filter(([, { draft }]) => draft !== '');
    held.conversations = new Map(
      drafts.map(([id, { draft }]) => [id, { entries: [], readSeq: 0, draft }]),
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
      this.#room(room).members.set(member.account, { ...member, online: false });
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
    const { record, outbox } = this.#room(room);
    const held = this.#ensure(room, conversation);
    const fresh = newEntries(rangeOf(held), conversation, entries);
    held.entries = [...held.entries, ...fresh].toSorted((one, other) => one.seq - other.seq);
    for (const entry of entries)
      if (entry.type === 'message' && entry.from === record.account) outbox.delete(entry.cid);
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

  async readTimeline(query: TimelineQuery): Promise<TimelinePage> {
    const held = this.#room(query.room).conversations.get(query.in);
    const range = held ? rangeOf(held) : { firstSeq: 0, lastSeq: 0 };
    const window = windowOf(range, query);
    const entries = held?.entries.filter(({ seq }) => seq >= window.from && seq <= window.to);
    return timelinePage(range, window, entries ?? []);
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

  async close(): Promise<void> {}

  #room(room: RoomId): HeldRoom {
    const held = this.#rooms.get(room);
    if (!held) throw new Error(`No such room: ${room}`);
    return held;
  }

  #ensure(room: RoomId, conversation: ConversationId): Held {
    const { conversations } = this.#room(room);
    const held = conversations.get(conversation) ?? { entries: [], readSeq: 0, draft: '' };
    conversations.set(conversation, held);
    return held;
  }

  #record(room: RoomId, conversation: ConversationId): ConversationRecord {
    const { account } = this.#room(room).record;
    const held = this.#ensure(room, conversation);
    const messages = held.entries.filter((entry) => entry.type === 'message');
    const lastMessage = messages.at(-1);
    return {
      in: conversation,
      ...rangeOf(held),
      readSeq: held.readSeq,
      unread: messages.filter(({ from, seq }) => from !== account && seq > held.readSeq).length,
      draft: held.draft,
      ...(lastMessage ? { lastMessage } : {}),
    };
  }
}

function rangeOf({ entries }: Held): { firstSeq: number; lastSeq: number } {
  return { firstSeq: entries[0]?.seq ?? 0, lastSeq: entries.at(-1)?.seq ?? 0 };
}
