import type { Clock } from '../../src-shared/outside/clock.ts';

/** Whoever turned to another page has no frame that would end the wait. */
const longestWaitMs = 50;

/** Notes keys until the frame with what they wrote is on the screen. Says whether one waits for that. */
export function watchKeys(page: Window, clock: Clock): () => boolean {
  let pressedAt = -Infinity;
  page.addEventListener(
    'keydown',
    () => {
      const at = clock.monotonicMs();
      pressedAt = at;
      page.requestAnimationFrame(() => {
        clock.after(0, () => {
          if (pressedAt === at) pressedAt = -Infinity;
        });
      });
    },
    { capture: true },
  );
  return () => clock.monotonicMs() - pressedAt < longestWaitMs;
}
