import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { keepEqual, withKept } from '../bridge/keep-equal.ts';
import type { ContactGroupView, ContactView } from '../../src-shared/bridge/contacts.ts';
import type { ConversationView, ReadsView } from '../../src-shared/bridge/conversations.ts';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import type { OutboxItem, PrivateView } from '../../src-shared/member/own-copy.ts';
import type { RoomInside, RoomOpened } from '../../src-shared/bridge/rooms.ts';
import { createHold, listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type {
  AccountId,
  ConversationId,
  PrivateId,
  RoomId,
} from '../../src-shared/protocol/ids.ts';

type RoomOpening =
  | { is: 'opening' }
  | { is: 'open' }
  | { is: 'failed'; refusal: Refusal }
  /** It was forgotten, here or in another window. */
  | { is: 'removed' };

export type RoomState = {
  opening: RoomOpening;
  /** Missing until the room was opened once. */
  room: RoomInside | undefined;
  conversations: ReadonlyMap<ConversationId, ConversationView>;
  members: ReadonlyMap<AccountId, Member>;
  /** What waits or failed, by conversation. */
  outbox: ReadonlyMap<ConversationId, readonly OutboxItem[]>;
  groups: ReadonlyMap<ConversationId, GroupView>;
  /** Only people of whom this person keeps something. */
  contacts: ReadonlyMap<AccountId, ContactView>;
  contactGroups: ReadonlyMap<string, ContactGroupView>;
  privates: ReadonlyMap<PrivateId, PrivateView>;
  host: HostStatus | undefined;
  /** How far others have read, by conversation. */
  reads: ReadonlyMap<ConversationId, ReadsView['reads']>;
  /** Who types where now. */
  typing: ReadonlyMap<ConversationId, readonly AccountId[]>;
  /** Why this computer's copy was fetched again; kept until the person has seen it (W9). */
  resynced: Refusal | undefined;
};

export type RoomStore = ReturnType<typeof createRoomStore>;

/** The state of one room, as long as a window shows it. */
export function createRoomStore(bridge: OdaBridge, id: RoomId) {
  const store = createStore<RoomState>(() => ({
    opening: { is: 'opening' },
    room: undefined,
    conversations: new Map(),
    members: new Map(),
    outbox: new Map(),
    groups: new Map(),
    contacts: new Map(),
    contactGroups: new Map(),
    privates: new Map(),
    host: undefined,
    reads: new Map(),
    typing: new Map(),
    resynced: undefined,
  }));
  const reading = createReading(store);
  const { inTurn, hold, release } = createHold();
  const dispose = listenToRoom(bridge, { room: id, inTurn }, hearingOf(store, reading));

  /** Opens the room, or opens it again if it was closed. */
  async function open(): Promise<void> {
    store.setState({ opening: { is: 'opening' } });
    hold();
    const answer = await bridge.request('room/open', { room: id });
    if (answer.ok) store.setState(openedState(answer.value));
    else store.setState({ opening: { is: 'failed', refusal: answer.refusal } });
    release();
  }

  return Object.assign(store, {
    id,
    open,
    retry: () => bridge.request('room/retry', { room: id }),
    signIn: (typed: { password: string; newPassword?: string }) =>
      bridge.request('room/sign-in', { room: id, ...typed }),
    changePort: (port: number) => bridge.request('host/change-port', { room: id, port }),
    markRead: (conversation: ConversationId, seq: number) => {
      void bridge.request('conversation/mark-read', { room: id, in: conversation, seq });
    },
    /** Somebody reads it at its end: what arrives there does not count as unread first. Returns what ends it. */
    read: (conversation: ConversationId) => reading.begin(conversation),
    dismissResynced: () => store.setState({ resynced: undefined }),
    dispose,
  });
}

type Reading = ReturnType<typeof createReading>;

/** Hides what is not noted as read yet in the conversation that somebody reads. */
function createReading(store: StoreApi<RoomState>) {
  let read: ConversationId | undefined;
  /** That conversation as the app tells of it. */
  let told: ConversationView | undefined;
  const shown = (view: ConversationView): ConversationView => {
    if (view.in !== read) return view;
    told = view;
    return view.unread === 0 ? view : { ...view, unread: 0, mentions: 0 };
  };
  const keep = (view: ConversationView | undefined) => {
    if (!view) return;
    const { conversations } = store.getState();
    store.setState({ conversations: withKept(conversations, [[view.in, shown(view)]]) });
  };
  const stop = () => {
    const last = told;
    read = undefined;
    told = undefined;
    keep(last);
  };
  return {
    shown,
    begin(conversation: ConversationId) {
      stop();
      read = conversation;
      keep(store.getState().conversations.get(conversation));
      return () => {
        if (read === conversation) stop();
      };
    },
  };
}

function hearingOf(store: StoreApi<RoomState>, reading: Reading) {
  const set = (heard: (state: RoomState) => Partial<RoomState>) => {
    const state = store.getState();
    const next = heard(state);
    const isNew = Object.entries(next).some(([part, is]) => state[part as keyof RoomState] !== is);
    // Everything that looks at a part of the state would look again.
    if (isNew) store.setState(next);
  };
  return {
    'room/changed': ({ asked: _, ...room }) =>
      set((state) => ({ room: keepEqual(state.room, room) })),
    'room/removed': () => set(() => ({ opening: { is: 'removed' } })),
    'room/resynced': ({ cause }) => set(() => ({ resynced: cause })),
    'host/changed': (host) => set((state) => ({ host: keepEqual(state.host, host) })),
    'conversation/changed': (views) => {
      const shown = views.map((view) => [view.in, reading.shown(view)] as const);
      set(({ conversations }) => ({ conversations: withKept(conversations, shown) }));
    },
    'outbox/changed': ({ in: id, items }) =>
      set(({ outbox }) => ({ outbox: withKept(outbox, [[id, items]]) })),
    'group/changed': (views) =>
      set(({ groups }) => ({
        groups: withKept(
          groups,
          views.map((view) => [view.in, view]),
        ),
      })),
    'reads/changed': ({ in: id, reads: changed }) =>
      set(({ reads }) => ({ reads: withKept(reads, [[id, changed]]) })),
    'typing/changed': ({ in: id, accounts }) =>
      set(({ typing }) => ({ typing: withKept(typing, [[id, accounts]]) })),
    'private/changed': (view) =>
      set(({ privates }) => ({ privates: withKept(privates, [[view.private, view]]) })),
    'private/removed': (gone) =>
      set(({ privates }) => ({ privates: without(privates, gone.private) })),
    'member/changed': (push) =>
      set(({ members }) => ({
        members: withKept(
          members,
          push.members.map((member) => [member.account, member]),
        ),
      })),
    'contact/changed': (contact) =>
      set(({ contacts }) => ({ contacts: withKept(contacts, [[contact.account, contact]]) })),
    'contact-group/changed': (group) =>
      set(({ contactGroups: all }) => ({ contactGroups: withKept(all, [[group.group, group]]) })),
    'contact-group/removed': ({ group }) =>
      set(({ contactGroups }) => ({ contactGroups: without(contactGroups, group) })),
  } satisfies Parameters<typeof listenToRoom>[2];
}

function openedState(opened: RoomOpened): Partial<RoomState> {
  const { asked: _, ...room } = opened.room;
  return {
    opening: { is: 'open' },
    room,
    conversations: new Map(opened.conversations.map((view) => [view.in, view])),
    members: new Map(opened.members.map((member) => [member.account, member])),
    outbox: Map.groupBy(opened.outbox, (item) => item.in),
    groups: new Map(opened.groups.map((view) => [view.in, view])),
    contacts: new Map(opened.contacts.map((contact) => [contact.account, contact])),
    contactGroups: new Map(opened.contactGroups.map((group) => [group.group, group])),
    privates: new Map(opened.privates.map((view) => [view.private, view])),
    reads: new Map(opened.reads.map((view) => [view.in, view.reads])),
    host: opened.host,
  };
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): Map<K, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
