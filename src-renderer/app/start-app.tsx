import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { createAsksStore } from '../window/asks-store.ts';
import { createI18n, type StandIn } from '../i18n/create-i18n.ts';
import { resolveLanguage } from '../i18n/format.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { AppProvider } from '../window/app-context.tsx';
import { createAppStore } from '../window/app-store.ts';
import { App } from './app.tsx';
import { createFrameStore } from '../window/frame-store.ts';
import {
  followRoute,
  followSettings,
  followTitle,
  greet,
  receiveFindings,
  receiveLinks,
  reportActivity,
  keepDrops,
} from '../window/follow.ts';
import { notifyOfArrivals, showNotification } from '../window/notify.ts';
import { openMessageLink } from '../window/open-message-link.ts';
import { createOpenWindow } from '../window/open-window.ts';
import { goTo, parseRoute, type Route } from '../window/route.ts';
import { createShortcuts } from '../window/shortcuts.ts';

export type StartOptions = {
  bridge: OdaBridge;
  clock: Clock;
  root: HTMLElement;
  standIn?: StandIn | undefined;
};

/** Puts the parts of a window together and shows it. Returns what takes it down again. */
export function startApp({ bridge, clock, root, standIn }: StartOptions): () => void {
  const i18n = createI18n(resolveLanguage('system', navigator.languages), standIn);
  const frame = createFrameStore();
  const app = createAppStore(bridge, parseRoute(window.location.hash), frame.refuse);
  const asks = createAsksStore(bridge, ({ name }) => {
    const missed = name || i18n.t('conversations.someone');
    frame.tell(i18n.t('privateChat.missed', { name: missed }));
  });
  const openWindow = createOpenWindow({ frame, bridge, t: i18n.t });
  const shortcuts = createShortcuts(window);
  const ends = [
    keepDrops(window),
    followSettings(app, i18n),
    followRoute(app),
    followTitle(app, i18n),
    greet(app, frame),
    ...(isAlone(app.getState().route)
      ? []
      : [
          receiveLinks(bridge, (link) => {
            if (openMessageLink(link, { bridge, frame })) return;
            frame.open(link);
            goTo({ to: 'welcome' });
          }),
          receiveFindings(bridge, (finding) =>
            frame.notify({ key: 'notice.found', params: { finding } }),
          ),
        ]),
    reportActivity({ bridge, clock }, window),
    notifyOfArrivals(
      { bridge, app, clock },
      {
        isWatched: () => document.hasFocus(),
        show: (notice) => {
          showNotification(notice, () => {
            window.focus();
            bridge.raise?.();
          });
        },
        // A private chat ends with its window, which therefore shows nothing else.
        goTo: (route) => {
          const isPrivate = app.getState().route.to === 'private';
          if (isPrivate && route.to === 'room') openWindow.conversation(route.room, route.in);
          else goTo(route);
        },
        openPrivate: openWindow.privateChat,
        say: (key, names) => i18n.t(key, names ?? {}),
      },
    ),
  ];
  const reactRoot = createRoot(root);
  reactRoot.render(
    <StrictMode>
      {/* Base UI must not add style elements: the policy of the page forbids them. */}
      <CSPProvider disableStyleElements>
        <I18nextProvider i18n={i18n}>
          <AppProvider {...{ bridge, app, frame, asks, clock, shortcuts }}>
            <Directed>
              <TooltipProvider>
                <App />
              </TooltipProvider>
            </Directed>
          </AppProvider>
        </I18nextProvider>
      </CSPProvider>
    </StrictMode>,
  );
  void app.start();
  return () => {
    reactRoot.unmount();
    for (const end of ends) end();
    shortcuts.dispose();
    asks.dispose();
    app.dispose();
  };
}

/** A conversation in a window of its own; what concerns the whole app is said in the main one. */
function isAlone(route: Route): boolean {
  return route.to === 'window' || route.to === 'private';
}

/** Menus and tabs open and move the way that the language is read. */
function Directed({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  return <DirectionProvider direction={i18n.dir()}>{children}</DirectionProvider>;
}
