import { describe, expect, it } from 'vitest';
import { hitParts, readable } from './hit-content.tsx';

const hits = (text: string, query: string) =>
  hitParts(text, query).flatMap((part) => (part.isHit ? [part.text] : []));
const whole = (text: string, query: string) =>
  hitParts(text, query)
    .map((part) => part.text)
    .join('');

describe('parts of a hit', () => {
  it('R0.6 marks what was looked for, whatever its case and letters', () => {
    expect(hits('Selam, SEL geliyor', 'sel')).toEqual(['Sel', 'SEL']);
    expect(hits('İSTANBUL ve ıstanbul', 'istanbul')).toEqual(['İSTANBUL', 'ıstanbul']);
    expect(whole('Selam, SEL geliyor', 'sel')).toBe('Selam, SEL geliyor');
  });

  it('shows the part of a long text that holds the first hit', () => {
    const text = `${'before '.repeat(60)}needle ${'after '.repeat(200)}`;
    expect(hits(text, 'needle')).toEqual(['needle']);
    expect(whole(text, 'needle').startsWith('… before')).toBe(true);
    expect(whole(text, 'needle').endsWith(' …')).toBe(true);
    expect(whole(text, 'needle').length).toBeLessThan(450);
  });

  it('marks nothing where only filters were asked for, and makes one line', () => {
    expect(hitParts('one\ntwo', '')).toEqual([{ text: 'one two', isHit: false }]);
  });

  it('is read without the marks of formatting, unless it was found by one of them', () => {
    expect(readable('set it to *two* `passes`', 'two')).toBe('set it to two passes');
    expect(readable('a list:\n- one\n- two', '')).toBe('a list: one two');
    expect(readable('set it to *two* passes', '*two')).toBe('set it to *two* passes');
  });
});
