import { expect, test } from 'vitest';
import { isolated, isolatedIn, splitAtIsolates, withoutIsolates } from './isolate.ts';

test('a value is isolated where the sentence is read in the other direction, and only there', () => {
  expect(isolatedIn('ltr', 'ليلى')).toBe('\u2068ليلى\u2069');
  expect(isolatedIn('ltr', 'Ali (أحمد)')).toBe('\u2068Ali (أحمد)\u2069');
  expect(isolatedIn('ltr', 'Ayşe 14:05')).toBe('Ayşe 14:05');
  expect(isolatedIn('rtl', 'ليلى')).toBe('ليلى');
  expect(isolatedIn('rtl', 'Ayşe')).toBe('\u2068Ayşe\u2069');
  expect(isolatedIn('rtl', '14:05')).toBe('14:05');
});

test('a list of names that are isolated is not isolated as a whole', () => {
  const list = `${isolated('ليلى')} and ${isolated('Ali')}`;
  expect(isolatedIn('ltr', list)).toBe(list);
});

test('a sentence is cut at its names, and is itself again without what isolates them', () => {
  const sentence = `${isolated('ليلى')} added ${isolated('Ali')}`;
  expect(splitAtIsolates(sentence)).toEqual(['', 'ليلى', ' added ', 'Ali', '']);
  expect(withoutIsolates(sentence)).toBe('ليلى added Ali');
});
