import type { Language } from '../../src-shared/translations/catalogue.ts';
import { shells as enShells } from '../../src-shared/translations/en/shells.ts';
import { shells as trShells } from '../../src-shared/translations/tr/shells.ts';

const words = { en: enShells, tr: trShells };

export type ShellWords = typeof enShells;

/** What the shells themselves say in a language; the pages have the rest. */
export function shellWords(language: Language): ShellWords {
  return words[language];
}

/** The first language of the system that Oda speaks, else English. */
export function spokenLanguage(locales: readonly (string | undefined)[]): Language {
  for (const locale of locales) {
    const language = locale?.slice(0, 2).toLowerCase();
    if (language === 'tr' || language === 'en') return language;
  }
  return 'en';
}

/** What the environment says about the person's language, in the order of POSIX, then the system's. */
export function systemLocales(
  env: Readonly<Record<string, string | undefined>>,
): (string | undefined)[] {
  const { LC_ALL, LC_MESSAGES, LANG } = env;
  const chosen = LC_ALL || LC_MESSAGES || LANG;
  return [chosen, Intl.DateTimeFormat().resolvedOptions().locale];
}

/** Of what Oda speaks, what this computer is set to. */
export function systemLanguage(): Language {
  return spokenLanguage(systemLocales(process.env));
}
