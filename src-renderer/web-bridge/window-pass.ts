import { webBridge } from '../../src-shared/bridge/web-frames.ts';
import type { WindowPass } from './web-bridge.ts';

const key = 'oda-session';

/** What a pass needs of the window that it opens the app to. */
export type PassWindow = {
  location: Pick<Location, 'hash' | 'replace'>;
  history: Pick<History, 'replaceState'>;
  sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
};

/**
 * The token of the address that the window was opened with, which goes from the address bar and the browser's
 * history at once; afterwards the session. The session is kept for this window and those that it opens, in a place that
 * pages of another port cannot read.
 */
export function windowPass({ location, history, sessionStorage }: PassWindow): WindowPass {
  let secret = sessionStorage.getItem(key) ?? '';
  if (location.hash.startsWith(webBridge.tokenMark)) {
    secret = location.hash.slice(webBridge.tokenMark.length);
    history.replaceState(null, '', '/');
  }
  return {
    secret: () => secret,
    keep(session) {
      secret = session;
      sessionStorage.setItem(key, session);
    },
    turnedAway: () => location.replace(webBridge.usedPath),
  };
}
