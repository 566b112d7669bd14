import type { Language } from '../../src-shared/translations/catalogue.ts';
import { en } from '../../src-shared/translations/en/en.ts';
import { tr } from '../../src-shared/translations/tr/tr.ts';

/** The texts that a person sees, so that page models find things by the same words. */
export type Words = typeof en;

const catalogues: Record<Language, Words> = { en, tr };

export function wordsOf(language: Language): Words {
  return catalogues[language];
}

/** What a text matches with its holes filled; a hole without a value matches anything. */
export function pattern(
  text: string,
  values: Readonly<Record<string, string | number>> = {},
): RegExp {
  const parts = text.split(/\{\{(\w+)\}\}/);
  const source = parts
    .map((part, index) => {
      if (index % 2 === 0) return escaped(part);
      const value = values[part];
      // What is read in the other direction stands by itself in a sentence.
      return value === undefined ? '.*' : `\\u2068?${escaped(String(value))}\\u2069?`;
    })
    .join('');
  return new RegExp(`^${source}$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
