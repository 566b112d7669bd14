import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';

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
  const options = { capture: true, passive: true };
  for (const sign of signs) target.addEventListener(sign, tell, options);
  return () => {
    for (const sign of signs) target.removeEventListener(sign, tell, options);
  };
}
