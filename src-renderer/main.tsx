import './bridge/zod-without-eval.ts';
import type { OdaBridge } from '../src-shared/bridge/bridge.ts';
import type { Clock } from '../src-shared/outside/clock.ts';
import { pacePushes } from './bridge/pace-pushes.ts';
import { watchKeys } from './bridge/watch-keys.ts';
import { startApp } from './app/start-app.tsx';
import { leaveTypedEarly } from './window/typed-early.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/inter/wght-italic.css';
import './theme/tokens.css';
import './theme/global.css';

/** The clock of this window. */
const pageClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** The desktop shell gives the bridge to the page; a page in a browser connects to the app itself. */
async function findBridge(): Promise<OdaBridge> {
  if (window.oda) return window.oda;
  const { connectWebBridge } = await import('./web-bridge/connect-web-bridge.ts');
  return connectWebBridge(pageClock, leaveTypedEarly);
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');
const isKeyWaiting = watchKeys(window, pageClock);
const bridge = pacePushes(await findBridge(), pageClock, isKeyWaiting);
startApp({ bridge, clock: pageClock, root, standIn: window.odaStandIn });
