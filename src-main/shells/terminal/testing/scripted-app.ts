import { usualFileTerms } from '../../../../src-shared/protocol/files.ts';
import { usualAttention } from '../../../../src-shared/member/attention.ts';
import { usualRoomSettings } from '../../../../src-shared/protocol/room-settings.ts';
import type {
  OdaBridge,
  PushName,
  Pushes,
  RequestName,
} from '../../../../src-shared/bridge/bridge.ts';
import type { ConversationView } from '../../../../src-shared/bridge/conversations.ts';
import type { RoomOpened } from '../../../../src-shared/bridge/rooms.ts';
import type { MessageEntry } from '../../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type {
  AccountId,
  Cid,
  ConversationId,
  RoomId,
} from '../../../../src-shared/protocol/ids.ts';

export const roomId = 'room000000000000' as RoomId;
export const ali = 'ali0000000' as AccountId;
export const veli = 'veli000000' as AccountId;
export const can = 'can0000000' as AccountId;

/** Ali's room as it is opened, nothing said in it. */
export function openedRoom(change: Partial<RoomOpened> = {}): RoomOpened {
  return {
    room: {
      room: roomId,
      name: 'Lab',
      account: ali,
      ownName: 'ali',
      hosted: false,
      address: 'host:1',
      connection: { is: 'live' },
      asked: 0,
      lastOpenedAt: 0,
      logsTexts: false,
      plain: false,
      access: 'open',
      files: usualFileTerms,
      maxTextCharacters: 8000,
      hasPassword: false,
      knocks: [],
      settings: usualRoomSettings,
      role: 'member',
    },
    conversations: [],
    members: [
      { account: ali, name: 'ali', presence: 'online' },
      { account: veli, name: 'veli', presence: 'online' },
      { account: can, name: 'can', presence: 'offline' },
    ],
    outbox: [],
    groups: [],
    contacts: [],
    contactGroups: [],
    privates: [],
    reads: [],
    ...change,
  };
}

export function conversation(change: Partial<ConversationView> = {}): ConversationView {
  const numbers = { lastSeq: 0, readSeq: 0, unread: 0, mentions: 0, deliveredSeq: 0 };
  const chosen = { attention: usualAttention };
  return { room: roomId, in: everyone, ...numbers, ...chosen, draft: '', ...change };
}

export function message(seq: number, change: Partial<MessageEntry> = {}): MessageEntry {
  const text = `text ${seq}`;
  const place = { in: everyone, seq, id: seq, at: seq };
  return { type: 'message', ...place, from: veli, cid: `c${seq}` as Cid, text, ...change };
}

/** An app that answers as the test says, with everything that was asked of it; pages hold what was said. */
export function scriptedApp() {
  const asked: { name: RequestName; params: Record<string, unknown> }[] = [];
  const answers = new Map<RequestName, object>();
  const listeners = new Map<PushName, Set<(push: never) => void>>();
  const pageOf = (params: { in: ConversationId; before: number; limit: number }) => {
    const from = Math.max(1, params.before - params.limit);
    const entries = [];
    for (let seq = from; seq < params.before; seq += 1)
      entries.push(message(seq, { in: params.in }));
    return { ok: true, value: { entries, hasOlder: from > 1, hasNewer: false } };
  };
  const bridge: OdaBridge = {
    on: (name, listener) => {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return () => void all.delete(listener);
    },
    request: async (name, params) => {
      asked.push({ name, params });
      const page = name === 'timeline/page' ? pageOf(params as never) : undefined;
      return (answers.get(name) ?? page ?? { ok: true, value: {} }) as never;
    },
  };
  return {
    bridge,
    /** The next answers to it. */
    answer: (name: RequestName, answer: object) => void answers.set(name, answer),
    askedFor: (name: RequestName) =>
      asked.flatMap((one) => (one.name === name ? [one.params] : [])),
    push: <N extends PushName>(name: N, push: Pushes[N]) => {
      for (const hear of listeners.get(name) ?? []) hear(push as never);
    },
  };
}
