import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { OdaBridge, RequestParams } from '../../src-shared/bridge/bridge.ts';
import { listen } from '../../src-shared/bridge/listen.ts';
import { usualSettings, type Settings, type StartView } from '../../src-shared/bridge/app.ts';
import type { ConversationView } from '../../src-shared/bridge/conversations.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { keepEqual, withKept } from '../bridge/keep-equal.ts';
import { countAsked } from '../../src-shared/member/attention.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Route } from './route.ts';

export type AppState = {
  phase:
    | { is: 'starting' }
    | { is: 'ready' }
    | { is: 'failed'; refusal: Refusal }
    /** The app behind this page has stopped; the page cannot bring it back. */
    | { is: 'ended' };
  /** What does not change while the app runs; missing until it has started. */
  about: Pick<StartView, 'version' | 'shell' | 'suggestedName' | 'dataFolder'> | undefined;
  settings: Settings;
  rooms: ReadonlyMap<RoomId, RoomView>;
  route: Route;
};

type ReadPlace = { room: RoomId; in: ConversationId; asked: number };

export type AppStore = ReturnType<typeof createAppStore>;

/** What one window knows of the app: its settings, the rooms there are, and the screen it shows. */
export function createAppStore(
  bridge: OdaBridge,
  route: Route = { to: 'welcome' },
  /** Told of a change that was taken back, as no screen waits for its answer. */
  onRefused: (refusal: Refusal) => void = () => undefined,
) {
  const store = createStore<AppState>(() => ({
    phase: { is: 'starting' },
    about: undefined,
    settings: usualSettings,
    rooms: new Map(),
    route,
  }));
  const { keepRoom, keepUnread, read } = createRoomKeeping(store);
  const dropRoom = (room: RoomId) =>
    store.setState((state) => {
      const rooms = new Map(state.rooms);
      rooms.delete(room);
      const isShown = state.route.to !== 'welcome' && state.route.room === room;
      return { rooms, ...(isShown ? { route: { to: 'welcome' } } : {}) };
    });
  const keepAnswered = (answer: Outcome<RoomView>) => {
    if (answer.ok) keepRoom(answer.value);
    return answer;
  };

  const end = listen(bridge, {
    'settings/changed': (settings) =>
      store.setState((state) => ({ settings: keepEqual(state.settings, settings) })),
    'room/changed': keepRoom,
    // It comes before the room's own count.
    'conversation/changed': keepUnread,
    'room/removed': ({ room }) => dropRoom(room),
  });
  const endState = bridge.onState?.((state) => {
    if (state === 'ended') store.setState({ phase: { is: 'ended' } });
  });

  return Object.assign(store, {
    async start() {
      store.setState({ phase: { is: 'starting' } });
      const answer = await bridge.request('app/start', {});
      if (answer.ok) store.setState((state) => started(answer.value, state));
      else store.setState({ phase: { is: 'failed', refusal: answer.refusal } });
    },
    async changeSettings(change: Partial<Settings>) {
      // Shown at once; the push or the answer puts it right if it could not be kept.
      const before = store.getState().settings;
      store.setState({ settings: { ...before, ...change } });
      const answer = await bridge.request('settings/change', change);
      store.setState({ settings: answer.ok ? answer.value : before });
      if (!answer.ok) onRefused(answer.refusal);
    },
    host: async (params: RequestParams<'room/host'>) =>
      keepAnswered(await bridge.request('room/host', params)),
    restore: async (params: RequestParams<'room/restore'>) =>
      keepAnswered(await bridge.request('room/restore', params)),
    join: async (params: RequestParams<'room/join'>) =>
      keepAnswered(await bridge.request('room/join', params)),
    /** What an invite says, before anything is dialled. */
    readInvite: (link: string) => bridge.request('room/read-invite', { link }),
    disconnect: (room: RoomId) => bridge.request('room/disconnect', { room }),
    async leave(room: RoomId) {
      const answer = await bridge.request('room/leave', { room });
      if (answer.ok) dropRoom(room);
      return answer;
    },
    /**
     * Somebody reads a conversation at its end, with `asked` messages to be told of not noted as read yet: what
     * arrives there is seen as it comes and is not counted first. Returns what ends it.
     */
    read,
    show: (shown: Route) => store.setState({ route: shown }),
    dispose: () => {
      end();
      endState?.();
    },
  });
}

/** Rooms that a push brought before the answer came are newer than the answer. */
function started(start: StartView, state: AppState): Partial<AppState> {
  const { settings, rooms, ...about } = start;
  const listed = rooms.map((room) => [room.room, room] as const);
  return {
    phase: { is: 'ready' },
    about,
    settings,
    rooms: new Map([...listed, ...state.rooms]),
  };
}

/** Rooms as they are shown: what comes while somebody reads there is not counted first. */
function createRoomKeeping(store: StoreApi<AppState>) {
  let reading: ReadPlace | undefined;
  /** The room that is read in, as the app tells of it. */
  let told: RoomView | undefined;
  const keepRoom = (room: RoomView) => {
    if (reading?.room === room.room) told = room;
    const seen = reading?.room === room.room ? reading.asked : 0;
    const shown = seen === 0 ? room : { ...room, asked: Math.max(0, room.asked - seen) };
    const { rooms } = store.getState();
    const kept = withKept(rooms, [[room.room, shown]]);
    if (kept !== rooms) store.setState({ rooms: kept });
  };
  const keepUnread = (views: readonly ConversationView[]) => {
    for (const view of views) {
      const isRead = view.room === reading?.room && view.in === reading.in;
      if (isRead && reading) reading = { ...reading, asked: countAsked(view, view.attention) };
    }
  };
  const stop = () => {
    const last = told;
    reading = undefined;
    told = undefined;
    if (last && store.getState().rooms.has(last.room)) keepRoom(last);
  };
  const read = (place: ReadPlace) => {
    stop();
    reading = place;
    told = store.getState().rooms.get(place.room);
    if (told) keepRoom(told);
    return () => {
      if (reading?.room === place.room && reading.in === place.in) stop();
    };
  };
  return { keepRoom, keepUnread, read };
}

/** The latest opened first. */
export function roomsByUse(state: AppState): RoomView[] {
  return [...state.rooms.values()].toSorted(
    (one, other) => other.lastOpenedAt - one.lastOpenedAt || (one.room < other.room ? -1 : 1),
  );
}

/** In an order that does not change under the hand: by name, hosted ones first. */
export function roomsInOrder(state: AppState): RoomView[] {
  return [...state.rooms.values()].toSorted(
    (one, other) =>
      Number(other.hosted) - Number(one.hosted) ||
      one.name.localeCompare(other.name) ||
      (one.room < other.room ? -1 : 1),
  );
}

/** What badge and title count. */
export function askedOfAll(state: AppState): number {
  let count = 0;
  for (const room of state.rooms.values()) count += room.asked;
  return count;
}

export function shownRoom(state: AppState): RoomView | undefined {
  return state.route.to === 'welcome' ? undefined : state.rooms.get(state.route.room);
}

/** Rooms that one can be in now; closed ones stand in the list of recent rooms. */
export function isRunning(room: RoomView): boolean {
  return room.connection.is !== 'closed';
}
