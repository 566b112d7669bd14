import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { useFormat } from '../i18n/format.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { useNow } from '../window/app-context.tsx';
import { mutedNow } from './permissions.ts';
import { useRoom } from './room-context.tsx';
import type { RoomState } from './room-store.ts';

/** Why nothing can be written where `refuse` says so, and from when on it can again; undefined if one can write. */
export function useClosedWords(
  refuse: (state: RoomState) => Refusal | undefined,
): string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const refusal = useRoom(refuse);
  const until = useRoom((state) => mutedNow(state)?.until);
  if (refusal?.code !== 'muted') return refusal && refusalText(t, refusal);
  if (until === undefined) return t('moderation.closed_muted');
  return t('moderation.closed_mutedUntil', { time: format.moment(until, now) });
}
