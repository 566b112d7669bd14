import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { defaultPort } from '../../src-shared/protocol/limits.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { refusalText } from '../ui/refusal-text.ts';

import { useRoomStores } from './room-context.tsx';
import styles from './connection-line.module.css';

const aboutPassword = new Set<RefusalCode>([
  'password-needed',
  'wrong-password',
  'password-changed',
]);

/** The room is closed until the person does something: what happened, and the thing to do. */
export function ClosedNotice({ room, cause }: { room: RoomView; cause: Refusal | undefined }) {
  const { t } = useTranslation();
  const isSignIn = cause !== undefined && aboutPassword.has(cause.code);
  const title = room.hosted ? t('connection.closedHosted') : t('connection.closedTitle');
  return (
    <div className={styles.notice}>
      <Callout
        kind={cause && cause.code !== 'signed-out' ? 'warning' : 'info'}
        title={isSignIn ? t('connection.signInTitle') : title}
        action={isSignIn ? <SignInForm refusal={cause} /> : <Remedies room={room} cause={cause} />}
      >
        {cause && (!isSignIn || cause.code === 'password-changed') ? (
          <p>{refusalText(t, cause)}</p>
        ) : null}
        {room.hosted || isSignIn ? null : <p>{t('connection.closedText')}</p>}
      </Callout>
    </div>
  );
}

function Remedies({ room, cause }: { room: RoomView; cause: Refusal | undefined }) {
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
  const answer = useAnswer();
  const wrong = answer.refusal ?? (refusal.code === 'wrong-password' ? refusal : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void answer.run(() => room.signIn(password));
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
      <Button look="primary" submit busy={answer.busy}>
        {t('connection.signIn')}
      </Button>
    </form>
  );
}

/** Something that is asked of the app and can be refused. */
function useAnswer() {
  const [state, setState] = useState<{ busy: boolean; refusal: Refusal | undefined }>({
    busy: false,
    refusal: undefined,
  });
  return {
    ...state,
    clear: () => setState({ busy: false, refusal: undefined }),
    run: async (ask: () => Promise<Outcome<unknown>>) => {
      setState({ busy: true, refusal: undefined });
      const answer = await ask();
      setState({ busy: false, refusal: answer.ok ? undefined : answer.refusal });
    },
  };
}

/** A port to offer if the room's own cannot be had; undefined if the port is not the matter. */
function otherPort(room: RoomView, cause: Refusal): number | undefined {
  if (cause.code === 'port-forbidden') return defaultPort;
  if (cause.code !== 'port-in-use') return undefined;
  const port = Number(cause.subject ?? room.address.split(':').at(-1));
  return Number.isInteger(port) && port > 0 && port < 65_535 ? port + 1 : defaultPort;
}
