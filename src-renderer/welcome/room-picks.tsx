import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { useFormat } from '../i18n/format.ts';
import { useNow } from '../window/use-now.ts';
import { connectionPresence, useConnectionText } from '../window/connection-text.ts';
import { Avatar } from '../ui/avatar.tsx';
import styles from './room-picks.module.css';

export type RoomPicksProps = {
  label: string;
  rooms: readonly RoomView[];
  onPick: (room: RoomView) => void;
};

/** Rooms of before; a click opens one again. */
export function RoomPicks({ label, rooms, onPick }: RoomPicksProps) {
  const format = useFormat();
  const id = useId();
  const now = useNow();
  return (
    <div className={styles.picks}>
      <h3 id={id} className={styles.label}>
        {label}
      </h3>
      <ul className={styles.list} aria-labelledby={id}>
        {rooms.map((room) => (
          <li key={room.room}>
            <button type="button" className={styles.pick} onClick={() => onPick(room)}>
              <Avatar
                id={room.room}
                name={room.name}
                shape="square"
                size={32}
                presence={connectionPresence(room.connection)}
              />
              <span className={styles.words}>
                <span className={styles.name}>{room.name}</span>
                <span className={styles.detail}>
                  <Detail room={room} />
                </span>
              </span>
              <time className={styles.time}>{format.brief(room.lastOpenedAt, now)}</time>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How a room is connected, or where a closed one is found: its address, or its port if this computer hosts it. */
function Detail({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const connection = useConnectionText(room.connection);
  if (room.connection.is !== 'closed') return connection;
  const port = room.hosted ? /(\d+)$/.exec(room.address)?.[1] : undefined;
  return port === undefined ? room.address : `${t('hostPanel.port')} ${port}`;
}
