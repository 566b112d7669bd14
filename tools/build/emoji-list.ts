import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const name = 'virtual:emoji-list';
/** Drawn by the systems that Oda runs on. */
const newest = 15.1;

const languages = ['en', 'tr'] as const;
const flagWords = { en: 'flag', tr: 'bayrak' };

/** What people call them, where Unicode's names and words are others. */
const ownNames: Readonly<Record<string, readonly string[]>> = {
  '👍': ['like', 'beğen', 'beğeni', 'beğendim'],
  '👎': ['dislike', 'beğenmedim'],
  '👏': ['applause', 'alkış', 'alkışlar', 'bravo'],
  '❤️': ['heart', 'love', 'kalp', 'aşk', 'sevgi'],
  '😂': ['lol', 'kahkaha'],
  '😢': ['üzgün', 'ağlama'],
  '🙏': ['thanks', 'please', 'teşekkürler', 'lütfen'],
  '🎉': ['congratulations', 'tebrikler', 'kutlama'],
  '👋': ['hello', 'merhaba', 'selam'],
  '👌': ['okay', 'tamam'],
  '✅': ['done', 'onay', 'oldu'],
  '☕': ['coffee', 'kahve'],
  '🍵': ['tea', 'çay'],
};

type Listed = {
  emoji: string;
  name: string;
  slug: string;
  skin_tone_support: boolean;
  emoji_version: string;
};
type Named = {
  annotations: { annotations: Record<string, { default?: string[]; tts?: string[] }> };
};

/**
 * Compiles all emoji with their names and words in both languages into one module, which the window loads when
 * somebody first looks for one.
 */
export function emojiList(): Plugin {
  return {
    name: 'oda:emoji-list',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: async (id) => (id === `\0${name}` ? compile() : undefined),
  };
}

async function compile(): Promise<string> {
  const groups = await readJson<{ slug: string; emojis: Listed[] }[]>(
    'unicode-emoji-json/data-by-group.json',
  );
  const words = await Promise.all(
    languages.map((language) =>
      readJson<Named>(`cldr-annotations-modern/annotations/${language}/annotations.json`),
    ),
  );
  const list = groups.map(({ slug, emojis }) => ({
    slug,
    emojis: emojis
      .filter((one) => Number(one.emoji_version) <= newest)
      .map((one) => ({
        emoji: one.emoji,
        slug: one.slug,
        hasTones: one.skin_tone_support,
        names: words.map(
          (all, at) =>
            flagName(one.emoji, languages[at] ?? 'en') ??
            annotationOf(all, one.emoji)?.tts?.[0] ??
            one.name,
        ),
        also: ownNames[one.emoji],
        words: words.map((all) => annotationOf(all, one.emoji)?.default?.join(' ') ?? ''),
      })),
  }));
  // A text is parsed faster than a literal.
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(list))});`;
}

/** Annotations have no flags of countries: their letters say which. */
function flagName(emoji: string, language: (typeof languages)[number]): string | undefined {
  const [one = 0, two = 0, more] = Array.from(
    emoji,
    (sign) => (sign.codePointAt(0) ?? 0) - 0x1f1e6,
  );
  if (more !== undefined || one < 0 || two < 0 || one > 25 || two > 25) return undefined;
  const code = String.fromCharCode(one + 65, two + 65);
  return `${flagWords[language]}: ${new Intl.DisplayNames(language, { type: 'region' }).of(code)}`;
}

/** Annotated without the sign that asks for a picture. */
function annotationOf({ annotations: { annotations } }: Named, emoji: string) {
  return annotations[emoji] ?? annotations[emoji.replaceAll('\ufe0f', '')];
}

async function readJson<T>(path: string): Promise<T> {
  const file = join(import.meta.dirname, '../../node_modules', path);
  return JSON.parse(await readFile(file, 'utf8')) as T;
}
