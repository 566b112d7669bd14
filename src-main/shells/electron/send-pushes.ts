import type { Push } from '../../../src-shared/bridge/push-listeners.ts';

/** Sends a page all that one turn told it. What cannot be cloned is reported, and costs the page nothing else. */
export function sendPushes(
  pushes: readonly Push[],
  send: (pushes: readonly Push[]) => void,
  reportDefect: (error: unknown) => void,
): void {
  try {
    send(pushes);
  } catch (error) {
    // Nothing of it has gone out: it is cloned as a whole first.
    if (pushes.length === 1) reportDefect(error);
    else for (const push of pushes) sendPushes([push], send, reportDefect);
  }
}
