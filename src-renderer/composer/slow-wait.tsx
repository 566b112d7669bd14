import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useRoom } from '../room/room-context.tsx';
import { useNow } from '../window/app-context.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { classNames } from '../ui/class-names.ts';
import styles from './slow-wait.module.css';

export type SlowWaitProps = {
  /** Epoch milliseconds from which on the next message is taken. */
  until: number;
  /** Somebody tried to send before that. */
  isAsked: boolean;
};

/** Counts down to the next message of a slow room. */
export function SlowWait({ until, isAsked }: SlowWaitProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useRoom((state) => state.room?.settings.slowModeSeconds) ?? 0;
  const left = until - useNow(1000);
  const isOn = left > 0;
  const pause = format.duration(1000 * seconds);
  return (
    <>
      {isOn ? (
        // Once a second is too often to be read aloud.
        <span aria-hidden="true" className={classNames(styles.wait, isAsked && styles.asked)}>
          {t('moderation.slowWait', { wait: format.duration(left) })}
        </span>
      ) : null}
      <VisuallyHidden>
        <span role="status">{isOn ? t('moderation.slowSaid', { wait: pause }) : null}</span>
        <span role="alert">{isOn && isAsked ? t('refusal.slow-mode') : null}</span>
      </VisuallyHidden>
    </>
  );
}
