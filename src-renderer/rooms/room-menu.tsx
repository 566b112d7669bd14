import { useTranslation } from 'react-i18next';
import { AppWindow, Copy, DoorOpen, EllipsisVertical, LogOut, Trash2 } from 'lucide-react';
import type { RoomView } from '../../src-shared/bridge/views.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { useAppStores } from '../app/app-context.tsx';
import { goTo, openInNewWindow } from '../app/route.ts';
import { copyText } from '../ui/copy-text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { askToLeave } from './leave-room.ts';

export function RoomMenu({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  return (
    <Menu
      trigger={
        <IconButton
          size="small"
          label={t('rooms.menu', { room: room.name })}
          tooltip={false}
          icon={<EllipsisVertical />}
        />
      }
    >
      <RoomMenuItems room={room} />
    </Menu>
  );
}

export function RoomMenuItems({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const { app, frame } = useAppStores();
  const isClosed = room.connection.state === 'closed';
  const copyAddress = () => {
    void copyText(room.address).then((done) => {
      const text = done ? t('rooms.addressCopied', { address: room.address }) : t('ui.copyFailed');
      frame.notify({ key: 'notice.text', params: { text } });
    });
  };
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
        <MenuItem icon={<AppWindow />} onSelect={() => openInNewWindow(room.room, everyone)}>
          {t('rooms.openWindow')}
        </MenuItem>
      )}
      {room.hosted ? null : (
        <MenuItem icon={<Copy />} onSelect={copyAddress}>
          {t('rooms.copyAddress')}
        </MenuItem>
      )}
      <MenuSeparator />
      {isClosed ? (
        <MenuItem danger icon={<Trash2 />} onSelect={() => frame.ask({ to: 'forget', room })}>
          {t('rooms.forget')}
        </MenuItem>
      ) : (
        <MenuItem danger icon={<LogOut />} onSelect={() => askToLeave({ app, frame }, room)}>
          {room.hosted ? t('rooms.leaveHosted') : t('rooms.leave')}
        </MenuItem>
      )}
    </>
  );
}
