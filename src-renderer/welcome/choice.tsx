import { useId, useEffect, useRef, type ReactNode } from 'react';
import styles from './choice.module.css';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { focusField } from '../ui/text-field.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import type { WelcomeField, WelcomeStore } from './welcome-store.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { useFormat } from '../i18n/format.ts';
import { useNow } from '../window/app-context.tsx';
import { connectionPresence, useConnectionText } from '../window/connection-text.ts';
import { Avatar } from '../ui/avatar.tsx';
import picks from './room-picks.module.css';

export type ChoiceProps = {
  icon: ReactNode;
  title: string;
  text: string;
  onSubmit: () => void;
  /** The button at the lower end. */
  action: ReactNode;
  children: ReactNode;
};

/** One of the two large choices; Enter in any of its fields does it. */
export function Choice({ icon, title, text, onSubmit, action, children }: ChoiceProps) {
  const id = useId();
  return (
    <form
      className={styles.choice}
      aria-labelledby={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <header className={styles.header}>
        <span className={styles.icon}>{icon}</span>
        <div className={styles.words}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          <p className={styles.text}>{text}</p>
        </div>
      </header>
      <div className={styles.fields}>{children}</div>
      <div className={styles.action}>{action}</div>
    </form>
  );
}

/** What a field has of the form: it says what is wrong with it and takes the focus then, and waits while one is let in. */
export function useWelcomeField(store: WelcomeStore, field: WelcomeField, of?: 'host' | 'join') {
  const { t } = useTranslation();
  const { problem, busy, [field]: value } = useStore(store);
  const ref = useRef<HTMLInputElement>(null);
  const own = problem?.field === field && (of ?? problem.of) === problem.of ? problem : undefined;
  useEffect(() => {
    if (own) focusField(ref.current);
  }, [own]);
  const error = own && refusalText(t, own.refusal);
  const onValue = (typed: string) => store.change({ [field]: typed });
  return { ref, error, readOnly: busy !== 'none', value: value ?? '', onValue };
}

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
    <div className={picks.picks}>
      <h3 id={id} className={picks.label}>
        {label}
      </h3>
      <ul className={picks.list} aria-labelledby={id}>
        {rooms.map((room) => (
          <li key={room.room}>
            <button type="button" className={picks.pick} onClick={() => onPick(room)}>
              <Avatar
                id={room.room}
                name={room.name}
                shape="square"
                size={32}
                presence={connectionPresence(room.connection)}
              />
              <span className={picks.words}>
                <span className={picks.name}>{room.name}</span>
                <span className={picks.detail}>
                  <Detail room={room} />
                </span>
              </span>
              <time className={picks.time}>{format.brief(room.lastOpenedAt, now)}</time>
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
