import { ownAddress } from '../host/host-log.ts';
import type { HostLogLine } from '../host/host-log.ts';
import { formatAddress } from '../protocol/address.ts';
import type { RefusalCode } from '../protocol/codes.ts';
import type { Language } from '../translations/catalogue.ts';
import { hostPanel as enPanel, log as enLog } from '../translations/en/host-panel.ts';
import { record as enRecord } from '../translations/en/record.ts';
import { filled } from '../text/filled.ts';
import { entrySentence } from './entry-sentence.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { record as trRecord } from '../translations/tr/record.ts';
import { hostPanel as trPanel, log as trLog } from '../translations/tr/host-panel.ts';

const records = { en: enRecord, tr: trRecord };
const words = { en: { ...enPanel, ...enLog }, tr: { ...trPanel, ...trLog } };

/** Line breaks, whatever moves a terminal's cursor, and what turns the direction of the text around. */
const harmful = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A line of the host's log as a sentence, with its date and time to the millisecond (R1.9, R3.10). It is one
 * line whatever people wrote: what could begin another one, or play with a terminal, is escaped.
 */
export function logSentence(line: HostLogLine, language: Language): string {
  return `${localTime(line.at)}  ${escaped(logWords(line, language))}`;
}

/** What it says, with names and texts unchanged. */
export function logWords(line: HostLogLine, language: Language): string {
  const texts: Readonly<Record<string, string>> = words[language];
  const { address, port, other, text, dialect, code } = line;
  const nobody = texts['nobody'] ?? '';
  const name = line.name ?? nobody;
  if (line.event === 'recorded') return recordedWords(line, language);
  if (line.event === 'entry') {
    const values = { by: name, account: other ?? nobody };
    return entrySentence({ kind: line.kind ?? line.event, values }, language);
  }
  const isHere = address === undefined || address === ownAddress;
  const where = isHere
    ? (texts['nowhere'] ?? '')
    : formatAddress({ host: address, port: port ?? 0 });
  const reason = code === undefined ? '' : refusalSentence({ code: code as RefusalCode }, language);
  return filled(wordsOf(line, texts), {
    where,
    port: port ?? '',
    name,
    other: other ?? nobody,
    who: line.name === undefined ? where : `${name} (${where})`,
    dialect: texts[`dialect_${dialect}`] ?? '',
    text: text ?? '',
    reason,
  });
}

/** Who did what to whom, as the record has it. */
function recordedWords({ name, other, kind = '' }: HostLogLine, language: Language): string {
  const texts: Readonly<Record<string, string>> = records[language];
  const account = other ?? words[language].nobody;
  return filled(texts[kind] ?? records[language].changed, {
    by: name ?? records[language].host,
    account,
  });
}

/** What kind it is of, if there are kinds. */
function wordsOf(
  { event, to, end, text }: HostLogLine,
  texts: Readonly<Record<string, string>>,
): string {
  const kind = text === undefined ? (to ?? end) : 'text';
  return texts[`${event}_${kind ?? ''}`] ?? texts[event] ?? event;
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(harmful, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function localTime(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
