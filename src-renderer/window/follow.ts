import type { i18n as I18n } from 'i18next';
import { everyone, type RoomId } from '../../src-shared/protocol/ids.ts';
import { resolveLanguage } from '../i18n/format.ts';
import {
  isRunning,
  roomsByUse,
  shownRoom,
  askedOfAll,
  type AppState,
  type AppStore,
} from './app-store.ts';
import { goTo, parseRoute, routeHash } from './route.ts';
import type { FrameStore } from './frame-store.ts';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { StoreFinding } from '../../src-shared/host/host-log.ts';

/** Keeps what lies outside of React in step with the app's state. Each returns what ends it. */

/** Language and looks count at once, in every window. */
export function followSettings(app: AppStore, i18n: I18n): () => void {
  const apply = ({ settings }: AppState) => {
    const page = document.documentElement;
    const language = resolveLanguage(settings.language, navigator.languages);
    if (i18n.language !== language) void i18n.changeLanguage(language);
    page.lang = language;
    page.dir = i18n.dir();
    if (settings.theme === 'system') delete page.dataset['theme'];
    else page.dataset['theme'] = settings.theme;
    page.dataset['text'] = settings.textSize;
    page.dataset['density'] = settings.density;
  };
  apply(app.getState());
  return app.subscribe((state, before) => {
    if (state.settings !== before.settings) apply(state);
  });
}

/** The address of the window and the shown screen say the same. */
export function followRoute(app: AppStore): () => void {
  const isFresh = window.location.hash === '';
  const listener = (event: HashChangeEvent) => {
    const route = parseRoute(window.location.hash);
    // What this window chose itself is shown already when the browser tells of it.
    const isKnown = event.isTrusted && routeHash(route) === routeHash(app.getState().route);
    if (!isKnown) app.show(route);
  };
  window.addEventListener('hashchange', listener);
  const end = app.subscribe((state, before) => {
    if (state.route !== before.route && state.route.to === 'welcome') showWelcome();
    // A window that just opened goes on where the person is already.
    if (isFresh && before.phase.is === 'starting' && state.phase.is === 'ready') {
      const running = roomsByUse(state).find(isRunning);
      if (running && state.route.to === 'welcome') {
        goTo({ to: 'room', room: running.room, in: everyone });
      }
    }
  });
  return () => {
    window.removeEventListener('hashchange', listener);
    end();
  };
}

function showWelcome(): void {
  if (parseRoute(window.location.hash).to !== 'welcome') {
    window.location.hash = routeHash({ to: 'welcome' });
  }
}

/** `(3) Kitchen · Oda` */
export function followTitle(app: AppStore, i18n: I18n): () => void {
  const apply = () => {
    const state = app.getState();
    // The window of a private chat says who it is with.
    if (state.route.to === 'private') return;
    const room = shownRoom(state);
    const title = room ? `${room.name} · Oda` : 'Oda';
    const count = askedOfAll(state);
    document.title = count > 0 ? i18n.t('app.titleUnread', { count, title }) : title;
  };
  apply();
  return app.subscribe((state, before) => {
    if (state.rooms !== before.rooms || state.route !== before.route) apply();
  });
}

/** Welcomes whoever came into a room, once per stay (R2.2). Returns what ends it. */
export function greet(app: AppStore, frame: FrameStore): () => void {
  const greeted = new Set<RoomId>();
  return app.subscribe((state, before) => {
    if (state.rooms === before.rooms) return;
    for (const room of state.rooms.values()) {
      if (before.rooms.get(room.room) === room) continue;
      if (room.connection.is === 'closed') greeted.delete(room.room);
      // Rooms that were live already when the window opened have greeted in another one.
      const wasThere = before.phase.is === 'ready';
      if (room.connection.is !== 'live' || greeted.has(room.room)) continue;
      greeted.add(room.room);
      const params = { room: room.name, name: room.ownName };
      if (wasThere) frame.notify({ key: 'notice.welcome', params });
    }
  });
}

/** Often enough for what is counted in minutes. */
const atMostEveryMs = 30_000;
const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** Tells that the person is here, by key, mouse or touch: without it they are away. Returns what ends it. */
export function reportActivity(
  { bridge, clock }: { bridge: OdaBridge; clock: Clock },
  target: Window,
): () => void {
  let toldAt: number | undefined;
  const tell = () => {
    const now = clock.monotonicMs();
    if (toldAt !== undefined && now - toldAt < atMostEveryMs) return;
    toldAt = now;
    void bridge.request('presence/active', {});
  };
  const heard = new AbortController();
  const options = { capture: true, passive: true, signal: heard.signal };
  for (const sign of signs) target.addEventListener(sign, tell, options);
  return () => heard.abort();
}

/**
 * A file or a link that is dropped where nobody takes it would make the browser go there, away from the app. Text
 * fields take text as ever.
 */
export function keepDrops(target: Window): () => void {
  const refuse = (event: DragEvent): void => {
    // Somebody takes it.
    if (event.defaultPrevented || !event.dataTransfer) return;
    const carriesFile = event.dataTransfer.types.includes('Files');
    if (!carriesFile && event.target instanceof Element && isTextField(event.target)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  const heard = new AbortController();
  target.addEventListener('dragover', refuse, heard);
  target.addEventListener('drop', refuse, heard);
  return () => heard.abort();
}

function isTextField(element: Element): boolean {
  const button = '[type=checkbox], [type=radio], [type=range]';
  return element.closest(`input:not(${button}), textarea, [contenteditable]`) !== null;
}

/**
 * Takes the links that the system opens Oda with, those too that came before this window did. Returns
 * what ends it.
 */
export function receiveLinks(bridge: OdaBridge, take: (link: string) => void): () => void {
  const waiting = () => bridge.request('link/take', {});
  return receive(waiting, (fetch) => bridge.on('link/arrived', fetch), take);
}

/** The same for what turned out about this person's own copy. */
export function receiveFindings(
  bridge: OdaBridge,
  take: (finding: StoreFinding) => void,
): () => void {
  const waiting = () => bridge.request('finding/take', {});
  return receive(waiting, (fetch) => bridge.on('finding/arrived', fetch), take);
}

function receive<T>(
  waiting: () => Promise<Outcome<T[]>>,
  listen: (fetch: () => void) => () => void,
  take: (one: T) => void,
): () => void {
  let hasEnded = false;
  const fetch = async (): Promise<void> => {
    const answer = await waiting();
    if (!answer.ok || hasEnded) return;
    for (const one of answer.value) take(one);
  };
  const end = listen(() => void fetch());
  void fetch();
  return () => {
    hasEnded = true;
    end();
  };
}
