import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FileTurns, ReadShare } from './file-turns.ts';

const shareBytes = 256 * 1024;
const besideMessages = 128 * 1024;

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('files', () => {
  test('go on one connection in each turn, in the order in which they asked', async () => {
    const turns = new FileTurns();
    const went: string[] = [];
    turns.next(() => went.push('one'));
    turns.next(() => went.push('other'));
    expect(went).toEqual([]);
    await nextTurn();
    expect(went).toEqual(['one']);
    await nextTurn();
    expect(went).toEqual(['one', 'other']);
  });

  test('rest after each share for as long as something else is done, and a while longer', () => {
    vi.useFakeTimers();
    const turns = new FileTurns();
    const went: string[] = [];
    turns.giveWay();
    turns.next(() => went.push('one'));
    turns.next(() => went.push('other'));
    vi.advanceTimersByTime(0);
    expect(went).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(went).toEqual(['one']);
    vi.advanceTimersByTime(1);
    expect(went).toEqual(['one', 'other']);
    vi.advanceTimersByTime(10_000);
    turns.next(() => went.push('at once'));
    vi.advanceTimersByTime(0);
    expect(went).toEqual(['one', 'other', 'at once']);
  });
});

test('files go on with the next connection where one of them fails', () => {
  vi.useFakeTimers();
  const turns = new FileTurns();
  const went: string[] = [];
  turns.giveWay();
  turns.next(() => {
    throw new Error('failed');
  });
  turns.next(() => went.push('other'));
  expect(() => vi.advanceTimersByTime(1)).toThrow('failed');
  vi.advanceTimersByTime(1);
  expect(went).toEqual(['other']);
});

test('files rest for longer where they come late to their turns, and shorter again after that', () => {
  vi.useFakeTimers();
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  const turns = new FileTurns();
  let went = 0;
  const restOf = (): number => {
    const before = went;
    turns.next(() => (went += 1));
    for (let ms = 1; ; ms += 1) {
      vi.advanceTimersByTime(1);
      if (went > before) return ms;
    }
  };
  turns.giveWay();
  expect(restOf()).toBe(1);
  turns.next(() => (went += 1));
  // The system runs something else meanwhile.
  vi.setSystemTime(Date.now() + 7);
  vi.advanceTimersByTime(1);
  turns.giveWay();
  expect(restOf()).toBe(12);
  expect(restOf()).toBe(9);
  for (let share = 0; share < 20; share += 1) restOf();
  expect(restOf()).toBe(1);
});

describe('a connection', () => {
  test('that has read its share goes on in its next turn', async () => {
    let turns = 0;
    const share = new ReadShare(new FileTurns(), () => (turns += 1));
    share.came(shareBytes - 1);
    expect(share.isSpent).toBe(false);
    await nextTurn();
    share.came(shareBytes - 1);
    expect(share.isSpent).toBe(false);
    share.came(1);
    share.came(shareBytes);
    expect(share.isSpent).toBe(true);
    await nextTurn();
    await nextTurn();
    expect([share.isSpent, turns]).toEqual([false, 1]);
  });

  test('has a smaller share while people write', () => {
    const turns = new FileTurns();
    const share = new ReadShare(turns, () => undefined);
    expect(turns.shareBytes).toBe(shareBytes);
    turns.giveWay();
    expect(turns.shareBytes).toBe(besideMessages);
    share.came(besideMessages - 1);
    expect(share.isSpent).toBe(false);
    share.came(1);
    expect(share.isSpent).toBe(true);
  });

  test('reads on if people begin to write in the middle of its share', () => {
    const turns = new FileTurns();
    const share = new ReadShare(turns, () => undefined);
    share.came(besideMessages + 1);
    turns.giveWay();
    // Who is not read from any more has to have a turn to come.
    expect(share.isSpent).toBe(false);
    share.came(1);
    expect(share.isSpent).toBe(true);
  });

  test('waits for the others before it reads on', async () => {
    const turns = new FileTurns();
    let isThere = false;
    turns.next(() => undefined);
    const share = new ReadShare(turns, () => (isThere = true));
    share.came(shareBytes);
    await nextTurn();
    expect([share.isSpent, isThere]).toEqual([true, false]);
    await nextTurn();
    expect([share.isSpent, isThere]).toEqual([false, true]);
  });
});
