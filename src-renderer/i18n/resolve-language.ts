import type { Settings } from '../../src-shared/bridge/settings.ts';
import { languages } from '../../src-shared/translations/catalogue.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';

/** The chosen language, or the first of the system's that there is a catalogue for, or English. */
export function resolveLanguage(
  chosen: Settings['language'],
  ofSystem: readonly string[],
): Language {
  if (chosen !== 'system') return chosen;
  for (const tag of ofSystem) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
