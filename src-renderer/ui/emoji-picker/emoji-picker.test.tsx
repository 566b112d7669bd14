import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { press, render, type } from '../testing/render.tsx';
import { findEmoji, loadEmoji, withTone, type Emoji } from './emoji-list.ts';
import { EmojiPicker, moved } from './emoji-picker.tsx';

const groups = await loadEmoji();
const found = (asked: string) => findEmoji(groups, asked, 20).map(({ emoji }) => emoji);
const bySlug = (slug: string) =>
  groups.flatMap(({ emojis }) => emojis).find((one) => one.slug === slug) as Emoji;

describe('emoji', () => {
  it('are found by words of both languages, whatever their case and letters', () => {
    expect(found('thumbs up')).toContain('👍');
    expect(found('GÖZ')).toContain('👀');
    expect(found('goz')).toEqual(found('göz'));
    expect(found('kalp')).toContain('❤️');
    expect(found('qqqq')).toEqual([]);
  });

  it.each([
    ['gül', '🌹'],
    ['GUL', '🌹'],
    ['kalp', '❤️'],
    ['heart', '❤️'],
    ['alkış', '👏'],
    ['beğen', '👍'],
    ['çay', '🍵'],
    ['kedi', '🐈'],
    ['thumbs_up', '👍'],
    ['thumbs up', '👍'],
    ['bayrak türkiye', '🇹🇷'],
  ])('called just so come first: %s', (asked, first) => expect(found(asked)[0]).toBe(first));

  it('then whole words, then what begins so, then the rest', () => {
    const place = (asked: string, wanted: string) =>
      findEmoji(groups, asked, 500).findIndex(({ emoji }) => emoji === wanted);
    expect(place('kalp', '💓')).toBeLessThan(place('kalp', '🥰'));
    expect(place('gül', '😄')).toBeGreaterThan(0);
    expect(found('tada')).toContain('🎉');
  });

  it('have a colour of skin where they can have one', () => {
    expect(withTone(bySlug('thumbs_up'), '\u{1f3fd}')).toBe('👍🏽');
    expect(withTone(bySlug('index_pointing_up'), '\u{1f3fd}')).toBe('☝🏽');
    expect(withTone(bySlug('woman_astronaut'), '\u{1f3fb}')).toBe('👩🏻‍🚀');
    expect(withTone(bySlug('grinning_face'), '\u{1f3fd}')).toBe('😀');
  });

  it('with one are still one character each', () => {
    const segmenter = new Intl.Segmenter('en');
    for (const emoji of groups.flatMap(({ emojis }) => emojis)) {
      const toned = withTone(emoji, '\u{1f3ff}');
      expect([...segmenter.segment(toned)].map(({ segment }) => segment)).toEqual([toned]);
    }
  });
});

it('arrow keys go over rows of different length', () => {
  const rows = [[1, 2, 3], [4], [5, 6, 7]];
  const go = (from: number, ...keys: string[]) =>
    keys.reduce((at, key) => moved(key, at, rows) ?? -1, from);
  expect(go(2, 'ArrowDown')).toBe(3);
  expect(go(3, 'ArrowDown', 'ArrowRight')).toBe(5);
  expect(go(6, 'ArrowRight', 'ArrowDown')).toBe(6);
  expect(go(4, 'ArrowUp', 'ArrowUp', 'ArrowLeft')).toBe(0);
  expect(moved('a', 0, rows)).toBeUndefined();
  expect(moved('ArrowDown', 0, [])).toBeUndefined();
});

describe('the picker', () => {
  async function shown(language: 'en' | 'tr' = 'en') {
    const onPick = vi.fn<(emoji: string) => void>();
    const picker = (
      <EmojiPicker recents={['🎉']} tone="" onTone={() => undefined} onPick={onPick} />
    );
    const { container } = await render(picker, { language });
    await vi.waitFor(
      () => act(async () => expect(container.querySelector('[role="row"]')).not.toBeNull()),
      30_000,
    );
    const field = container.querySelector('input') as HTMLInputElement;
    const chosen = () =>
      container.querySelector(`[id="${field.getAttribute('aria-activedescendant')}"]`);
    return { container, field, chosen, onPick };
  }

  it('shows what was used before first; keys alone choose, and the field says which', async () => {
    const { field, chosen, onPick } = await shown();
    expect(chosen()?.textContent).toBe('🎉');
    await press(field, 'ArrowDown');
    expect(chosen()?.getAttribute('aria-label')).toBe('grinning face');
    await press(field, 'Enter');
    expect(onPick).toHaveBeenCalledWith('😀');
  });

  it('finds in Turkish and names in Turkish', async () => {
    const { container, field, chosen, onPick } = await shown('tr');
    await type(field, 'bayrak türkiye');
    expect(chosen()?.textContent).toBe('🇹🇷');
    await press(field, 'Enter');
    expect(onPick).toHaveBeenCalledWith('🇹🇷');
    await type(field, 'qqqq');
    expect(container.querySelector('[role="status"]')?.textContent).toBe('Bu adla emoji yok.');
  });
});
