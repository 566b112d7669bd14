import type { MessageEntry } from '../protocol/entries.ts';
import type { SentFile } from '../protocol/files.ts';
import type { AccountId } from '../protocol/ids.ts';
import { filePathFor, namesOfFiles } from '../text/file-names.ts';
import { filled } from '../text/filled.ts';
import type { Language } from '../translations/catalogue.ts';
import { entries as en } from '../translations/en/entries.ts';
import { entries as tr } from '../translations/tr/entries.ts';
import type { Imported } from '../protocol/imported.ts';
import { importedText } from './imported-name.ts';
import { bytesText } from './bytes-text.ts';

const words = { en, tr };

type SaidMessage = Pick<MessageEntry, 'text' | 'forwarded'> & {
  at?: number | undefined;
  imported?: Imported | undefined;
  files?: readonly SentFile[] | undefined;
  /** The beginning of the message that it answers, as far as that is known and may be read. */
  answered?: string | undefined;
};

/**
 * What a message says where nothing stands beside its text: of a forwarded one also whose words they are, of an
 * answer what it answers, and a line for each of its files. `howToGet` says how one comes to them.
 */
export function saidText(
  { text, forwarded, files, at = 0, imported, answered }: SaidMessage,
  nameOf: (account: AccountId) => string,
  { language, howToGet }: { language: Language; howToGet?: 'getWithOda' | undefined },
): string {
  if (text === '') return text;
  const said = [withoutNames(text, files), ...fileLines(files, language)];
  if (files && howToGet) said.push(words[language][howToGet]);
  const whole = said.filter((line) => line !== '').join('\n');
  if (imported) return importedText(imported, { at, text: whole }, language);
  const { forwarded: forwardedWords, answering } = words[language];
  if (forwarded !== undefined)
    return filled(forwardedWords, { name: nameOf(forwarded), text: whole });
  return answered === undefined ? whole : filled(answering, { quote: answered, text: whole });
}

/** Their names alone stand in their lines. */
function withoutNames(text: string, files: SaidMessage['files']): string {
  return files && text === namesOfFiles(files) ? '' : text;
}

function fileLines(files: SaidMessage['files'], language: Language): string[] {
  return (files ?? []).map(
    ({ name, size }) => `📎 ${filePathFor(name)} (${bytesText(size, language)})`,
  );
}
