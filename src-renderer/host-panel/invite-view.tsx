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
import styles from './host-panel.module.css';
import { useMemo } from 'react';
import { encode } from 'uqr';

/** How others get in (R0.1, R2.1): the address to hand on, all of them, and the way across networks. */
export function InviteView({ status }: { status: HostStatus }) {
  const { t } = useTranslation();
  const best = bestAddress(status.addresses);
  return (
    <div className={styles.view}>
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
        </ul>
      </section>
      {best ? <Across status={status} to={best.address} /> : null}
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
      <div className={styles.qr}>
        <QrCode
          className={styles.code}
          text={address}
          label={t('hostPanel.qrLabel', { address })}
        />
        <p className={styles.text}>{t('hostPanel.qrText')}</p>
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

/** A QR code as one SVG path, drawn in the colour of the text. */
function QrCode({
  text,
  label,
  className,
}: {
  text: string;
  label: string;
  className?: string | undefined;
}) {
  const { size, path } = useMemo(() => qrPath(text), [text]);
  return (
    <figure className={className} aria-label={label}>
      <svg viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden="true">
        <path fill="currentColor" d={path} />
      </svg>
    </figure>
  );
}

function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { border: 0, ecc: 'M' });
  const squares = data.flatMap((row, y) =>
    row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')),
  );
  return { size, path: squares.join('') };
}
