import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { StoreFinding } from '../../src-shared/host/host-log.ts';

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
