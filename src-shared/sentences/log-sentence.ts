import { ownAddress } from '../bridge/views.ts';
import type { HostLogLine } from '../bridge/views.ts';
import { formatAddress } from '../protocol/address.ts';
import type { RefusalCode } from '../protocol/codes.ts';
import type { Language } from '../translations/catalogue.ts';
import { hostPanel as enPanel, log as enLog } from '../translations/en/host-panel.ts';
import { filled } from '../text/filled.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { hostPanel as trPanel, log as trLog } from '../translations/tr/host-panel.ts';

const words = { en: { ...enPanel, ...enLog }, tr: { ...trPanel, ...trLog } };

/** Line breaks, whatever moves a terminal's cursor, and what turns the direction of the text around. */
const harmful = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A line of the host's log as a sentence, with its date and time to the millisecond (R1.9, R3.10). It is one
 * line whatever people wrote: what could begin another one, or play with a terminal, is escaped.
 */
export function logSentence(line: HostLogLine, language: Language): string {
  const texts: Readonly<Record<string, string>> = words[language];
  const { at, address, port, name, other, text, dialect, code } = line;
  const where =
    address === undefined || address === ownAddress
      ? texts['nowhere']
      : formatAddress({ host: address, port: port ?? 0 });
  const reason =
    code === undefined ? undefined : refusalSentence({ code: code as RefusalCode }, language);
  const sentence = filled(wordsOf(line, texts), {
    where: where ?? '',
    port: port ?? '',
    name: name ?? texts['nobody'] ?? '',
    other: other ?? texts['nobody'] ?? '',
    who: name ?? where ?? '',
    dialect: texts[`dialect_${dialect}`] ?? '',
    text: text ?? '',
    reason: reason ?? '',
  });
  return `${localTime(at)}  ${escaped(sentence)}`;
}

/** Those of what kind it is, where there are such. */
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
