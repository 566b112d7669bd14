import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { ContactGroupView } from '../../src-shared/bridge/contact-groups.ts';
import type { ContactView } from '../../src-shared/bridge/contacts.ts';
import type { ConversationView } from '../../src-shared/bridge/conversations.ts';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { PrivateView } from '../../src-shared/member/private-chat.ts';
import type { RoomOpened, RoomView } from '../../src-shared/bridge/rooms.ts';
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
  room: RoomView | undefined;
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
  /** Why this computer's copy was fetched again; kept until the person has seen it (W9). */
  resynced: Refusal | undefined;
};

export type RoomStore = StoreApi<RoomState> & {
  readonly id: RoomId;
  /** Opens the room, or opens it again if it was closed. */
  open(): Promise<void>;
  retry(): Promise<Outcome<null>>;
  signIn(password: string): Promise<Outcome<RoomView>>;
  changePort(port: number): Promise<Outcome<HostStatus>>;
  markRead(conversation: ConversationId, seq: number): void;
  /** Somebody reads it at its end: what arrives there does not count as unread first. Returns what ends it. */
  read(conversation: ConversationId): () => void;
  dismissResynced(): void;
  dispose(): void;
};

/** The state of one room, as long as a window shows it. */
export function createRoomStore(bridge: OdaBridge, id: RoomId): RoomStore {
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
    resynced: undefined,
  }));
  const reading = createReading(store);
  const { dispose, hold, release } = listen(bridge, id, { store, reading });

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
    signIn: (password: string) => bridge.request('room/sign-in', { room: id, password }),
    changePort: (port: number) => bridge.request('host/change-port', { room: id, port }),
    markRead: (conversation: ConversationId, seq: number) => {
      void bridge.request('conversation/mark-read', { room: id, in: conversation, seq });
    },
    read: (conversation: ConversationId) => reading.begin(conversation),
    dismissResynced: () => store.setState({ resynced: undefined }),
    dispose,
  });
}

type Apply = (change: () => void) => void;
type Listening = {
  bridge: OdaBridge;
  id: RoomId;
  store: StoreApi<RoomState>;
  reading: Reading;
  apply: Apply;
};

type Reading = ReturnType<typeof createReading>;

/** Hides what is not noted as read yet in the conversation that somebody reads. */
function createReading(store: StoreApi<RoomState>) {
  let read: ConversationId | undefined;
  /** That conversation as the app tells of it. */
  let told: ConversationView | undefined;
  const shown = (view: ConversationView): ConversationView => {
    if (view.in !== read) return view;
    told = view;
    return view.unread === 0 ? view : { ...view, unread: 0 };
  };
  const keep = (view: ConversationView | undefined) => {
    if (!view) return;
    const kept = shown(view);
    store.setState((state) => ({ conversations: new Map(state.conversations).set(view.in, kept) }));
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

/** Follows the pushes of one room; between `hold` and `release` they wait for the answer they may be newer than. */
function listen(bridge: OdaBridge, id: RoomId, kept: Pick<Listening, 'store' | 'reading'>) {
  let held: (() => void)[] | undefined;
  const apply: Apply = (change) => {
    if (held) held.push(change);
    else change();
  };
  const to: Listening = { bridge, id, ...kept, apply };
  const ends = [...listenToRoom(to), ...listenToTalk(to), ...listenToPeople(to)];
  return {
    hold: () => {
      held ??= [];
    },
    release: () => {
      const changes = held ?? [];
      held = undefined;
      for (const change of changes) change();
    },
    dispose: () => {
      for (const end of ends) end();
    },
  };
}

function listenToRoom({ bridge, id, store, apply }: Listening) {
  return [
    bridge.on('room/changed', (room) => {
      if (room.room === id) apply(() => store.setState({ room }));
    }),
    bridge.on('room/removed', (push) => {
      if (push.room === id) apply(() => store.setState({ opening: { is: 'removed' } }));
    }),
    bridge.on('room/resynced', (push) => {
      if (push.room === id) apply(() => store.setState({ resynced: push.cause }));
    }),
    bridge.on('host/changed', (host) => {
      if (host.room === id) apply(() => store.setState({ host }));
    }),
  ];
}

/** Conversations, groups, private chats, and what waits to be sent. */
function listenToTalk({ bridge, id, store, reading, apply }: Listening) {
  return [
    bridge.on('conversation/changed', (changed) => {
      const own = changed.filter((view) => view.room === id);
      if (own.length === 0) return;
      apply(() => {
        const views = own.map((view) => [view.in, reading.shown(view)] as const);
        store.setState((state) => ({ conversations: new Map([...state.conversations, ...views]) }));
      });
    }),
    bridge.on('outbox/changed', (push) => {
      if (push.room !== id) return;
      apply(() =>
        store.setState((state) => ({ outbox: new Map(state.outbox).set(push.in, push.items) })),
      );
    }),
    bridge.on('group/changed', (groups) => {
      const own = groups.filter((view) => view.room === id).map((view) => [view.in, view] as const);
      if (own.length === 0) return;
      apply(() => store.setState((state) => ({ groups: new Map([...state.groups, ...own]) })));
    }),
    bridge.on('private/changed', (view) => {
      if (view.room !== id) return;
      apply(() =>
        store.setState(({ privates }) => ({ privates: new Map(privates).set(view.private, view) })),
      );
    }),
    bridge.on('private/removed', (push) => {
      if (push.room !== id) return;
      apply(() =>
        store.setState(({ privates }) => ({ privates: without(privates, push.private) })),
      );
    }),
  ];
}

/** Members, and what this person keeps of them. */
function listenToPeople({ bridge, id, store, apply }: Listening) {
  return [
    bridge.on('member/changed', (push) => {
      if (push.room !== id) return;
      const changed = push.members.map((member) => [member.account, member] as const);
      apply(() =>
        store.setState((state) => ({ members: new Map([...state.members, ...changed]) })),
      );
    }),
    bridge.on('contact/changed', (contact) => {
      if (contact.room !== id) return;
      apply(() =>
        store.setState(({ contacts }) => ({
          contacts: new Map(contacts).set(contact.account, contact),
        })),
      );
    }),
    bridge.on('contact-group/changed', (group) => {
      if (group.room !== id) return;
      apply(() =>
        store.setState(({ contactGroups }) => ({
          contactGroups: new Map(contactGroups).set(group.group, group),
        })),
      );
    }),
    bridge.on('contact-group/removed', (push) => {
      if (push.room !== id) return;
      apply(() =>
        store.setState(({ contactGroups }) => ({
          contactGroups: without(contactGroups, push.group),
        })),
      );
    }),
  ];
}

function openedState(opened: RoomOpened): Partial<RoomState> {
  return {
    opening: { is: 'open' },
    room: opened.room,
    conversations: new Map(opened.conversations.map((view) => [view.in, view])),
    members: new Map(opened.members.map((member) => [member.account, member])),
    outbox: Map.groupBy(opened.outbox, (item) => item.in),
    groups: new Map(opened.groups.map((view) => [view.in, view])),
    contacts: new Map(opened.contacts.map((contact) => [contact.account, contact])),
    contactGroups: new Map(opened.contactGroups.map((group) => [group.group, group])),
    privates: new Map(opened.privates.map((view) => [view.private, view])),
    host: opened.host,
  };
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): Map<K, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
