import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { App } from '../../app/create-app.ts';

const closeWithinMs = 10_000;

/** What is used of Electron's own app. */
type Quitting = {
  on(event: 'will-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  exit(code: number): void;
};

type Outside = { clock: Clock; reportDefect: (error: unknown) => void };
type Ends = { quitting: Quitting; running: App; disconnectPages: () => void };

/** Holds the end back until the app has put everything on disk, though not for ever. */
export function closeBeforeQuitting(
  { clock, reportDefect }: Outside,
  { quitting, running, disconnectPages }: Ends,
): { hasBegun(): boolean } {
  let state: 'running' | 'closing' = 'running';
  // The windows are closed by then, and have stored where they were.
  quitting.on('will-quit', (event) => {
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    disconnectPages();
    clock.after(closeWithinMs, () => quitting.exit(1));
    running.close().then(
      () => quitting.exit(0),
      (error: unknown) => {
        reportDefect(error);
        quitting.exit(1);
      },
    );
  });
  return { hasBegun: () => state === 'closing' };
}
