import { usualFileTerms } from '../../../src-shared/protocol/files.ts';
import { usualRoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import type { ContactGroupView, ContactView } from '../../../src-shared/bridge/contacts.ts';
import type { ConversationView, ReadsView } from '../../../src-shared/bridge/conversations.ts';
import type { DraftAim } from '../../../src-shared/member/draft-aim.ts';
import type { GroupView } from '../../../src-shared/bridge/groups.ts';
import type {
  OutboxItem,
  PrivateView,
  SearchHit,
  ShownMessage,
  TimelinePage,
} from '../../../src-shared/member/own-copy.ts';
import type { RoomOpened, RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { Entry, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import { doesMention } from '../../../src-shared/protocol/mentions.ts';
import type { Mention } from '../../../src-shared/protocol/mentions.ts';
import type { SentFile } from '../../../src-shared/protocol/files.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import {
  everyone,
  type AccountId,
  type Cid,
  type ConversationId,
  type PrivateId,
  type RoomId,
} from '../../../src-shared/protocol/ids.ts';
import { usualAttention } from '../../../src-shared/member/attention.ts';
import { isShown } from '../../../src-shared/member/shown-entry.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { textWithNames } from '../../../src-shared/text/file-names.ts';
import { foldText } from '../../../src-shared/text/fold.ts';
import { createMemoryBridge, type MemoryBridge, type MemoryHandlers } from './memory-bridge.ts';

export const roomId = 'room000000000000' as RoomId;
export const self = 'self000000' as AccountId;
export const ali = 'ali0000000' as AccountId;
export const veli = 'veli000000' as AccountId;
export const now = new Date(2026, 5, 17, 14, 5).getTime();

/** The lists of a room in which this person has kept nothing. */
export const nothingKept = { groups: [], contacts: [], contactGroups: [], privates: [], reads: [] };

export function member(account: AccountId, name: string, more: Partial<Member> = {}): Member {
  return { account, name, presence: 'online', ...more };
}

export function roomView(more: Partial<RoomView> = {}): RoomView {
  return {
    room: roomId,
    name: 'Kitchen table',
    account: self,
    ownName: 'Ece',
    hosted: false,
    address: '192.168.1.5:12345',
    connection: { is: 'live' },
    asked: 0,
    lastOpenedAt: now,
    logsTexts: false,
    plain: false,
    access: 'open',
    files: usualFileTerms,
    settings: usualRoomSettings,
    role: 'member',
    maxTextCharacters: limits.maxTextCharacters,
    hasPassword: false,
    knocks: [],
    ...more,
  };
}

export function conversation(
  id: ConversationId,
  more: Partial<ConversationView> = {},
): ConversationView {
  const read = { lastSeq: 0, readSeq: 0, unread: 0, mentions: 0, deliveredSeq: 0 };
  return { room: roomId, in: id, ...read, attention: usualAttention, draft: '', ...more };
}

export function message(
  seq: number,
  more: {
    from?: AccountId;
    text?: string;
    at?: number;
    in?: ConversationId;
    cid?: Cid;
    mentions?: Mention[];
    forwarded?: AccountId;
    files?: SentFile[];
  } = {},
): MessageEntry & { cid: Cid } {
  return {
    type: 'message',
    in: more.in ?? everyone,
    seq,
    id: seq,
    at: more.at ?? now + seq * 1000,
    from: more.from ?? ali,
    cid: more.cid ?? (`cid-${String(seq).padStart(16, '0')}` as Cid),
    text: more.text ?? `message ${seq}`,
    ...(more.mentions ? { mentions: more.mentions } : {}),
    ...(more.forwarded ? { forwarded: more.forwarded } : {}),
    ...(more.files ? { files: more.files } : {}),
  };
}

export function joined(seq: number, who: readonly [AccountId, string], at = now): Entry {
  const [account, name] = who;
  return { type: 'joined', in: everyone, seq, id: seq, at, account, name };
}

export function left(
  seq: number,
  account: AccountId,
  more: { reason?: 'left' | 'lost'; at?: number } = {},
): Entry {
  const { reason = 'left', at = now } = more;
  return { type: 'left', in: everyone, seq, id: seq, at, account, reason };
}

export function reacted(seq: number, target: number, by = veli): Entry {
  const cid = `reaction-${seq}`.padEnd(16, '0') as Cid;
  const head = { in: everyone, seq, id: seq, at: now, by, cid, target };
  return { type: 'reaction-added', ...head, emoji: '\u{1f44d}' };
}

export function outboxItem(cid: string, more: Partial<OutboxItem> = {}): OutboxItem {
  return {
    cid: cid.padEnd(16, '0') as Cid,
    in: everyone,
    said: { type: 'send-message', text: 'on its way' },
    createdAt: now,
    state: { is: 'sending' },
    ...more,
  };
}

/** A private chat with Ali, who said something in it. */
export function privateView(more: Partial<PrivateView> = {}): PrivateView {
  const text = { cid: 'private-cid-0000' as Cid, from: ali, at: now, text: 'a secret' };
  return {
    room: roomId,
    private: 'private000000000' as PrivateId,
    partner: ali,
    partnerName: 'Ali',
    state: { is: 'open' },
    messages: [{ ...text, state: 'sent' }],
    unread: 0,
    ...more,
  };
}

export type SampleRoom = {
  bridge: MemoryBridge;
  room: RoomView;
  members: Member[];
  /** Everything said so far, by conversation, oldest first; a test may add to it and push. */
  said: Map<ConversationId, Entry[]>;
  conversations: Map<ConversationId, ConversationView>;
  outbox: OutboxItem[];
  /** What this person has put aside. */
  saved: MessageEntry[];
  /** What is pinned, in whatever conversation. */
  pinned: ShownMessage[];
  /** Adds to what was said and tells the windows. */
  append(entries: Entry[]): void;
};

export type SampleOptions = {
  room?: RoomView;
  members?: Member[];
  entries?: Entry[];
  conversations?: ConversationView[];
  outbox?: OutboxItem[];
  groups?: GroupView[];
  contacts?: ContactView[];
  contactGroups?: ContactGroupView[];
  privates?: PrivateView[];
  reads?: ReadsView[];
};

type Kept = Pick<RoomOpened, keyof typeof nothingKept>;

/** A room behind a memory bridge that answers like the real one. */
export function createSampleRoom(options: SampleOptions = {}): SampleRoom {
  const said = Map.groupBy(options.entries ?? [], (entry) => entry.in);
  const views = new Map((options.conversations ?? []).map((view) => [view.in, view]));
  for (const [id, entries] of said) {
    if (!views.has(id)) views.set(id, viewOf(id, entries));
  }
  if (!views.has(everyone)) views.set(everyone, conversation(everyone));
  const sample: SampleRoom = {
    room: options.room ?? roomView(),
    members: options.members ?? [member(self, 'Ece'), member(ali, 'Ali'), member(veli, 'Veli')],
    said,
    conversations: views,
    outbox: options.outbox ?? [],
    saved: [],
    pinned: [],
    bridge: createMemoryBridge(),
    append: (entries) => append(sample, entries),
  };
  const { groups = [], contacts = [], contactGroups = [], privates = [], reads = [] } = options;
  sample.bridge.answer(handlersOf(sample, { groups, contacts, contactGroups, privates, reads }));
  return sample;
}

function viewOf(id: ConversationId, entries: Entry[]): ConversationView {
  const lastSeq = entries.at(-1)?.seq ?? 0;
  const lastMessage = entries.findLast((entry) => entry.type === 'message');
  return conversation(id, { lastSeq, readSeq: lastSeq, lastMessage });
}

function append(sample: SampleRoom, entries: Entry[]): void {
  for (const entry of entries) {
    sample.said.set(entry.in, [...(sample.said.get(entry.in) ?? []), entry]);
  }
  for (const [id, own] of Map.groupBy(entries, (entry) => entry.in)) {
    const old = sample.conversations.get(id) ?? conversation(id);
    const others = own.filter((e) => e.type === 'message' && e.from !== self).length;
    const mentions = own.filter(
      (e) => e.type === 'message' && doesMention(e.mentions, self),
    ).length;
    const view = {
      ...viewOf(id, sample.said.get(id) ?? []),
      readSeq: old.readSeq,
      unread: old.unread + others,
      mentions: old.mentions + mentions,
    };
    sample.conversations.set(id, view);
    sample.bridge.push('timeline/appended', { room: sample.room.room, in: id, entries: own });
    sample.bridge.push('conversation/changed', [view]);
  }
}

/** A page that holds each number from its first entry to its last one, and all that there is, if not told otherwise. */
export function pageOf(entries: Entry[] = [], more: Partial<TimelinePage> = {}): TimelinePage {
  const span = { from: entries[0]?.seq ?? 1, to: entries.at(-1)?.seq ?? 0 };
  return { ...span, entries, hasOlder: false, hasNewer: false, ...more };
}

function handlersOf(sample: SampleRoom, kept: Kept): MemoryHandlers {
  const room = () => sample.room.room;
  const noted = (id: ConversationId, change: Partial<ConversationView>) => {
    const view = { ...(sample.conversations.get(id) ?? conversation(id)), ...change };
    sample.conversations.set(id, view);
    sample.bridge.push('conversation/changed', [view]);
    return { ok: true, value: null } as const;
  };
  return {
    'room/open': () => ({
      ok: true,
      value: {
        room: sample.room,
        conversations: [...sample.conversations.values()],
        members: sample.members,
        outbox: sample.outbox,
        ...kept,
      },
    }),
    'room/retry': () => ({ ok: true, value: null }),
    'timeline/page': ({ in: id, limit, ...place }) => {
      const said = sample.said.get(id as ConversationId) ?? [];
      const all = said.filter(isShown);
      const [start, end] = pageBounds(all, place, limit);
      const [before, after] = [all[start - 1], all[end]];
      const value = pageOf(all.slice(start, end), {
        from: before ? before.seq + 1 : (said[0]?.seq ?? 1),
        to: after ? after.seq - 1 : (said.at(-1)?.seq ?? 0),
        hasOlder: start > 0,
        hasNewer: end < all.length,
      });
      return { ok: true, value };
    },
    'conversation/mark-read': ({ in: id, seq }) =>
      noted(id as ConversationId, { readSeq: seq, unread: 0, mentions: 0 }),
    'draft/save': ({ in: id, text, aim }) =>
      noted(id as ConversationId, { draft: text, aim: aim as DraftAim | undefined }),
    'message/send': ({ in: id, text, files }) => {
      const entries = sample.said.get(id as ConversationId) ?? [];
      const seq = (entries.at(-1)?.seq ?? 0) + 1;
      const own = message(seq, {
        from: self,
        text,
        in: id as ConversationId,
        at: Date.now(),
        ...(files ? { files: files as SentFile[] } : {}),
      });
      sample.append([own]);
      return { ok: true, value: { cid: own.cid } };
    },
    'file/states': () => ({ ok: true, value: [] }),
    'file/without-space': () => ({ ok: true, value: [] }),
    'file/fetch': () => ({ ok: true, value: null }),
    'saved/list': () => ({ ok: true, value: sample.saved }),
    'conversation/mark-unread': () => ({ ok: true, value: null }),
    'saved/change': () => ({ ok: true, value: null }),
    'message/pinned': () => ({ ok: true, value: sample.pinned }),
    'message/rewrite': () => ({ ok: true, value: null }),
    'message/change': () => ({ ok: true, value: { cid: message(0).cid } }),
    'file/pictures': ({ in: id, side, seq, limit }) => {
      const said = [...sample.said.values()].flat().filter((entry) => entry.type === 'message');
      const found = said.filter(
        (entry) =>
          entry.in === id && entry.files && (side === 'older' ? entry.seq < seq : entry.seq > seq),
      );
      const nearest = side === 'older' ? found.toReversed() : found;
      return { ok: true, value: nearest.slice(0, limit) };
    },
    'search/find': ({ text, in: id, from, before, after, hasFile, next, limit }) => {
      const folded = foldText(text);
      const hits: SearchHit[] = [...sample.said.values()]
        .flat()
        .filter((entry) => entry.type === 'message')
        .filter((entry) => foldText(textWithNames(entry)).includes(folded))
        .filter(({ files }) => !hasFile || files !== undefined)
        .filter((entry) => (id === undefined || entry.in === id) && (!from || entry.from === from))
        .filter((entry) => entry.at < (before ?? Infinity) && entry.at >= (after ?? 0))
        .sort((one, other) => other.at - one.at)
        .map((found) => ({ room: room(), message: found }));
      const start = Number(next ?? 0);
      const end = start + limit;
      const rest = end < hits.length ? { next: String(end) } : {};
      return { ok: true, value: { hits: hits.slice(start, end), ...rest } };
    },
  };
}

function pageBounds(
  all: Entry[],
  place: { before?: number | undefined; after?: number | undefined; around?: number | undefined },
  limit: number,
): [number, number] {
  const indexOf = (seq: number) => {
    const index = all.findIndex((entry) => entry.seq >= seq);
    return index === -1 ? all.length : index;
  };
  if (place.before !== undefined) {
    const end = indexOf(place.before);
    return [Math.max(0, end - limit), end];
  }
  if (place.after !== undefined) {
    const start = indexOf(place.after + 1);
    return [start, Math.min(all.length, start + limit)];
  }
  if (place.around !== undefined) {
    const start = Math.max(0, indexOf(place.around) - Math.floor(limit / 2));
    return [start, Math.min(all.length, start + limit)];
  }
  return [Math.max(0, all.length - limit), all.length];
}

/** Lets answers that are already there arrive. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}
