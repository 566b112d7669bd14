import { useTranslation } from 'react-i18next';
import { CircleCheck, CircleMinus, IdCard, KeyRound, Laptop, Moon, Smile, X } from 'lucide-react';
import type { Settings } from '../../src-shared/bridge/app.ts';
import type { RoomInside } from '../../src-shared/bridge/rooms.ts';
import { PresenceWords, useStatusWords } from '../room/person-presence.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Menu, MenuChoices, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { useApp } from '../window/app-context.tsx';
import { connectionPresence, useConnectionText } from '../window/connection-text.ts';
import styles from './own-place.module.css';

/** Who one is in this room: the name the others see, how one stands there, and behind it what concerns oneself. */
export function OwnPlace({ room }: { room: RoomInside }) {
  const { t } = useTranslation();
  const connection = useConnectionText(room.connection);
  const self = useRoom((state) => state.members.get(room.account));
  const status = useStatusWords(self);
  const isLive = room.connection.is === 'live';
  const isHere = self !== undefined && self.presence !== 'offline';
  const standing = isLive && isHere ? <PresenceWords member={self} /> : connection;
  const given = self?.guest ? t('contacts.guest') : t(`moderation.role_${room.role}`);
  const role = room.hosted ? t('rooms.asHost') : given;
  const presence =
    isLive && isHere ? self.presence : (connectionPresence(room.connection) ?? 'offline');
  const trigger = (
    <button type="button" className={styles.own}>
      <Avatar name={room.ownName} id={room.account} size={32} presence={presence} />
      <span className={styles.words}>
        <VisuallyHidden>{t('rooms.youAre')}</VisuallyHidden>
        <span className={styles.name}>{room.ownName}</span>
        {status === undefined ? null : (
          <span className={styles.standing} title={status}>
            {status}
          </span>
        )}
        <span className={styles.standing}>
          {standing} · {role}
        </span>
      </span>
    </button>
  );
  return (
    <div className={styles.place}>
      <Menu label={t('rooms.youAre')} side="top" trigger={trigger}>
        <OwnMenuItems room={room} hasStatus={status !== undefined} isLive={isLive} />
      </Menu>
    </div>
  );
}

const icons = {
  available: <CircleCheck />,
  'do-not-disturb': <CircleMinus />,
  away: <Moon />,
} as const satisfies Record<Settings['presence'], unknown>;

type OwnMenuProps = { room: RoomInside; hasStatus: boolean; isLive: boolean };

function OwnMenuItems({ room, hasStatus, isLive }: OwnMenuProps) {
  const { t } = useTranslation();
  const { app, frame, dialogs, request } = useRoomStores();
  const presence = useApp(({ settings }) => settings.presence);
  const isAwayByItself = useApp(({ settings }) => settings.away);
  const option = (value: Settings['presence'], hint?: string) => ({
    value,
    label: t(`status.presence_${value}`),
    icon: icons[value],
    ...(hint === undefined ? {} : { hint }),
  });
  const why = isLive ? undefined : t('status.whyOffline');
  return (
    <>
      <MenuChoices
        label={t('status.presence')}
        value={presence}
        options={[
          option('available', isAwayByItself ? t('status.availableHint') : undefined),
          option('do-not-disturb', t('status.quietHint')),
          option('away'),
        ]}
        onValue={(chosen) => void app.changeSettings({ presence: chosen })}
      />
      <MenuSeparator />
      <MenuItem icon={<Smile />} why={why} onSelect={() => dialogs.open({ is: 'status' })}>
        {t(hasStatus ? 'status.change' : 'status.set')}
      </MenuItem>
      {hasStatus && isLive ? (
        <MenuItem
          icon={<X />}
          onSelect={() => void request('room/set-status', { room: room.room, status: {} })}
        >
          {t('status.clear')}
        </MenuItem>
      ) : null}
      <MenuSeparator />
      <MenuItem icon={<IdCard />} onSelect={() => frame.showPerson(room.account)}>
        {t('status.card')}
      </MenuItem>
      {isLive ? (
        <>
          <MenuItem icon={<KeyRound />} onSelect={() => frame.ask({ to: 'password', room })}>
            {t('rooms.password')}
          </MenuItem>
          <MenuItem icon={<Laptop />} onSelect={() => frame.ask({ to: 'devices', room })}>
            {t('access.devices')}
          </MenuItem>
        </>
      ) : null}
    </>
  );
}
