import { useTranslation } from 'react-i18next';
import { X } from 'lucide-react';
import type { InviteView } from '../../src-shared/bridge/rooms.ts';
import { useFormat } from '../i18n/format.ts';
import { Avatar } from '../ui/avatar.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './invite-card.module.css';

export type InviteCardProps = { invite: InviteView; onOther: () => void };

/** Where an invite leads and as what, in place of an address. */
export function InviteCard({ invite, onOther }: InviteCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { room, roomName, role, expiresAt, isMember } = invite;
  const details = [
    isMember && t('welcome.invitedMember'),
    !isMember && role === 'guest' && t('welcome.invitedGuest'),
    expiresAt !== undefined && t('welcome.invitedUntil', { time: format.dateTime(expiresAt) }),
  ].filter((detail) => detail !== false);
  return (
    <section className={styles.card} aria-label={`${t('welcome.invited')} ${roomName}`}>
      <Avatar id={room} name={roomName} shape="square" size={40} />
      <div className={styles.words}>
        <p className={styles.label}>{t('welcome.invited')}</p>
        <p className={styles.name}>
          <bdi>{roomName}</bdi>
        </p>
        {details.map((detail) => (
          <p key={detail} className={styles.label}>
            {detail}
          </p>
        ))}
      </div>
      <IconButton size="small" label={t('welcome.otherAddress')} icon={<X />} onClick={onOther} />
    </section>
  );
}
