import { useTranslation } from 'react-i18next';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import { spokenCode } from '../../src-shared/invite/spoken-code.ts';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import { bestAddress } from '../room/room-selectors.ts';
import { Dialog } from '../ui/dialog.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { useApp } from '../window/app-context.tsx';
import styles from './projector.module.css';

export type ProjectorProps = { link: string; status: HostStatus; onClose: () => void };

/** An invite for all who look at one wall: as large as the window is. Esc ends it. */
export function Projector({ link, status, onClose }: ProjectorProps) {
  const { t } = useTranslation();
  const name = useApp((state) => state.rooms.get(status.room)?.name ?? '');
  const best = bestAddress(status.addresses);
  return (
    <Dialog look="full" title={t('invites.largeTitle', { room: name })} onClose={onClose}>
      <div className={styles.wall}>
        <QrCode className={styles.code} text={link} label={t('invites.qr')} />
        <dl className={styles.words}>
          <dt>{t('invites.code')}</dt>
          <dd>{spokenCode(status.pin)}</dd>
          {best ? (
            <>
              <dt>{t('invites.address')}</dt>
              <dd>{formatAddress({ host: best.address, port: status.port })}</dd>
            </>
          ) : null}
        </dl>
      </div>
    </Dialog>
  );
}
