import { assertNever } from '../assert-never.ts';
import type { Entry } from './entries.ts';

/** One line of the wire, `\n` included. Half surrogate pairs become U+FFFD: no peer would take them. */
export function encodeFrame(frame: object): string {
  const json = JSON.stringify(frame);
  // JSON.stringify writes them, and nothing else, as `\ud…`.
  if (!json.includes('\\ud')) return `${json}\n`;
  return `${JSON.stringify(frame, (_key, field: unknown) => (typeof field === 'string' ? field.toWellFormed() : field))}\n`;
}

/**
 * An entry as its line. The order of the fields is always the one below, so equal entries are equal
 * bytes. Ids are written as they stand: their alphabet has nothing that JSON would escape.
 */
export function encodeEntry(entry: Entry): string {
  const { type, in: conversation, seq, id, at } = entry;
  const place = `{"type":"${type}","in":"${conversation}","seq":${seq},"id":${id},"at":${at}`;
  switch (entry.type) {
    case 'message':
      return `${place},"from":"${entry.from}","cid":"${entry.cid}","text":${quoteText(entry.text)}}\n`;
    case 'joined':
      return `${place},"account":"${entry.account}","name":${quoteText(entry.name)}}\n`;
    case 'left':
      return `${place},"account":"${entry.account}","reason":"${entry.reason}"}\n`;
    case 'added':
    case 'removed':
      return `${place},"by":"${entry.by}","account":"${entry.account}"}\n`;
    case 'renamed':
      return `${place},"by":"${entry.by}","name":${quoteText(entry.name)}}\n`;
    default:
      return assertNever(entry);
  }
}

function quoteText(text: string): string {
  return JSON.stringify(text.toWellFormed());
}
