import type { TFunction } from 'i18next';
import type { FileState, SavedFile } from '../../src-shared/bridge/files.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Format } from '../i18n/format.ts';
import type { FileWish } from '../room/file-store.ts';

type Way = { done: number; size: number };

/** How a file stands for the person who looks at it. */
export type FileStanding =
  | { is: 'idle' }
  | { is: 'waiting' }
  | ({ is: 'up' | 'down'; bytesPerSecond: number } & Way)
  /** `stopped-there`: by the partner in private who gives it. */
  | ({ is: 'stopped' | 'stopped-there' } & Way)
  | { is: 'failed'; refusal: Refusal }
  | { is: 'saved'; file: SavedFile };

/** `state`: of the file on this computer; `wish`: what this person asked for. */
export function fileStanding(
  state: FileState | undefined,
  wish: FileWish | undefined,
): FileStanding {
  if (wish?.is === 'saved') return { is: 'saved', file: wish.file };
  if (wish?.is === 'failed') return { is: 'failed', refusal: wish.refusal };
  if (state?.is === 'up' || state?.is === 'down') return { ...state, is: state.is };
  if (state?.refusal?.code === 'file-stopped-there')
    return { is: 'stopped-there', done: state.done, size: state.size };
  if (state?.is === 'waiting' || wish?.is === 'saving') return { is: 'waiting' };
  return state ? restingStanding(state) : { is: 'idle' };
}

/** Nobody has asked for it, or it was stopped. */
function restingStanding({ is, refusal, done, size }: FileState): FileStanding {
  if (is === 'part') return { is: 'stopped', done, size };
  if (is !== 'stopped') return { is: 'idle' };
  if (refusal && refusal.code !== 'file-stopped') return { is: 'failed', refusal };
  return { is: 'stopped', done, size };
}

type Words = {
  t: TFunction;
  format: Format;
  isLive: boolean;
  /** Who gives it in a private chat; `isAway`: their connection is lost. */
  partner?: { name: string; isAway: boolean } | undefined;
};

/** What stands below the name beside the size, if anything does. */
export function standingWords(
  standing: FileStanding,
  { t, format, isLive, partner }: Words,
): string | undefined {
  switch (standing.is) {
    case 'idle':
    case 'failed':
      return undefined;
    case 'waiting':
      if (!isLive) return t('files.waitingForLine');
      if (!partner) return t('files.waiting');
      return t(partner.isAway ? 'files.partnerAway' : 'files.waitingFor', { name: partner.name });
    case 'stopped':
      return t('files.stoppedAt', { percent: format.percent(standing.done, standing.size) });
    case 'stopped-there':
      return t('files.stoppedThere', {
        name: partner?.name ?? '',
        percent: format.percent(standing.done, standing.size),
      });
    case 'saved':
      return t('files.saved', { name: standing.file.name });
    case 'up':
    case 'down': {
      const { is, done, size, bytesPerSecond } = standing;
      const speed = t('files.speed', { bytes: format.bytes(bytesPerSecond) });
      const leftMs = (1000 * (size - done)) / bytesPerSecond;
      const moves = [speed, t('files.timeLeft', { time: format.duration(leftMs) })];
      const words = [is === 'up' ? t('files.up') : t('files.down'), format.percent(done, size)];
      return [...words, ...(bytesPerSecond > 0 ? moves : [])].join(' · ');
    }
  }
}
