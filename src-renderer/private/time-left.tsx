import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { useNow } from '../window/use-now.ts';
import styles from './asks.module.css';

/** How long an answer is waited for; not read aloud every second. */
export function TimeLeft({ until }: { until: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1000);
  return (
    <p className={styles.left} role="timer" aria-live="off">
      {t('privateChat.timeLeft', { time: format.duration(until - now) })}
    </p>
  );
}
