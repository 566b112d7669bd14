import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import styles from './host-panel.module.css';

const step = 10;
const height = 72;
/** What a minute without a message shows, so that the time line is there. */
const least = 2;

/** Messages per minute as bars, oldest first; the sentence below says the same. */
export function MinuteChart({ counts }: { counts: readonly number[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...counts);
  const sum = counts.reduce((total, count) => total + count, 0);
  const text =
    sum === 0
      ? t('hostPanel.perMinuteNone')
      : t('hostPanel.perMinuteText', { count: sum, most: format.count(most) });
  return (
    <figure className={styles.section}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${Math.max(1, counts.length) * step - 2} ${height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {counts.map((count, at) => {
          const bar = count === 0 ? least : Math.max(4, (count / most) * height);
          return (
            <rect
              // A bar stands for its place in time, not for its count.
              key={`minute-${counts.length - at}`}
              className={count === 0 ? styles.none : undefined}
              x={at * step}
              y={height - bar}
              width={step - 2}
              height={bar}
              rx={1}
            />
          );
        })}
      </svg>
      <p className={styles.scale} aria-hidden="true">
        <span>{t('hostPanel.ago')}</span>
        <span>{t('hostPanel.now')}</span>
      </p>
      <figcaption className={styles.text}>{text}</figcaption>
    </figure>
  );
}
