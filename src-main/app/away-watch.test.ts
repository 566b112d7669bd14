import { expect, it } from 'vitest';
import { awayAfterMs } from '../../src-shared/member/missed.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { AwayWatch, type SeenMark } from './away-watch.ts';

function watching(kept?: SeenMark) {
  const clock = new ManualClock();
  const state = { newest: 10, isLive: true };
  const keeps: SeenMark[] = [];
  const defects: unknown[] = [];
  let changes = 0;
  const watch = new AwayWatch({
    clock,
    newestId: () => state.newest,
    isLive: () => state.isLive,
    kept,
    keep: async (mark) => void keeps.push(mark),
    failed: (error) => defects.push(error),
    changed: () => (changes += 1),
  });
  return { watch, clock, state, keeps, changes: () => changes };
}

it('who touches nothing for half an hour was away, from the last touch on', () => {
  const { watch, clock, state, changes } = watching();
  const began = clock.wallMs();
  watch.touched();
  clock.advance(awayAfterMs - 1);
  state.newest = 12;
  watch.touched();
  expect(watch.since).toBeUndefined();
  clock.advance(awayAfterMs);
  state.newest = 15;
  watch.touched();
  expect(watch.from).toMatchObject({ id: 12, at: began + awayAfterMs - 1 });
  expect(watch.since).toBe(began + awayAfterMs - 1);
  expect(changes()).toBe(1);
});

it('who is not connected is away, however much they touch', () => {
  const { watch, clock, state } = watching();
  watch.touched();
  state.isLive = false;
  for (let minute = 0; minute < 40; minute += 1) {
    clock.advance(60_000);
    watch.touched();
  }
  expect(watch.since).toBeUndefined();
  state.isLive = true;
  state.newest = 30;
  // As soon as it is connected again.
  watch.roomChanged();
  expect(watch.from).toMatchObject({ id: 10 });
});

it('what was not put away is told together with what comes later; what was, is not', () => {
  const { watch, clock, state } = watching();
  watch.touched();
  clock.advance(awayAfterMs);
  state.newest = 15;
  watch.touched();
  state.newest = 20;
  clock.advance(awayAfterMs);
  watch.touched();
  expect(watch.from?.id).toBe(10);
  watch.dismiss();
  expect(watch.since).toBeUndefined();
  // For who wants to see it again.
  expect(watch.from?.id).toBe(10);
  clock.advance(awayAfterMs);
  watch.touched();
  expect(watch.from?.id).toBe(20);
});

it('keeps it now and then, and knows it after a restart', async () => {
  const { watch, clock, keeps } = watching();
  await watch.keep();
  expect(keeps).toEqual([]);
  watch.touched();
  clock.advance(60_000);
  watch.touched();
  expect(keeps).toHaveLength(1);
  clock.advance(9 * 60_000);
  watch.touched();
  expect(keeps).toHaveLength(2);
  const [, kept] = keeps;
  const again = watching(kept);
  again.clock.advance(10 * 60_000 + awayAfterMs);
  again.watch.touched();
  expect(again.watch.from).toMatchObject(kept ?? {});
});
