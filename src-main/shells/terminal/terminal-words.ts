import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { terminal as enWords } from '../../../src-shared/translations/en/terminal.ts';
import { terminal as trWords } from '../../../src-shared/translations/tr/terminal.ts';

const words = { en: enWords, tr: trWords };

export type TerminalWords = typeof enWords;

export function terminalWords(language: Language): TerminalWords {
  return words[language];
}
