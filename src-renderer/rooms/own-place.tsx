import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { useAppStores } from '../window/app-context.tsx';
import { useRoom } from '../room/room-context.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { connectionPresence, useConnectionText } from '../window/connection-text.ts';
import styles from './own-place.module.css';

/** Who one is in this room: the name the others see, how one stands there, and as what. */
export function OwnPlace({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const connection = useConnectionText(room.connection);
  const self = useRoom((state) => state.members.get(room.account));
  const isLive = room.connection.is === 'live';
  const isAway = self?.presence === 'away';
  const live = isAway ? t('timeline.away') : t('timeline.online');
  const standing = isLive ? live : connection;
  const role = room.hosted
    ? t('rooms.asHost')
    : self?.guest
      ? t('contacts.guest')
      : t('rooms.asMember');
  const presence = isLive && isAway ? 'away' : (connectionPresence(room.connection) ?? 'offline');
  return (
    <div className={styles.place}>
      <button type="button" className={styles.own} onClick={() => frame.showPerson(room.account)}>
        <Avatar name={room.ownName} id={room.account} size={32} presence={presence} />
        <span className={styles.words}>
          <VisuallyHidden>{t('rooms.youAre')}</VisuallyHidden>
          <span className={styles.name}>{room.ownName}</span>
          <span className={styles.standing}>
            {standing} · {role}
          </span>
        </span>
      </button>
    </div>
  );
}
