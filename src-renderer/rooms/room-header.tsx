import { useTranslation } from 'react-i18next';
import type { RoomInside } from '../../src-shared/bridge/rooms.ts';
import { onlineCount } from '../room/room-selectors.ts';
import { useRoom } from '../room/room-context.tsx';
import { useIsNarrow } from '../ui/use-is-narrow.ts';
import { PresenceDot } from '../ui/avatar.tsx';
import { connectionPresence, useConnectionText } from '../window/connection-text.ts';
import styles from './room-header.module.css';
import { useApp, useAppStores, useFrame } from '../window/app-context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import {
  AppWindow,
  Copy,
  DoorClosed,
  DoorOpen,
  LogOut,
  RadioTower,
  Scale,
  Trash2,
  Unplug,
} from 'lucide-react';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { goTo } from '../window/route.ts';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { askToDisconnect } from '../window/disconnect-room.ts';

/** The room's name, how many are there, and what can be done with it. */
export function RoomHeader({ room }: { room: RoomInside }) {
  const { t } = useTranslation();
  const connection = useConnectionText(room.connection);
  const online = useRoom(onlineCount);
  // If it is all that is shown, this is the heading of the page.
  const isPage = useIsNarrow();
  const Heading = isPage ? 'h1' : 'h2';
  const isLive = room.connection.is === 'live';
  const state = isLive ? t('rooms.online', { count: online }) : connection;
  return (
    <header className={styles.header} role={isPage ? 'none' : undefined}>
      <div className={styles.words}>
        <Heading className={styles.name} title={room.name}>
          <bdi>{room.name}</bdi>
        </Heading>
        <p className={styles.state}>
          <PresenceDot presence={connectionPresence(room.connection) ?? 'offline'} />
          <span>{state}</span>
        </p>
      </div>
      {room.hosted ? <HostPanelToggle /> : null}
      <RoomMenu room={room} />
    </header>
  );
}

/** Of the room that runs here: how others get in, who is connected, the log. */
function HostPanelToggle() {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const isShown = useFrame(({ pane }) => pane === 'host');
  return (
    <IconButton
      size="small"
      label={isShown ? t('hostPanel.close') : t('hostPanel.open')}
      icon={<RadioTower />}
      aria-pressed={isShown}
      onClick={() => frame.togglePane('host')}
    />
  );
}

export function RoomMenu({ room }: { room: RoomInside }) {
  const { t } = useTranslation();
  return (
    <Menu size="small" label={t('rooms.menu', { room: room.name })}>
      <RoomMenuItems room={room} />
    </Menu>
  );
}

export function RoomMenuItems({ room }: { room: RoomInside }) {
  const { t } = useTranslation();
  const { app, frame, copy, openWindow } = useAppStores();
  const isClosed = room.connection.is === 'closed';
  // It stands beside the conversations of its room.
  const isShown = useApp(({ route }) => route.to !== 'welcome' && route.room === room.room);
  const copyAddress = () =>
    void copy(room.address, t('rooms.addressCopied', { address: room.address }));
  return (
    <>
      {isClosed ? (
        <MenuItem
          icon={<DoorOpen />}
          onSelect={() => goTo({ to: 'room', room: room.room, in: everyone })}
        >
          {t('rooms.open')}
        </MenuItem>
      ) : (
        <MenuItem
          icon={<AppWindow />}
          onSelect={() => openWindow.conversation(room.room, everyone)}
        >
          {t('rooms.openWindow')}
        </MenuItem>
      )}
      {room.hosted ? null : (
        <MenuItem icon={<Copy />} onSelect={copyAddress}>
          {t('rooms.copyAddress')}
        </MenuItem>
      )}
      {room.connection.is === 'live' && isShown ? (
        <MenuItem icon={<Scale />} onSelect={() => frame.showPane('rules')}>
          {t('moderation.open')}
        </MenuItem>
      ) : null}
      <MenuSeparator />
      {isClosed ? null : (
        <MenuItem
          danger={room.hosted}
          icon={room.hosted ? <DoorClosed /> : <Unplug />}
          onSelect={() => askToDisconnect({ app, frame }, room)}
        >
          {room.hosted ? t('rooms.closeAsk') : t('rooms.disconnect')}
        </MenuItem>
      )}
      {room.hosted && !isClosed ? null : (
        <MenuItem
          danger
          icon={room.hosted ? <Trash2 /> : <LogOut />}
          onSelect={() => frame.ask({ to: 'leave', room })}
        >
          {room.hosted ? t('rooms.removeAsk') : t('rooms.leaveAsk')}
        </MenuItem>
      )}
    </>
  );
}
