import { useTranslation } from 'react-i18next';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import { ownAddress } from '../../src-shared/host/host-log.ts';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useNow } from '../window/use-now.ts';
import { MinuteChart } from './minute-chart.tsx';
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
