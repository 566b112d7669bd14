import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { useShowFromPane } from '../room/use-show.ts';
import { useNow } from '../window/app-context.tsx';
import type { FilesPlace } from './files-place.ts';

/** Who sent it and when, as in "Ayşe, 14:05". */
export function useOriginWords({ from, at }: FilesPlace): string {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const name = useRoom((state) => {
    if (from === state.room?.account) return t('search.you');
    return (from && nameOf(state, from)) ?? t('conversations.someone');
  });
  return t('files.origin', { name, time: format.brief(at, now) });
}

/** Shows the message that a file went with. */
export function useGoToFile(): (place: FilesPlace) => void {
  const { jump } = useRoomStores();
  const show = useShowFromPane();
  return (place) => {
    if (!('seq' in place) || place.seq === undefined) return;
    jump.jump(place.in, place.seq);
    show(place.in);
  };
}
