import { foldText } from '../../../src-shared/text/fold.ts';
import { languages, type Language } from '../../../src-shared/translations/catalogue.ts';

export type Emoji = {
  emoji: string;
  /** As it is typed between colons: `grinning_face`. */
  slug: string;
  hasTones: boolean;
  names: Record<Language, string>;
  /** All its names, folded, a blank around each word. */
  called: readonly string[];
  /** What it is found by, in the same way: names and words of both languages. */
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
      ({ names, words, also = [], ...emoji }) => ({
        ...emoji,
        called: [emoji.slug.replaceAll('_', ' '), ...names, ...also].map(spaced),
        names: Object.fromEntries(
          languages.map((language, at) => [language, names[at] ?? '']),
        ) as Record<Language, string>,
        found: spaced([emoji.slug.replaceAll('_', ' '), ...names, ...also, ...words].join(' ')),
      }),
    ),
  }));
}

function spaced(text: string): string {
  return ` ${foldText(text)
    .trim()
    .split(/[\s_:,]+/u)
    .join(' ')} `;
}

/**
 * Those with a word that begins so, for each word that is asked for. First what is called just so, then what has it as a whole
 * word in its name, what has a name that begins so, what has it among its words, and the rest.
 */
export function findEmoji(groups: readonly EmojiGroup[], asked: string, most: number): Emoji[] {
  const whole = spaced(asked);
  const words = whole.split(' ').filter(Boolean);
  const begun = whole.trimEnd();
  const ranked: Emoji[][] = [[], [], [], [], []];
  for (const emoji of groups.flatMap(({ emojis }) => emojis)) {
    const { called, found } = emoji;
    if (!words.every((word) => found.includes(` ${word}`))) continue;
    const fits = [
      called.includes(whole),
      called.some((name) => name.includes(whole)),
      called.some((name) => name.startsWith(begun)),
      found.includes(whole),
    ];
    const rank = fits.indexOf(true);
    ranked[rank < 0 ? fits.length : rank]?.push(emoji);
  }
  return ranked.flat().slice(0, most);
}

/** With the colour of skin on each person in it. */
export function withTone({ emoji, hasTones }: Emoji, tone: Tone): string {
  if (!hasTones || tone === '') return emoji;
  return emoji.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${tone}`);
}
