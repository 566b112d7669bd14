import type { Refusal } from '../protocol/codes.ts';
import { isEmoji } from '../protocol/emoji.ts';
import { limits } from '../protocol/limits.ts';
import type { Status } from '../protocol/status.ts';
import { oneLine } from './one-line.ts';
import { isLonger } from './refuse-text.ts';

/** What turns direction, and what has no width but holds emoji and letters together in nothing. */
const unseen = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The words of a status as they may stand beside a name: one line that turns nobody else's letters around. */
export function statusText(text: string): string {
  return oneLine(text.replace(unseen, ''));
}

/** What becomes of a status that somebody gives oneself; no `status` if nothing is left of it. */
export function checkStatus(
  { emoji = '', text = '', until }: Status,
  nowMs: number,
): { ok: true; status?: Status } | { ok: false; refusal: Refusal } {
  const words = statusText(text);
  const limit = limits.maxStatusCharacters;
  if (emoji !== '' && !isEmoji(emoji)) return { ok: false, refusal: { code: 'not-an-emoji' } };
  if (isLonger(words, limit)) return { ok: false, refusal: { code: 'status-too-long', limit } };
  if (emoji === '' && words === '') return { ok: true };
  const isInTime = until === undefined || (until > nowMs && until <= nowMs + limits.statusMs);
  if (!isInTime) return { ok: false, refusal: { code: 'not-in-time' } };
  return {
    ok: true,
    status: {
      ...(emoji === '' ? {} : { emoji }),
      ...(words === '' ? {} : { text: words }),
      ...(until === undefined ? {} : { until }),
    },
  };
}

/** What a room tells of somebody, as it may be shown; no honest room tells more. */
export function tidyStatus({ emoji, text = '', until }: Status): Status | undefined {
  const words = [...statusText(text)].slice(0, limits.maxStatusCharacters).join('');
  // A room may know emoji that this computer does not.
  const known = emoji !== undefined && isEmoji(emoji) ? { emoji } : {};
  if (words === '' && !('emoji' in known)) return undefined;
  return {
    ...known,
    ...(words === '' ? {} : { text: words }),
    ...(until === undefined ? {} : { until }),
  };
}

/** As one says it in a line: `📚 in class`. */
export function statusLine({ emoji, text }: Status): string {
  return [emoji, text].filter((part) => part !== undefined).join(' ');
}

/** The same until its time is over: the room drops it then, and a window that is not connected hears nothing of it. */
export function standingStatus(status: Status | undefined, nowMs: number): Status | undefined {
  return status?.until !== undefined && status.until <= nowMs ? undefined : status;
}
