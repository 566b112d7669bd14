import '../bridge/zod-without-eval.ts';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { webBridge } from '../../src-shared/bridge/web-frames.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { WebBridge } from './web-bridge.ts';
import { windowPass } from './window-pass.ts';

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
