import { expect, test } from 'vitest';
import { words } from './words.ts';

test.each(['en', 'tr'] as const)('256 different short words in %s', (language) => {
  expect(new Set(words[language]).size).toBe(256);
  for (const word of words[language]) expect(word).toMatch(/^\p{Ll}{2,12}$/u);
});
