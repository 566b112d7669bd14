import { useTranslation } from 'react-i18next';
import { useRoomStores } from '../room/room-context.tsx';
import { isGiven, type PlacedFile } from './files-place.ts';

/** Takes the message back that a file waits to go with, or drops what has come of it; undefined if neither can be. */
export function useCancel(
  { file: { hash }, place }: PlacedFile,
  name: string,
): { act: string; label: string; run: () => void } | undefined {
  const { t } = useTranslation();
  const { files, request, room } = useRoomStores();
  const waiting = 'waiting' in place ? place.waiting : undefined;
  // What one gives in private is said already.
  if (!waiting && isGiven(place)) return undefined;
  const act = waiting ? t('files.dontSend') : t('files.cancel');
  const run = () =>
    void (waiting
      ? request('message/delete', { room: room.id, cid: waiting.cid })
      : files.cancel(hash));
  return { act, label: t('files.named', { act, name }), run };
}
