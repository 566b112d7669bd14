import { useTranslation } from 'react-i18next';
import { Plus, Settings } from 'lucide-react';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { useApp, useAppStores, useFrame } from '../window/app-context.tsx';
import { roomsInOrder } from '../window/app-store.ts';
import { goTo, type Route } from '../window/route.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { ContextMenu } from '../ui/menu.tsx';
import { useIsNarrow } from '../ui/use-is-narrow.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { connectionPresence, useConnectionText } from '../window/connection-text.ts';
import { RoomMenuItems } from './room-header.tsx';
import styles from './room-rail.module.css';

/** All rooms as squares at the very left, with what is unread and how they are connected. */
export function RoomRail() {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const rooms = useApp(roomsInOrder);
  const route = useApp((state) => state.route);
  const page = useFrame((state) => state.page);
  const isBelow = page !== undefined && page !== 'list';
  return (
    <nav
      className={classNames(styles.rail, isBelow && styles.below)}
      inert={isBelow}
      aria-label={t('rooms.list')}
    >
      <ul className={styles.list}>
        {rooms.map((room) => (
          <li key={room.room}>
            <RailRoom room={room} isShown={route.to !== 'welcome' && route.room === room.room} />
          </li>
        ))}
        <li>
          <button
            type="button"
            className={classNames(styles.new, route.to === 'welcome' && styles.isShown)}
            aria-label={t('rooms.new')}
            aria-current={route.to === 'welcome' ? 'page' : undefined}
            title={t('rooms.new')}
            onClick={() => goTo({ to: 'welcome' })}
          >
            <Plus size={20} aria-hidden="true" />
          </button>
        </li>
      </ul>
      <IconButton
        label={t('settings.title')}
        keys={['Ctrl', ',']}
        icon={<Settings />}
        onClick={() => frame.openOverlay('settings')}
      />
    </nav>
  );
}

/** If the list would be covered, a room begins with the list. */
function routeTo({ room }: RoomView, isNarrow: boolean): Route {
  return { to: 'room', room, in: everyone, ...(isNarrow ? { list: true } : {}) };
}

function RailRoom({ room, isShown }: { room: RoomView; isShown: boolean }) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const state = useConnectionText(room.connection);
  const button = (
    <button
      type="button"
      className={classNames(
        styles.room,
        isShown && styles.isShown,
        room.connection.is === 'closed' && styles.isClosed,
      )}
      aria-current={isShown ? 'page' : undefined}
      onClick={() => goTo(routeTo(room, isNarrow))}
    >
      <Avatar
        id={room.room}
        name={room.name}
        shape="square"
        size={40}
        presence={room.connection.is === 'live' ? undefined : connectionPresence(room.connection)}
      />
      <VisuallyHidden>{`${room.name}, ${state}`}</VisuallyHidden>
      {/* The list beside it counts each conversation of the room that is shown. */}
      {isShown ? null : (
        <span className={styles.badge}>
          <Badge count={room.asked} label={t('app.unread', { count: room.asked })} />
        </span>
      )}
    </button>
  );
  return (
    <ContextMenu items={<RoomMenuItems room={room} />}>
      <div className={styles.slot}>
        <Tooltip side="inline-end" text={`${room.name} · ${state}`} trigger={button} />
      </div>
    </ContextMenu>
  );
}
