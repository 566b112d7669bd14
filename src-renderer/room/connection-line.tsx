import { useEffect, useState } from 'react';
import type { ConnectionState } from '../../src-shared/member/connection-state.ts';
import { useTranslation } from 'react-i18next';
import { CloudOff, ScrollText } from 'lucide-react';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { ClosedNotice } from './closed-notice.tsx';
import { useRoom, useRoomStores } from './room-context.tsx';
import { useNow } from '../window/use-now.ts';
import styles from './connection-line.module.css';

/** A change that is over sooner than this is not worth a word. */
const quietMs = 600;

/** How the room is connected, if not well: a state to live with, not an error. */
export function ConnectionLine() {
  const room = useRoom((state) => state.room);
  const resynced = useRoom((state) => state.resynced);
  return (
    <div role="status">
      {resynced ? <ResyncedNotice cause={resynced} /> : null}
      {room ? <Connection room={room} /> : null}
    </div>
  );
}

function Connection({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const { connection } = room;
  switch (connection.is) {
    case 'live':
      return room.incomplete ? (
        <p className={styles.line}>{refusalText(t, room.incomplete)}</p>
      ) : null;
    case 'connecting':
      return <Progress key="connecting" text={t('connection.connecting')} />;
    case 'signing-in':
      return <Progress key="signing-in" text={t('connection.signingIn')} />;
    case 'syncing':
      return <Progress key="syncing" text={t('connection.syncing')} />;
    case 'waiting':
      return <Waiting waiting={connection} />;
    case 'closed':
      return <ClosedNotice room={room} cause={connection.cause} />;
  }
}

function Progress({ text }: { text: string }) {
  const { clock } = useRoomStores();
  const [isShown, setIsShown] = useState(false);
  useEffect(() => clock.after(quietMs, () => setIsShown(true)), [clock]);
  if (!isShown) return null;
  return (
    <p className={styles.line}>
      <Spinner size={14} />
      {text}
    </p>
  );
}

function Waiting({ waiting }: { waiting: Extract<ConnectionState, { is: 'waiting' }> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { room } = useRoomStores();
  const now = useNow(1000);
  const wait = waiting.nextTryAt - now;
  return (
    <div className={styles.line}>
      <CloudOff size={16} aria-hidden="true" />
      <p className={styles.words}>
        <span>{t('connection.offline', { since: format.since(waiting.since, now) })}</span>{' '}
        {/* Once a second is too often to be read aloud. */}
        <span aria-hidden="true">
          {wait > 0
            ? t('connection.nextTry', { wait: format.duration(wait) })
            : t('connection.tryingNow')}
        </span>
        <span className={styles.cause}>{refusalText(t, waiting.cause)}</span>
      </p>
      <Button size="small" onClick={() => void room.retry()}>
        {t('connection.tryNow')}
      </Button>
    </div>
  );
}

function ResyncedNotice({ cause }: { cause: Refusal }) {
  const { t } = useTranslation();
  const { room } = useRoomStores();
  return (
    <div className={styles.notice}>
      <Callout
        kind="info"
        title={t('connection.resynced')}
        action={
          <Button size="small" onClick={() => room.dismissResynced()}>
            {t('connection.understood')}
          </Button>
        }
      >
        {refusalText(t, cause)}
      </Callout>
    </div>
  );
}

/** Stands above what is said to everyone as long as the host keeps it in a log: every member may know. */
export function LoggedLine() {
  const { t } = useTranslation();
  const isLogged = useRoom((state) => state.room?.logsTexts ?? false);
  return (
    <div role="status">
      {isLogged ? (
        <p className={styles.line}>
          <ScrollText size={16} aria-hidden="true" />
          {t('connection.logged')}
        </p>
      ) : null}
    </div>
  );
}
