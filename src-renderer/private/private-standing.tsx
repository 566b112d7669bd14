import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { PrivateState, PrivateView } from '../../src-shared/member/own-copy.ts';
import { Button } from '../ui/button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import type { PrivateStore } from './private-store.ts';
import { TimeLeft } from './asks.tsx';
import styles from './private-window.module.css';

type Ended = Extract<PrivateState, { is: 'ended' }>;
type Props = { view: PrivateView; name: string; store: PrivateStore };

/** How the private chat stands, if there is anything to say. Changes are read aloud. */
export function PrivateStanding({ view, name, store }: Props) {
  const { state } = view;
  return (
    <div className={isWaiting(view) ? styles.waiting : undefined}>
      <div role="status">
        <Standing state={state} name={name} />
      </div>
      {state.is === 'asked' ? <Answers expiresAt={state.expiresAt} store={store} /> : null}
    </div>
  );
}

/** As long as nobody has answered there is nothing else in the window. */
export function isWaiting({ state }: PrivateView): boolean {
  return state.is === 'asking' || state.is === 'asked';
}

function Standing({ state, name }: { state: PrivateState; name: string }) {
  const { t } = useTranslation();
  switch (state.is) {
    case 'open':
      return null;
    case 'asking':
      return (
        <p className={styles.standing}>
          <Spinner size={14} /> {t('privateChat.asking', { name })}
        </p>
      );
    case 'asked':
      return <p className={styles.standing}>{t('privateChat.asks', { name })}</p>;
    case 'interrupted':
      return (
        <p className={styles.standing}>
          <Spinner size={14} />{' '}
          {state.who === 'self'
            ? t('privateChat.interruptedSelf')
            : t('privateChat.interruptedPartner', { name })}
        </p>
      );
    case 'ended':
      return (
        <p className={styles.standing}>
          <span>
            <strong>{endedText(t, state, name)}</strong> {t('privateChat.endedForget')}
          </span>
        </p>
      );
  }
}

function Answers({ expiresAt, store }: { expiresAt: number; store: PrivateStore }) {
  const { t } = useTranslation();
  const refusal = useStore(store, (state) => state.refusal);
  return (
    <div className={styles.answers}>
      <p role="alert" className={styles.refusal}>
        {refusal ? refusalText(t, refusal) : null}
      </p>
      <TimeLeft until={expiresAt} />
      <Button look="primary" onClick={() => void store.answer(true)}>
        {t('privateChat.accept')}
      </Button>
      <Button onClick={() => void store.answer(false)}>{t('privateChat.decline')}</Button>
    </div>
  );
}

const endedBySelf = {
  declined: 'privateChat.ended_declinedSelf',
  left: 'privateChat.ended_leftSelf',
  withdrawn: 'privateChat.ended_leftSelf',
} as const;

/** How a private chat came to its end, in a sentence. */
function endedText(t: TFunction, { reason, by }: Ended, name: string): string {
  if (by === 'self' && reason in endedBySelf) {
    return t(endedBySelf[reason as keyof typeof endedBySelf]);
  }
  return t(`privateChat.ended_${reason}`, { name });
}
