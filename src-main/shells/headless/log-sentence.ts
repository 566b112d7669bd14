import type { HostLogLine } from '../../../src-shared/bridge/views.ts';
import type { RefusalCode } from '../../../src-shared/protocol/codes.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { log as enLog } from '../../../src-shared/translations/en/host-panel.ts';
import { log as trLog } from '../../../src-shared/translations/tr/host-panel.ts';
import { filled, refusalSentence } from '../../../src-shared/translations/refusal-sentence.ts';

const words = { en: enLog, tr: trLog };

/** A line of the host's log as a sentence, with its date and time to the millisecond (R1.9). */
export function logSentence(line: HostLogLine, language: Language): string {
  const texts: Readonly<Record<string, string>> = words[language];
  const { at, event, address, port, name, to, code } = line;
  const where = address === undefined ? texts['nowhere'] : `${address}:${port}`;
  const reason =
    code === undefined ? undefined : refusalSentence({ code: code as RefusalCode }, language);
  const text = texts[to === undefined ? event : `${event}_${to}`] ?? event;
  const sentence = filled(text, {
    where: where ?? '',
    port: port ?? '',
    name: name ?? texts['nobody'] ?? '',
    who: name ?? where ?? '',
    reason: reason ?? '',
  });
  return `${localTime(at)}  ${sentence}`;
}

function localTime(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
