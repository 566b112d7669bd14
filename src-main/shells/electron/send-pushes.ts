import type { Push } from '../../../src-shared/bridge/push-listeners.ts';

export type PushedPage = {
  send(pushes: readonly Push[]): void;
  /** It can go at any moment, and then hears nothing more. */
  isGone(): boolean;
};

/** Sends a page all that one turn told it. What cannot be cloned is reported, and costs the page nothing else. */
export function sendPushes(
  pushes: readonly Push[],
  page: PushedPage,
  reportDefect: (error: unknown) => void,
): void {
  if (page.isGone()) return;
  try {
    page.send(pushes);
  } catch (error) {
    if (page.isGone()) return;
    // Nothing of it has gone out: it is cloned as a whole first.
    if (pushes.length === 1) reportDefect(error);
    else for (const push of pushes) sendPushes([push], page, reportDefect);
  }
}
