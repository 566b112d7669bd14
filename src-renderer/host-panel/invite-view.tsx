import { useTranslation } from 'react-i18next';
import type { HostAddress } from '../../src-shared/host/host-network.ts';
import { Globe, House, Monitor, WifiOff } from 'lucide-react';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import { bestAddress } from '../room/room-selectors.ts';
import { Callout } from '../ui/callout.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { RoomKey } from '../window/room-key.tsx';
import type { HostStore } from './host-store.ts';
import { Invites } from './invites.tsx';
import styles from './host-panel.module.css';

type InviteViewProps = { store: HostStore; status: HostStatus };

/** How others get in (R0.1, R2.1): the address to hand on, all of them, and the way across networks. */
export function InviteView({ store, status }: InviteViewProps) {
  const { t } = useTranslation();
  const best = bestAddress(status.addresses);
  const { mapping } = status;
  return (
    <div className={styles.view}>
      <Invites store={store} status={status} />
      {best ? (
        <Best address={formatAddress({ host: best.address, port: status.port })} />
      ) : (
        <EmptyState
          icon={<WifiOff />}
          title={t('hostPanel.noAddress')}
          text={t('hostPanel.noAddressText')}
        />
      )}
      <section className={styles.section}>
        <h3 className={styles.heading}>{t('roomKey.title')}</h3>
        <RoomKey pin={status.pin} />
        <p className={styles.text}>{t('roomKey.text')}</p>
      </section>
      <section className={styles.section}>
        <h3 className={styles.heading}>{t('hostPanel.allAddresses')}</h3>
        <ul className={styles.addresses}>
          {status.addresses.map((own) => (
            <Address key={own.address} address={own} port={status.port} />
          ))}
          {mapping.is === 'mapped' ? <Outside at={mapping} /> : null}
        </ul>
      </section>
      {best && mapping.is !== 'mapped' ? <Across status={status} to={best.address} /> : null}
    </div>
  );
}

function Best({ address }: { address: string }) {
  const { t } = useTranslation();
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('hostPanel.inviteTitle')}</h3>
      <p className={styles.text}>{t('hostPanel.inviteText')}</p>
      <div className={styles.best}>
        <code className={styles.bestAddress}>{address}</code>
        <CopyButton text={address} label={t('hostPanel.copyAddress')} size="medium" />
      </div>
    </section>
  );
}

const scopeIcons = { local: House, public: Globe, loopback: Monitor };

function Address({ address, port }: { address: HostAddress; port: number }) {
  const { t } = useTranslation();
  const Icon = scopeIcons[address.scope];
  const text = formatAddress({ host: address.address, port });
  return (
    <li>
      <span className={styles.address}>
        <code>
          {text.slice(0, -String(port).length - 1)}
          <wbr />:{port}
        </code>
        <span className={styles.scope}>
          <Icon aria-hidden="true" />
          {[t(`hostPanel.scope_${address.scope}`), address.network].filter(Boolean).join(' · ')}
        </span>
      </span>
      <CopyButton text={text} label={`${t('hostPanel.copyAddress')}: ${text}`} />
    </li>
  );
}

/** What the router opened. */
function Outside({ at: { address, port } }: { at: { address: string; port: number } }) {
  const { t } = useTranslation();
  const network = t('hostPanel.byRouter');
  return <Address address={{ address, family: 4, scope: 'public', network }} port={port} />;
}

function Across({ status, to }: { status: HostStatus; to: string }) {
  const { t } = useTranslation();
  const isPublic = status.addresses.some((own) => own.scope === 'public');
  const { port } = status;
  const local = status.addresses.find((own) => own.scope === 'local' && own.family === 4);
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('hostPanel.across')}</h3>
      {isPublic ? (
        <Callout kind="info">{t('hostPanel.acrossPublic')}</Callout>
      ) : (
        <p className={styles.text}>{t('hostPanel.acrossLocal')}</p>
      )}
      <ol className={styles.steps}>
        <li>{t('hostPanel.acrossForward', { port, address: local?.address ?? to })}</li>
        <li>{t('hostPanel.acrossFirewall', { port })}</li>
        <li>{t('hostPanel.acrossAddress', { port })}</li>
      </ol>
      <p className={styles.text}>{t('hostPanel.acrossShared')}</p>
    </section>
  );
}
