import type { Refusal } from '../protocol/codes.ts';
import type { Language } from '../translations/catalogue.ts';
import { refusals as enRefusals } from '../translations/en/refusals.ts';
import { refusals as trRefusals } from '../translations/tr/refusals.ts';

const refusals = { en: enRefusals, tr: trRefusals };

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
