import type { Language } from '../../src-shared/translations/catalogue.ts';
import { transcript as en } from '../../src-shared/translations/en/exchange.ts';
import { transcript as tr } from '../../src-shared/translations/tr/exchange.ts';

const words = { en, tr };

/** What stands in transcripts beside what people said. */
export function exchangeWords(language: Language): typeof en {
  return words[language];
}
