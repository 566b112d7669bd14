import type { TFunction } from 'i18next';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { refusalSentence } from '../../src-shared/sentences/refusal-sentence.ts';
import { isolatedIn } from '../../src-shared/text/isolate.ts';
import { languages, type Language } from '../../src-shared/translations/catalogue.ts';

/** The sentence for a refusal, in the language of the window. */
export function refusalText(t: TFunction, refusal: Refusal): string {
  const { subject } = refusal;
  const shown =
    subject === undefined ? refusal : { ...refusal, subject: isolatedIn('ltr', subject) };
  return refusalSentence(shown, languageOf(t));
}

export function languageOf(t: TFunction): Language {
  return languages.find((one) => one === t('language')) ?? 'en';
}
