import type { PortMapping } from '../../../src-shared/host/port-mapping.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { System } from '../look-at-system.ts';
import { classifyAddress, isSharedAddress } from '../own-addresses.ts';
import { findRouter } from './find-router.ts';
import type { Router } from './find-router.ts';
import { natPmp } from './nat-pmp.ts';
import type { RouterAnswer, RouterProtocol, RouterQuestion } from './router-protocol.ts';
import { upnpIgd } from './upnp-igd.ts';

/** A router that said no, or was not there, is asked again after so long: networks change. */
const againMs = 2 * 60_000;
/** Whatever lease a router gives. */
const renewMs = { least: 60_000, most: 30 * 60_000 };
/** A room that closes waits no longer. */
const takeBackMs = 2500;

/** How a room's port is opened in the router, as long as it is wanted. */
export type MapPort = (room: { port: number; changed: () => void }) => MappedPort;

export type MappedPort = {
  readonly state: PortMapping;
  /** Takes it back. */
  stop(): Promise<void>;
};

export type RouterParts = {
  clock: Clock;
  router: () => Promise<Router | undefined>;
  /** Asked one after another. */
  protocols: () => readonly RouterProtocol[];
};

/** By the router of this machine. */
export function createMapPort(clock: Clock, system: System): MapPort {
  const parts = { clock, router: () => findRouter(system), protocols: () => [natPmp(), upnpIgd()] };
  return (room) => mapPort({ ...parts, ...room });
}

/** Nothing that goes wrong with it harms the room. */
export function mapPort(options: RouterParts & Parameters<MapPort>[0]): MappedPort {
  const { clock, port, changed } = options;
  const protocols = options.protocols();
  const ending = new AbortController();
  let state: PortMapping = { is: 'asking' };
  let cancel = (): void => undefined;
  /** The one that has answered comes first. */
  let known: RouterProtocol | undefined;

  const inOrder = () =>
    protocols.toSorted((one, other) => Number(other === known) - Number(one === known));

  async function ask(router: Router): Promise<RouterAnswer> {
    const question: RouterQuestion = { clock, router, port, signal: ending.signal };
    let best: RouterAnswer = { is: 'no-answer' };
    for (const protocol of inOrder()) {
      const answer = await protocol.map(question);
      if (answer.is === 'mapped') {
        known = protocol;
        return answer;
      }
      if (answer.is !== 'no-answer') best = answer;
    }
    return best;
  }

  async function renew(): Promise<void> {
    const router = await options.router();
    if (ending.signal.aborted) return;
    const answer: RouterAnswer = router ? await ask(router) : { is: 'no-answer' };
    if (ending.signal.aborted) return;
    const before = JSON.stringify(state);
    state = stateOf(answer);
    if (JSON.stringify(state) !== before) changed();
    cancel = clock.after(waitAfter(answer), again);
  }

  let running = Promise.resolve();
  const again = (): void => {
    running = renew();
  };
  again();
  return {
    get state() {
      return state;
    },
    async stop() {
      cancel();
      ending.abort();
      await running;
      cancel();
      const late = new AbortController();
      const cancelLate = clock.after(takeBackMs, () => late.abort());
      const by = { clock, signal: late.signal };
      await Promise.all(protocols.map((protocol) => protocol.unmap(by)));
      cancelLate();
    },
  };
}

function stateOf(answer: RouterAnswer): PortMapping {
  if (answer.is === 'no-answer') return { is: 'no-router' };
  if (answer.is !== 'mapped') return { is: answer.is };
  const { outside: address, port } = answer;
  if (isSharedAddress(address)) return { is: 'shared', address, port };
  const isPublic = classifyAddress(address) === 'public';
  return { is: isPublic ? 'mapped' : 'behind-router', address, port };
}

function waitAfter(answer: RouterAnswer): number {
  if (answer.is !== 'mapped') return againMs;
  return Math.min(renewMs.most, Math.max(renewMs.least, answer.leaseMs / 2));
}
