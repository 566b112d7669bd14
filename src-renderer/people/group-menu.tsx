import { useTranslation } from 'react-i18next';
import { LogOut, Pencil, UserPlus } from 'lucide-react';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { MenuItem, MenuSeparator } from '../ui/menu.tsx';

/** What can be done with a group conversation, in its menu in the list. */
export function GroupMenuItems({ group: id }: { group: ConversationId }) {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const group = useRoom((state) => state.groups.get(id));
  const self = useRoom((state) => state.room?.account);
  if (group?.standing !== 'member') return null;
  return (
    <>
      <MenuSeparator />
      {group.owner === self ? (
        <>
          <MenuItem
            icon={<UserPlus />}
            onSelect={() => dialogs.open({ is: 'add-to-group', in: id })}
          >
            {t('groups.addPeople')}
          </MenuItem>
          <MenuItem icon={<Pencil />} onSelect={() => dialogs.open({ is: 'rename-group', in: id })}>
            {t('groups.rename')}
          </MenuItem>
        </>
      ) : null}
      <MenuItem
        danger
        icon={<LogOut />}
        onSelect={() => dialogs.open({ is: 'leave-group', in: id })}
      >
        {t('groups.leaveAsk')}
      </MenuItem>
    </>
  );
}
