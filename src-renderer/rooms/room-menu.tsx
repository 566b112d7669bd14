import { useTranslation } from 'react-i18next';
import {
  AppWindow,
  Copy,
  DoorClosed,
  DoorOpen,
  KeyRound,
  LogOut,
  Trash2,
  Unplug,
} from 'lucide-react';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { useAppStores } from '../window/app-context.tsx';
import { goTo } from '../window/route.ts';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { askToDisconnect } from '../window/disconnect-room.ts';

export function RoomMenu({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  return (
    <Menu size="small" label={t('rooms.menu', { room: room.name })}>
      <RoomMenuItems room={room} />
    </Menu>
  );
}

export function RoomMenuItems({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const { app, frame, copy, openWindow } = useAppStores();
  const isClosed = room.connection.is === 'closed';
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
      {room.connection.is === 'live' ? (
        <MenuItem icon={<KeyRound />} onSelect={() => frame.ask({ to: 'password', room })}>
          {t('rooms.password')}
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
