import { en } from '../../src-shared/translations/en/en.ts';
import type { Words } from './words.ts';

/** What a page shows in place of its own texts. */
export type StandIn = { texts: Words; direction: 'ltr' | 'rtl' };

type Spell = (words: string) => string;

/** In quotation marks, so that one sees where a text is cut, or was put together of parts. */
const bracketed =
  (letters: Spell): Spell =>
  (text) =>
    `«${text
      .split(/(\{\{[^}]*\}\}|<[^>]*>)/)
      .map((part, index) => (index % 2 === 0 ? letters(part) : part))
      .join('')}»`;

const accents: Readonly<Record<string, string>> = Object.fromEntries(
  'aáá eéé iíí oóó uúú yýý cç nñ sš zž AÁÁ EÉÉ IÍÍ OÓÓ UÚÚ YÝÝ CÇ NÑ SŠ ZŽ'
    .split(' ')
    .map(([letter = '', ...others]) => [letter, others.join('')]),
);
/** Two letters for each vowel: about 40 % longer, and no word has more places to break it at. */
const longer = bracketed((text) =>
  text.replaceAll(/[a-z]/gi, (letter) => accents[letter] ?? letter),
);

const arabic = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي';
/** Letters of a script that is read from right to left. */
const rightToLeft = bracketed((text) =>
  text.replaceAll(/[a-z]/gi, (letter) => {
    const place = letter.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0);
    return arabic[place] ?? letter;
  }),
);

function spelled<T>(texts: T, spell: Spell): T {
  const all = Object.entries(texts as Record<string, unknown>).map(([key, text]) => [
    key,
    typeof text === 'string' ? spell(text) : spelled(text, spell),
  ]);
  return Object.fromEntries(all) as T;
}

/** English as a language with longer words would have it. */
export const pseudo: StandIn = { texts: spelled(en, longer), direction: 'ltr' };
/** English as a language would have it that is read from right to left. */
export const pseudoRightToLeft: StandIn = { texts: spelled(en, rightToLeft), direction: 'rtl' };
