import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { message } from '../bridge/testing/sample-room.ts';
import { trimmedAround, withNewer, withOlder } from './timeline-rows.ts';

const span = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
const seqs = (entries: readonly Entry[]) => entries.map((entry) => entry.seq);

describe('entry window', () => {
  it('takes what joins it, and only what it does not hold', () => {
    expect(seqs(withOlder(span(5, 7), span(2, 6)))).toEqual([2, 3, 4, 5, 6, 7]);
    expect(seqs(withNewer(span(5, 7), span(6, 9)))).toEqual([5, 6, 7, 8, 9]);
    expect(withOlder([], span(2, 3))).toHaveLength(2);
    expect(withNewer([], span(2, 3))).toHaveLength(2);
  });

  it('stays as it is where a page does not reach it', () => {
    const window = span(5, 7);
    expect(withOlder(window, span(1, 3))).toBe(window);
    expect(withNewer(window, span(9, 12))).toBe(window);
    expect(withOlder(window, span(5, 6))).toBe(window);
    expect(withNewer(window, span(5, 6))).toBe(window);
  });

  it('is cut where it is farthest from what is looked at', () => {
    expect(seqs(trimmedAround(span(1, 10), 1, 4))).toEqual([1, 2, 3, 4]);
    expect(seqs(trimmedAround(span(1, 10), 10, 4))).toEqual([7, 8, 9, 10]);
    expect(seqs(trimmedAround(span(1, 10), 5, 4))).toEqual([3, 4, 5, 6]);
    const short = span(1, 4);
    expect(trimmedAround(short, 1, 4)).toBe(short);
  });
});
