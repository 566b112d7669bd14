import '../bridge/zod-without-eval.ts';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { webBridge } from '../../src-shared/bridge/web-frames.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { postFile } from './post-file.ts';
import { WebBridge, type WindowPass } from './web-bridge.ts';

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

/** Connects the page to the app that served it. Resolves when it is open, or given up (`ended`). */
export async function connectWebBridge(
  clock: Clock,
  beforeLoadingAgain: () => void,
): Promise<OdaBridge> {
  const address = new URL(webBridge.path, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const bridge = new WebBridge({
    openSocket: () => new WebSocket(address),
    clock,
    pass: windowPass(window),
    postFile,
  });
  await firstDecided(bridge);
  loadAgainAfterHiccup(bridge, beforeLoadingAgain);
  return bridge satisfies OdaBridge;
}

function firstDecided(bridge: WebBridge): Promise<void> {
  return new Promise((resolve) => {
    const stop = bridge.onState((state) => {
      if (state === 'reconnecting') return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

/** Pushes were missed meanwhile: the page begins anew, with everything as it is now. */
function loadAgainAfterHiccup(bridge: WebBridge, beforeLoadingAgain: () => void): void {
  let isStale = false;
  bridge.onState((state) => {
    if (state === 'open' && isStale) {
      beforeLoadingAgain();
      location.reload();
    }
    isStale ||= state === 'reconnecting';
  });
}
