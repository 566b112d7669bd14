import type { MessageEntry } from '../protocol/entries.ts';
import type { AccountId } from '../protocol/ids.ts';
import { filled } from '../text/filled.ts';
import type { Language } from '../translations/catalogue.ts';
import { entries as en } from '../translations/en/entries.ts';
import { entries as tr } from '../translations/tr/entries.ts';

const words = { en: en.forwarded, tr: tr.forwarded };

/** What a message says where nothing stands beside its text: of a forwarded one also whose words they are. */
export function saidText(
  { text, forwarded }: Pick<MessageEntry, 'text' | 'forwarded'>,
  nameOf: (account: AccountId) => string,
  language: Language,
): string {
  if (forwarded === undefined || text === '') return text;
  return filled(words[language], { name: nameOf(forwarded), text });
}
