import type { PrivacyValues } from '../member/privacy-label.ts';
import type { Language } from '../translations/catalogue.ts';
import { durationText } from './duration-text.ts';

/** What stands in the statements of a label, in words. */
export function privacyValues({ newcomersMs }: PrivacyValues, language: Language) {
  return { newcomers: durationText(newcomersMs, language) };
}
