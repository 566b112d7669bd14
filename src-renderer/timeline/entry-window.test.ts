import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { message, pageOf, reacted } from '../bridge/testing/sample-room.ts';
import {
  emptyWindow,
  trimmedAround,
  windowOf,
  windowOfRun,
  withNewer,
  withOlder,
  type EntryWindow,
} from './entry-window.ts';

const span = (from: number, to: number): EntryWindow =>
  windowOfRun(Array.from({ length: to - from + 1 }, (_, i) => message(from + i)));
/** Some numbers, of which these are messages and the others change what was said before. */
const sparse = (from: number, to: number, ...shown: number[]): EntryWindow =>
  windowOfRun(
    Array.from({ length: to - from + 1 }, (_, i): Entry => {
      const seq = from + i;
      return shown.includes(seq) ? message(seq) : reacted(seq, 1);
    }),
  );
const told = ({ from, to, entries }: EntryWindow) => [from, to, entries.map(({ seq }) => seq)];

describe('entry window', () => {
  it('takes what joins it, and only what it does not hold', () => {
    expect(told(withOlder(span(5, 7), span(2, 6)))).toEqual([2, 7, [2, 3, 4, 5, 6, 7]]);
    expect(told(withNewer(span(5, 7), span(6, 9)))).toEqual([5, 9, [5, 6, 7, 8, 9]]);
    expect(told(withOlder(emptyWindow, span(2, 3)))).toEqual([2, 3, [2, 3]]);
    expect(told(withNewer(emptyWindow, span(2, 3)))).toEqual([2, 3, [2, 3]]);
  });

  it('stays as it is where a page does not reach it', () => {
    const window = span(5, 7);
    expect(withOlder(window, span(1, 3))).toBe(window);
    expect(withNewer(window, span(9, 12))).toBe(window);
    expect(withOlder(window, span(5, 6))).toBe(window);
    expect(withNewer(window, span(5, 6))).toBe(window);
    expect(withOlder(window, windowOf(pageOf([], { from: 5, to: 4 })))).toBe(window);
    expect(withNewer(window, windowOf(pageOf([], { from: 8, to: 7 })))).toBe(window);
  });

  it('reaches over numbers of which nothing is shown', () => {
    const window = sparse(5, 9, 6);
    expect(told(window)).toEqual([5, 9, [6]]);
    expect(told(withOlder(window, sparse(1, 4, 2)))).toEqual([1, 9, [2, 6]]);
    expect(told(withOlder(window, sparse(1, 4)))).toEqual([1, 9, [6]]);
    expect(withOlder(window, sparse(1, 3, 2))).toBe(window);
    expect(told(withNewer(window, sparse(10, 12)))).toEqual([5, 12, [6]]);
    expect(withNewer(window, sparse(11, 12, 12))).toBe(window);
  });

  it('is cut where it is farthest from what is looked at', () => {
    expect(told(trimmedAround(span(1, 10), 1, 4))).toEqual([1, 4, [1, 2, 3, 4]]);
    expect(told(trimmedAround(span(1, 10), 10, 4))).toEqual([7, 10, [7, 8, 9, 10]]);
    expect(told(trimmedAround(span(1, 10), 5, 4))).toEqual([3, 6, [3, 4, 5, 6]]);
    const short = span(1, 4);
    expect(trimmedAround(short, 1, 4)).toBe(short);
  });

  it('what was cut is counted by what is shown, and it holds all numbers up to the next such', () => {
    const window = sparse(1, 20, 2, 5, 9, 14, 18);
    expect(told(trimmedAround(window, 9, 2))).toEqual([3, 13, [5, 9]]);
    expect(told(trimmedAround(window, 1, 2))).toEqual([1, 8, [2, 5]]);
    expect(told(trimmedAround(window, 20, 2))).toEqual([10, 20, [14, 18]]);
  });
});
