import type { Clock } from '../../src-shared/outside/clock.ts';

/** Once the frame is on the screen that shows things as they are now. Returns what cancels it. */
export function afterFrame(clock: Clock, act: () => void): () => void {
  let cancel: (() => void) | undefined;
  const frame = requestAnimationFrame(() => {
    cancel = clock.after(0, act);
  });
  return () => {
    cancelAnimationFrame(frame);
    cancel?.();
  };
}
