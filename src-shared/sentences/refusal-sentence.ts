import type { Refusal, RefusalCode } from '../protocol/codes.ts';
import { limits } from '../protocol/limits.ts';
import { filled } from '../text/filled.ts';
import type { Language } from '../translations/catalogue.ts';
import { refusals as enRefusals } from '../translations/en/refusals.ts';
import { refusals as trRefusals } from '../translations/tr/refusals.ts';
import { bytesText } from './bytes-text.ts';
import { durationText } from './duration-text.ts';

const refusals = { en: enRefusals, tr: trRefusals };

/** Said if a refusal does not name its limit. */
const usualLimits: Partial<Record<RefusalCode, number>> = {
  'name-too-long': limits.maxNameCharacters,
  'room-name-too-long': limits.maxRoomNameCharacters,
  'password-too-short': limits.minPasswordCharacters,
  'password-too-long': limits.maxPasswordCharacters,
  'text-too-long': limits.maxTextCharacters,
};

/** Whose limit is a number of bytes that a person should be told. */
const inBytes: ReadonlySet<RefusalCode> = new Set([
  'file-too-large',
  'no-space-for-member',
  'no-space-for-files',
  'backup-no-space',
]);

/** The sentence for a refusal: what is the matter and what one can do, with its subject and how long to wait. */
export function refusalSentence(refusal: Refusal, language: Language): string {
  const sentences: Readonly<Record<string, string>> = refusals[language];
  const { code, subject, reason, limit = usualLimits[code] ?? '', retryAfterMs } = refusal;
  const timed = retryAfterMs === undefined ? undefined : sentences[`${code}_wait`];
  const named = subject === undefined ? undefined : sentences[`${code}_named`];
  const because =
    reason === undefined
      ? undefined
      : sentences[timed === undefined ? `${code}_because` : `${code}_wait_because`];
  return filled(because ?? timed ?? named ?? sentences[code] ?? code, {
    limit: inBytes.has(code) ? bytesText(Number(limit), language) : limit,
    ...(subject === undefined ? {} : { subject }),
    ...(reason === undefined ? {} : { reason }),
    ...(retryAfterMs === undefined ? {} : { wait: durationText(retryAfterMs, language) }),
  });
}
