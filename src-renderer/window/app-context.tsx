import {
  createContext,
  useContext,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useEffect,
  useState,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type {
  OdaBridge,
  RequestName,
  RequestParams,
  RequestResults,
} from '../../src-shared/bridge/bridge.ts';
import { copyText } from '../ui/copy-button.tsx';
import { isBelowDialog } from '../ui/focus-way.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { AvatarFaces, AvatarPictures, keepPictures, type Face } from '../ui/avatar.tsx';
import { createFaceStore } from './face-store.ts';
import type { AsksStore } from './asks-store.ts';
import type { AppState, AppStore } from './app-store.ts';
import type { FrameState, FrameStore } from './frame-store.ts';
import { createOpenWindow } from './open-window.ts';
import type { ShortcutId, ShortcutRun, Shortcuts } from './shortcuts.ts';

type Given = {
  bridge: OdaBridge;
  app: AppStore;
  frame: FrameStore;
  asks: AsksStore;
  clock: Clock;
  /** Missing (in tests): nothing is heard then. */
  shortcuts?: Shortcuts;
};

/** What every part of a window can use. */
export type AppStores = ReturnType<typeof useMade>;

const AppContext = createContext<AppStores | null>(null);

export function AppProvider({ children, ...given }: Given & { children: ReactNode }) {
  const made = useMade(given);
  const { app } = made;
  const faces = useFaces(made);
  const rooms = useStore(app, (state) => state.rooms);
  const [keep] = useState(keepPictures);
  const pictures = keep(picturesOfRooms(rooms.values()));
  return (
    <AppContext value={made}>
      <AvatarFaces value={faces}>
        <AvatarPictures value={pictures}>{children}</AvatarPictures>
      </AvatarFaces>
    </AppContext>
  );
}

function useFaces({ bridge, app, clock }: AppStores) {
  const faces = useMemo(() => createFaceStore(bridge, clock), [bridge, clock]);
  useEffect(() => {
    const isLive = ({ rooms }: AppState, room: RoomId) => rooms.get(room)?.connection.is === 'live';
    const end = app.subscribe((now, before) => {
      if (now.rooms === before.rooms) return;
      for (const room of now.rooms.keys())
        if (isLive(now, room) && !isLive(before, room)) faces.seekAgain(room);
    });
    return () => {
      end();
      faces.dispose();
    };
  }, [app, faces]);
  return faces;
}

function picturesOfRooms(rooms: Iterable<RoomView>): ReadonlyMap<string, Face> {
  const pictures = new Map<string, Face>();
  for (const { room, picture } of rooms) if (picture) pictures.set(room, { room, ...picture });
  return pictures;
}

function useMade({ bridge, app, frame, asks, clock, shortcuts }: Given) {
  const { t } = useTranslation().i18n;
  return useMemo(() => {
    /** Asks the app for something. A refusal is told in a notice, and there is no result then. */
    const request = async <N extends RequestName>(
      name: N,
      params: RequestParams<N>,
    ): Promise<RequestResults[N] | undefined> => {
      const answer = await bridge.request(name, params);
      if (answer.ok) return answer.value;
      frame.refuse(answer.refusal);
      return undefined;
    };
    /** Puts a text on the clipboard and says whether that was possible. */
    const copy = async (text: string, done = t('ui.copied')) =>
      frame.tell((await copyText(text)) ? done : t('ui.copyFailed'));
    const openWindow = createOpenWindow({ frame, bridge, t });
    return { bridge, app, frame, asks, clock, shortcuts, request, copy, openWindow };
  }, [bridge, app, frame, asks, clock, shortcuts, t]);
}

export function useAppStores(): AppStores {
  const stores = useContext(AppContext);
  if (!stores) throw new Error('useAppStores outside of an AppProvider');
  return stores;
}

/** A part of the app's state; lists that a selector builds are compared item by item. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useAppStores().app, useShallow(select));
}

export function useFrame<T>(select: (state: FrameState) => T): T {
  return useStore(useAppStores().frame, useShallow(select));
}

/** Answers to a shortcut while the component is shown. */
export function useShortcut(id: ShortcutId, run: ShortcutRun): void {
  const { shortcuts } = useAppStores();
  const latest = useEffectEvent(run);
  // Before it is painted: a key that is pressed at the first sight of it is heard, on a slow computer too.
  useLayoutEffect(() => shortcuts?.on(id, () => latest()), [shortcuts, id]);
}

/** The same of what stands in the page: below a dialog it does nothing. */
export function usePageShortcut(id: ShortcutId, run: ShortcutRun): void {
  useShortcut(id, () => (isBelowDialog() ? false : run()));
}

/** The same of several; `ids` is the same list each time. */
export function useShortcuts(
  ids: readonly ShortcutId[],
  run: (id: ShortcutId) => ReturnType<ShortcutRun>,
): void {
  const { shortcuts } = useAppStores();
  const latest = useEffectEvent(run);
  useLayoutEffect(() => {
    const ends = ids.map((id) => shortcuts?.on(id, () => latest(id)));
    return () => ends.forEach((end) => end?.());
  }, [shortcuts, ids]);
}

/** Enough for "Today" and for clocks without seconds. */
const halfMinuteMs = 30_000;

/** The time for people, told anew every `everyMs`; epoch milliseconds. */
export function useNow(everyMs = halfMinuteMs): number {
  const { clock } = useAppStores();
  const [now, setNow] = useState(() => clock.wallMs());
  useEffect(() => {
    let cancel = (): void => undefined;
    const tick = () => {
      setNow(clock.wallMs());
      cancel = clock.after(everyMs, tick);
    };
    cancel = clock.after(everyMs, tick);
    return () => cancel();
  }, [clock, everyMs]);
  return now;
}
