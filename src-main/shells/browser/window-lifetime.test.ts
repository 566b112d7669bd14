import { expect, test } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { WindowLifetime } from './window-lifetime.ts';

function lifetime(): { clock: ManualClock; said: string[]; windows: WindowLifetime } {
  const clock = new ManualClock();
  const said: string[] = [];
  let opens = 0;
  const windows = new WindowLifetime({
    clock,
    graceMs: 5000,
    end: () => said.push('end'),
    opened: () => {
      opens += 1;
      expect(opens).toBe(1);
    },
    nothingOpened: () => said.push('nothing'),
  });
  return { clock, said, windows };
}

test('the app ends a while after its last page has gone', () => {
  const { clock, said, windows } = lifetime();
  windows.pagesChanged(1);
  windows.pagesChanged(2);
  windows.pagesChanged(1);
  clock.advance(60_000);
  windows.pagesChanged(0);
  clock.advance(4999);
  expect(said).toEqual([]);
  clock.advance(1);
  expect(said).toEqual(['end']);
});

test('a page that loads again ends nothing', () => {
  const { clock, said, windows } = lifetime();
  windows.pagesChanged(1);
  for (let round = 0; round < 3; round++) {
    windows.pagesChanged(0);
    clock.advance(4000);
    windows.pagesChanged(1);
  }
  clock.advance(60_000);
  expect(said).toEqual([]);
});

test('the app ends at once where the browser itself has ended', () => {
  const { clock, said, windows } = lifetime();
  windows.pagesChanged(1);
  windows.pagesChanged(0);
  windows.browserEnded();
  expect(said).toEqual(['end']);
  expect(clock.pendingTimers).toBe(0);
});

test('a browser that hands over to a running one and ends is no end of the window', () => {
  const { clock, said, windows } = lifetime();
  windows.browserEnded();
  clock.advance(1000);
  windows.pagesChanged(1);
  clock.advance(60_000);
  expect(said).toEqual([]);
});

test('a browser that ends without a page is noticed, and a page that comes later still counts', () => {
  const { clock, said, windows } = lifetime();
  windows.browserEnded();
  clock.advance(5000);
  expect(said).toEqual(['nothing']);
  windows.pagesChanged(1);
  windows.pagesChanged(0);
  clock.advance(5000);
  windows.pagesChanged(1);
  expect(said).toEqual(['nothing', 'end']);
});

test('no page yet is no end', () => {
  const { clock, said, windows } = lifetime();
  windows.pagesChanged(0);
  clock.advance(60_000);
  expect(said).toEqual([]);
});
