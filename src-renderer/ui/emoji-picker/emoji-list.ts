import { foldText } from '../../../src-shared/text/fold.ts';
import { languages, type Language } from '../../../src-shared/translations/catalogue.ts';

export type Emoji = {
  emoji: string;
  /** As it is typed between colons: `grinning_face`. */
  slug: string;
  hasTones: boolean;
  names: Record<Language, string>;
  /** What it is found by, folded: names and words of both languages. */
  found: string;
};
/** As Unicode has them. */
const groupSlugs = [
  'smileys_emotion',
  'people_body',
  'animals_nature',
  'food_drink',
  'travel_places',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type GroupSlug = (typeof groupSlugs)[number];
export type EmojiGroup = { slug: GroupSlug; emojis: readonly Emoji[] };

export const tones = ['', '\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'] as const;
export type Tone = (typeof tones)[number];

/** Loaded when somebody first looks for one, and then there. */
export async function loadEmoji(): Promise<readonly EmojiGroup[]> {
  const { default: list } = await import('virtual:emoji-list');
  return groupSlugs.map((slug) => ({
    slug,
    emojis: (list.find((group) => group.slug === slug)?.emojis ?? []).map(
      ({ names, words, ...emoji }) => ({
        ...emoji,
        names: Object.fromEntries(
          languages.map((language, at) => [language, names[at] ?? '']),
        ) as Record<Language, string>,
        found: foldText(` ${[emoji.slug.replaceAll('_', ' '), ...names, ...words].join(' ')}`),
      }),
    ),
  }));
}

/** Those with a word that begins so, for each word that is asked for; whose name begins with it first. */
export function findEmoji(groups: readonly EmojiGroup[], asked: string, most: number): Emoji[] {
  const words = foldText(asked)
    .split(/[\s_]+/u)
    .filter(Boolean);
  const [first = ''] = words;
  const ranked: Emoji[][] = [[], []];
  for (const emoji of groups.flatMap(({ emojis }) => emojis)) {
    if (!words.every((word) => emoji.found.includes(` ${word}`))) continue;
    const isByName = Object.values(emoji.names).some((name) => foldText(name).startsWith(first));
    ranked[isByName ? 0 : 1]?.push(emoji);
  }
  return ranked.flat().slice(0, most);
}

/** With the colour of skin on each person in it. */
export function withTone({ emoji, hasTones }: Emoji, tone: Tone): string {
  if (!hasTones || tone === '') return emoji;
  return emoji.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${tone}`);
}
