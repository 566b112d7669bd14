import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { refusals as enRefusals } from '../../src-shared/translations/en/refusals.ts';
import { shells as enShells } from '../../src-shared/translations/en/shells.ts';
import { refusals as trRefusals } from '../../src-shared/translations/tr/refusals.ts';
import { shells as trShells } from '../../src-shared/translations/tr/shells.ts';

const words = { en: enShells, tr: trShells };
const refusals = { en: enRefusals, tr: trRefusals };

export type ShellWords = typeof enShells;

/** What the shells themselves say in a language; the pages have the rest. */
export function shellWords(language: Language): ShellWords {
  return words[language];
}

/** Puts values where the text has `{{name}}`. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** The sentence for a refusal, which names its subject where there is one. */
export function refusalSentence(refusal: Refusal, language: Language): string {
  const sentences: Readonly<Record<string, string>> = refusals[language];
  const { code, subject, limit } = refusal;
  const named = subject === undefined ? undefined : sentences[`${code}_named`];
  return filled(named ?? sentences[code] ?? code, {
    ...(subject === undefined ? {} : { subject }),
    ...(limit === undefined ? {} : { limit }),
  });
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
