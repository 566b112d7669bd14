import { useTranslation } from 'react-i18next';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import { ownAddress } from '../../src-shared/host/host-log.ts';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import { useFormat } from '../i18n/format.ts';
import { useNow } from '../window/app-context.tsx';
import styles from './host-panel.module.css';

/** Who is connected from where (R0.1), how much is said, and what it takes on disk. */
export function ActivityView({ status }: { status: HostStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (
    <div className={styles.view}>
      <section className={styles.section}>
        <h3 className={styles.heading}>{t('hostPanel.connections')}</h3>
        <Connections status={status} />
      </section>
      <section className={styles.section}>
        <h3 className={styles.heading}>{t('hostPanel.perMinute')}</h3>
        <MinuteChart counts={status.messagesPerMinute} />
      </section>
      <section className={styles.section}>
        <h3 className={styles.heading}>{t('hostPanel.storage')}</h3>
        <dl className={styles.facts}>
          <dt>{t('hostPanel.stored')}</dt>
          <dd>{format.bytes(status.storedBytes)}</dd>
          <dt>{t('hostPanel.port')}</dt>
          <dd>{status.port}</dd>
          <dt>{t('hostPanel.running')}</dt>
          <dd>{format.since(status.startedAt, now)}</dd>
        </dl>
      </section>
    </div>
  );
}

function Connections({ status }: { status: HostStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (status.connections.length === 0) {
    return <p className={styles.text}>{t('hostPanel.connections_none')}</p>;
  }
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('hostPanel.connectionName')}</th>
          <th scope="col">{t('hostPanel.connectionFrom')}</th>
          <th scope="col">{t('hostPanel.connectionSpeaks')}</th>
          <th scope="col">{t('hostPanel.connectionSince')}</th>
        </tr>
      </thead>
      <tbody>
        {status.connections.map((own) => (
          <tr key={own.connection}>
            <td className={own.name ? undefined : styles.unnamed}>
              {own.name ?? t('hostPanel.unnamed')}
            </td>
            <td className={styles.from}>
              {own.address === ownAddress ? (
                t('log.nowhere')
              ) : (
                <Endpoint text={formatAddress({ host: own.address, port: own.port })} />
              )}
            </td>
            <td>{t(`hostPanel.dialect_${own.dialect}`)}</td>
            <td>
              <time>{format.brief(own.since, now)}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Breaks before its port, if it has to. */
function Endpoint({ text }: { text: string }) {
  const colon = text.lastIndexOf(':');
  return (
    <>
      {text.slice(0, colon)}
      <wbr />
      {text.slice(colon)}
    </>
  );
}

const step = 10;
const height = 72;
/** What a minute without a message shows, so that the time line is there. */
const least = 2;

/** Messages per minute as bars, oldest first; the sentence below says the same. */
function MinuteChart({ counts }: { counts: readonly number[] }) {
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
