import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { closeBeforeQuitting } from './close-before-quitting.ts';

/** Electron on its way out: it ends at once unless it is held back. */
function quittingApp() {
  const clock = new ManualClock();
  const electron = new EventEmitter();
  const closing = Promise.withResolvers<void>();
  const codes: number[] = [];
  const defects: unknown[] = [];
  const steps: string[] = [];
  const end = closeBeforeQuitting(
    { clock, reportDefect: (error) => defects.push(error) },
    {
      quitting: {
        on: (event, listener) => electron.on(event, listener),
        exit: (code) => void codes.push(code),
      },
      running: {
        stage: async () => ({ ok: false as const, refusal: { code: 'defect' as const } }),
        played: async () => undefined,
        handle: async () => ({ ok: true, value: undefined }),
        on: () => () => undefined,
        close: () => {
          steps.push('closes');
          return closing.promise;
        },
      },
      disconnectPages: () => steps.push('pages are gone'),
    },
  );
  let heldBack = 0;
  const quit = () => void electron.emit('will-quit', { preventDefault: () => (heldBack += 1) });
  return { clock, closing, codes, defects, steps, end, quit, heldBack: () => heldBack };
}

test('R2.3 the end waits until all is on disk, however often it is wanted, and then it comes', async () => {
  const { closing, codes, steps, end, quit, heldBack } = quittingApp();
  expect(end.hasBegun()).toBe(false);
  quit();
  quit();
  await nextTurn();
  expect(end.hasBegun()).toBe(true);
  expect(heldBack()).toBe(2);
  expect(steps).toEqual(['pages are gone', 'closes']);
  expect(codes).toEqual([]);
  closing.resolve();
  await nextTurn();
  expect(codes).toEqual([0]);
});

test('an app that does not close is left after ten seconds', () => {
  const { clock, codes, quit } = quittingApp();
  quit();
  clock.advance(9_999);
  expect(codes).toEqual([]);
  clock.advance(1);
  expect(codes).toEqual([1]);
});

test('one that fails to close ends as a failure, and why is reported', async () => {
  const { closing, codes, defects, quit } = quittingApp();
  quit();
  const error = new Error('the disk is gone');
  closing.reject(error);
  await nextTurn();
  expect(codes).toEqual([1]);
  expect(defects).toEqual([error]);
});
