import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { files as enFiles } from '../../../src-shared/translations/en/files.ts';
import { terminal as enWords } from '../../../src-shared/translations/en/terminal.ts';
import { files as trFiles } from '../../../src-shared/translations/tr/files.ts';
import { terminal as trWords } from '../../../src-shared/translations/tr/terminal.ts';

/** Those of its own, and what a window says in the same words. */
const words = {
  en: { ...enWords, stoppedThere: enFiles.stoppedThere, noSpaceOf: enFiles.noSpaceOf_one },
  tr: { ...trWords, stoppedThere: trFiles.stoppedThere, noSpaceOf: trFiles.noSpaceOf_one },
};

export type TerminalWords = typeof words.en;

export function terminalWords(language: Language): TerminalWords {
  return words[language];
}
