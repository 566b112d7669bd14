import { readResetCode } from '../../src-shared/text/reset-code.ts';
import { useAnswer } from '../ui/use-answer.ts';
import { useEffect, useState, type FormEvent } from 'react';
import type { ConnectionState } from '../../src-shared/member/own-copy.ts';
import { useTranslation } from 'react-i18next';
import { CloudOff, ScrollText } from 'lucide-react';
import type { RoomInside } from '../../src-shared/bridge/rooms.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { useFormat } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { useRoom, useRoomStores } from './room-context.tsx';
import { useNow } from '../window/app-context.tsx';
import { TwoKeys } from '../window/room-key.tsx';
import styles from './connection-line.module.css';
import { defaultPort } from '../../src-shared/protocol/limits.ts';
import { NewPasswordField, PasswordField } from '../ui/text-field.tsx';

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

function Connection({ room }: { room: RoomInside }) {
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
      return (
        <>
          <Waiting waiting={connection} />
          <AnotherKey cause={connection.cause} />
        </>
      );
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

/** Another key at a known room: nothing is said to it, and there is no way on but the right one (W14). */
function AnotherKey({ cause }: { cause: Refusal }) {
  const { t } = useTranslation();
  if (cause.code !== 'another-key' || !cause.pins) return null;
  return (
    <div className={styles.notice}>
      <Callout kind="warning" title={t('roomKey.stopTitle')}>
        <p>{t('roomKey.stopText')}</p>
        <TwoKeys pins={cause.pins} />
      </Callout>
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

const aboutPassword = new Set<RefusalCode>([
  'password-needed',
  'invite-or-password-needed',
  'wrong-password',
  'password-changed',
  'new-password-needed',
  'reset-code-wrong',
  'signed-out-elsewhere',
]);

/** What has happened, besides that the password is wanted. */
const ended = new Set<RefusalCode>(['password-changed', 'signed-out-elsewhere']);

/** The room is closed until the person does something: what happened, and the thing to do. */
function ClosedNotice({ room, cause }: { room: RoomInside; cause: Refusal | undefined }) {
  const { t } = useTranslation();
  const isSignIn = cause !== undefined && aboutPassword.has(cause.code);
  if (cause?.code === 'kicked' || cause?.code === 'banned') return <ShownOut cause={cause} />;
  const title = room.hosted ? t('connection.closedHosted') : t('connection.closedTitle');
  return (
    <div className={styles.notice}>
      <Callout
        kind={cause && cause.code !== 'signed-out' ? 'warning' : 'info'}
        title={isSignIn ? t('connection.signInTitle') : title}
        action={isSignIn ? <SignInForm refusal={cause} /> : <Remedies room={room} cause={cause} />}
      >
        {cause && (!isSignIn || ended.has(cause.code)) ? <p>{refusalText(t, cause)}</p> : null}
        {room.hosted || isSignIn ? null : <p>{t('connection.closedText')}</p>}
      </Callout>
    </div>
  );
}

/** Somebody who looks after the room ended the stay: why, until when, and the way back where there is one. */
function ShownOut({ cause: { code, reason, until } }: { cause: Refusal }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { room } = useRoomStores();
  const isKick = code === 'kicked';
  const isOver = isKick || (until !== undefined && until <= now);
  const title = isKick
    ? t('moderation.kickedTitle')
    : until === undefined
      ? t('moderation.bannedTitle')
      : t('moderation.bannedUntilTitle', { time: format.moment(until, now) });
  const way = until === undefined ? 'moderation.bannedWay' : 'moderation.bannedUntilWay';
  return (
    <div className={styles.notice}>
      <Callout
        kind="warning"
        title={title}
        action={
          <Button
            size="small"
            look={isOver ? 'primary' : 'secondary'}
            onClick={() => void room.open()}
          >
            {isOver ? t('moderation.comeBack') : t('connection.tryAgain')}
          </Button>
        }
      >
        {reason === undefined ? null : <p dir="auto">{t('moderation.theReason', { reason })}</p>}
        <p>{t(isKick ? 'moderation.kickedWay' : way)}</p>
      </Callout>
    </div>
  );
}

function Remedies({ room, cause }: { room: RoomInside; cause: Refusal | undefined }) {
  const { t } = useTranslation();
  const { room: store } = useRoomStores();
  const { busy, refusal, run } = useAnswer();
  const port = room.hosted && cause ? otherPort(room, cause) : undefined;
  return (
    <>
      {port === undefined ? null : (
        <Button
          look="primary"
          size="small"
          busy={busy}
          onClick={() => void run(() => store.changePort(port))}
        >
          {t('connection.usePort', { port })}
        </Button>
      )}
      <Button
        size="small"
        look={port === undefined ? 'primary' : 'secondary'}
        onClick={() => void store.open()}
      >
        {t('connection.open')}
      </Button>
      {refusal ? <p role="alert">{refusalText(t, refusal)}</p> : null}
    </>
  );
}

function SignInForm({ refusal }: { refusal: Refusal }) {
  const { t } = useTranslation();
  const { room } = useRoomStores();
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const isCode = readResetCode(password) !== undefined;
  const answer = useAnswer();
  const wrong = answer.refusal ?? (refusal.code === 'wrong-password' ? refusal : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void answer.run(() => room.signIn(isCode ? { password, newPassword } : { password }));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <PasswordField
        label={t('connection.password')}
        value={password}
        onValue={(typed) => {
          setPassword(typed);
          answer.clear();
        }}
        error={password === '' || answer.refusal ? wrong && refusalText(t, wrong) : undefined}
      />
      {isCode ? (
        <NewPasswordField
          label={t('access.newPassword')}
          hint={t('access.newPasswordHint')}
          value={newPassword}
          onValue={setNewPassword}
        />
      ) : null}
      <Button look="primary" submit busy={answer.busy}>
        {t('connection.signIn')}
      </Button>
    </form>
  );
}

/** A port to offer if the room's own cannot be had; undefined if the port is not the matter. */
function otherPort(room: RoomInside, cause: Refusal): number | undefined {
  if (cause.code === 'port-forbidden') return defaultPort;
  if (cause.code !== 'port-in-use') return undefined;
  const port = Number(cause.subject ?? room.address.split(':').at(-1));
  return Number.isInteger(port) && port > 0 && port < 65_535 ? port + 1 : defaultPort;
}
