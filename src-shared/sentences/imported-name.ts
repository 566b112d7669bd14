import type { Imported } from '../protocol/imported.ts';
import { filled } from '../text/filled.ts';
import type { Language } from '../translations/catalogue.ts';
import { imported as en } from '../translations/en/imported.ts';
import { imported as tr } from '../translations/tr/imported.ts';

const words = { en, tr };

/** `Ayşe (from WhatsApp)`: no member can be called so. */
export function importedName({ source, author }: Imported, language: Language): string {
  return filled(words[language][source], { author });
}

/** What was imported, where nothing stands beside the text: by whom, when, and what. */
export function importedText(
  imported: Imported,
  { at, text }: { at: number; text: string },
  language: Language,
): string {
  const name = importedName(imported, language);
  const time = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return filled(words[language].said, { name, time, text });
}
