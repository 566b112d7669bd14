import type { TFunction } from 'i18next';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { durationText } from '../i18n/format.ts';

const usualLimits: Partial<Record<RefusalCode, number>> = {
  'name-too-long': limits.maxNameCharacters,
  'room-name-too-long': limits.maxRoomNameCharacters,
  'password-too-short': limits.minPasswordCharacters,
  'password-too-long': limits.maxPasswordCharacters,
  'text-too-long': limits.maxTextCharacters,
};

/** The sentence for a refusal: what is the matter and what one can do. */
export function refusalText(t: TFunction, refusal: Refusal): string {
  const { code, subject, retryAfterMs } = refusal;
  return t(`refusal.${code}`, {
    limit: refusal.limit ?? usualLimits[code] ?? '',
    ...(subject === undefined ? {} : { subject, context: 'named' }),
    ...(retryAfterMs === undefined ? {} : { wait: durationText(t, retryAfterMs), context: 'wait' }),
  });
}
