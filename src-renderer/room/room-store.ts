import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { Answer } from '../../src-shared/bridge/requests.ts';
import type {
  ConversationView,
  HostStatus,
  OutboxItem,
  RoomOpened,
  RoomView,
} from '../../src-shared/bridge/views.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Member } from '../../src-shared/protocol/frames.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { refusalOf } from './refusal-of.ts';

export type RoomOpening =
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
  host: HostStatus | undefined;
  /** Why this computer's copy was fetched again; kept until the person has seen it (W9). */
  resynced: Refusal | undefined;
};

export type RoomStore = StoreApi<RoomState> & {
  readonly id: RoomId;
  /** Opens the room, or opens it again where it was closed. */
  open(): Promise<void>;
  retry(): Promise<Answer<null>>;
  signIn(password: string): Promise<Answer<RoomView>>;
  changePort(port: number): Promise<Answer<HostStatus>>;
  markRead(conversation: ConversationId, seq: number): void;
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
    host: undefined,
    resynced: undefined,
  }));
  const { dispose, hold, release } = listen(bridge, id, store);

  async function open(): Promise<void> {
    store.setState({ opening: { is: 'opening' } });
    hold();
    const answer = await bridge.request('room/open', { room: id });
    if (answer.ok) store.setState(openedState(answer.value));
    else store.setState({ opening: { is: 'failed', refusal: refusalOf(answer) } });
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
    dismissResynced: () => store.setState({ resynced: undefined }),
    dispose,
  });
}

/** Follows the pushes of one room; between `hold` and `release` they wait for the answer they may be newer than. */
function listen(bridge: OdaBridge, id: RoomId, store: StoreApi<RoomState>) {
  let held: (() => void)[] | undefined;
  function apply(change: () => void): void {
    if (held) held.push(change);
    else change();
  }
  const ends = [
    bridge.on('room/changed', (room) => {
      if (room.room === id) apply(() => store.setState({ room }));
    }),
    bridge.on('room/removed', (push) => {
      if (push.room === id) apply(() => store.setState({ opening: { is: 'removed' } }));
    }),
    bridge.on('room/resynced', (push) => {
      if (push.room === id) apply(() => store.setState({ resynced: push.cause }));
    }),
    bridge.on('conversation/changed', (changed) => {
      const own = changed.filter((view) => view.room === id);
      if (own.length === 0) return;
      apply(() => {
        const views = own.map((view) => [view.in, view] as const);
        store.setState((state) => ({ conversations: new Map([...state.conversations, ...views]) }));
      });
    }),
    bridge.on('member/changed', (push) => {
      if (push.room !== id) return;
      apply(() => {
        const changed = push.members.map((member) => [member.account, member] as const);
        store.setState((state) => ({ members: new Map([...state.members, ...changed]) }));
      });
    }),
    bridge.on('outbox/changed', (push) => {
      if (push.room !== id) return;
      apply(() =>
        store.setState((state) => ({ outbox: new Map(state.outbox).set(push.in, push.items) })),
      );
    }),
    bridge.on('host/changed', (host) => {
      if (host.room === id) apply(() => store.setState({ host }));
    }),
  ];
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

function openedState(opened: RoomOpened): Partial<RoomState> {
  return {
    opening: { is: 'open' },
    room: opened.room,
    conversations: new Map(opened.conversations.map((view) => [view.in, view])),
    members: new Map(opened.members.map((member) => [member.account, member])),
    outbox: Map.groupBy(opened.outbox, (item) => item.in),
    host: opened.host,
  };
}
