import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { onlineCount } from '../room/room-selectors.ts';
import { useRoom } from '../room/room-context.tsx';
import { useIsNarrow } from '../ui/use-is-narrow.ts';
import { PresenceDot } from '../ui/avatar.tsx';
import { connectionPresence, useConnectionText } from '../window/connection-text.ts';
import { RoomMenu } from './room-menu.tsx';
import styles from './room-header.module.css';

/** The room's name, how many are there, and what can be done with it. */
export function RoomHeader({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const connection = useConnectionText(room.connection);
  const online = useRoom(onlineCount);
  // If it is all that is shown, this is the heading of the page.
  const isPage = useIsNarrow();
  const Heading = isPage ? 'h1' : 'h2';
  const isLive = room.connection.is === 'live';
  const state = isLive ? t('rooms.online', { count: online }) : connection;
  return (
    <header className={styles.header} role={isPage ? 'none' : undefined}>
      <div className={styles.words}>
        <Heading className={styles.name} title={room.name}>
          {room.name}
        </Heading>
        <p className={styles.state}>
          <PresenceDot presence={connectionPresence(room.connection) ?? 'offline'} />
          <span>{state}</span>
        </p>
      </div>
      <RoomMenu room={room} />
    </header>
  );
}
