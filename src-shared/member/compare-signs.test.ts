import { expect, it } from 'vitest';
import { foldText } from '../text/fold.ts';
import { shownSigns, signCount } from './compare-signs.ts';

it('there are 64 signs, each with a name of its own in both languages', () => {
  const places = Array.from({ length: signCount }, (_, place) => place);
  const [en, tr] = [shownSigns(places, 'en'), shownSigns(places, 'tr')];
  // A power of two: every sign is as likely as any other.
  expect(signCount).toBe(64);
  expect(new Set(en.map(({ emoji }) => emoji)).size).toBe(64);
  for (const shown of [en, tr]) {
    expect(new Set(shown.map(({ name }) => foldText(name))).size).toBe(64);
    for (const { emoji, name } of shown) {
      expect(emoji).toMatch(/^\p{Emoji_Presentation}|^\p{Emoji}\u{FE0F}$/u);
      expect(name).toMatch(/^\p{L}+$/u);
    }
  }
});
