import type { i18n as I18n } from 'i18next';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { resolveLanguage } from '../i18n/resolve-language.ts';
import { isRunning, roomsByUse, shownRoom, unreadOfAll } from './app-selectors.ts';
import type { AppState, AppStore } from './app-store.ts';
import { goTo, parseRoute, routeHash } from './route.ts';

/** Keeps what lies outside of React in step with the app's state. Each returns what ends it. */

/** Language and theme count at once, in every window. */
export function followSettings(app: AppStore, i18n: I18n): () => void {
  const apply = ({ settings }: AppState) => {
    const page = document.documentElement;
    const language = resolveLanguage(settings.language, navigator.languages);
    if (i18n.language !== language) void i18n.changeLanguage(language);
    page.lang = language;
    if (settings.theme === 'system') delete page.dataset['theme'];
    else page.dataset['theme'] = settings.theme;
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
    const count = unreadOfAll(state);
    document.title = count > 0 ? i18n.t('app.titleUnread', { count, title }) : title;
  };
  apply();
  return app.subscribe((state, before) => {
    if (state.rooms !== before.rooms || state.route !== before.route) apply();
  });
}
