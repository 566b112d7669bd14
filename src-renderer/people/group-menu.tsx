import { useTranslation } from 'react-i18next';
import { LogOut, Pencil, UserPlus } from 'lucide-react';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { MenuItem, MenuSeparator } from '../ui/menu.tsx';

/** What this person can do with a group conversation that they are in. */
export function useGroupDeeds(id: ConversationId) {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const group = useRoom((state) => state.groups.get(id));
  const self = useRoom((state) => state.room?.account);
  if (group?.standing !== 'member') return [];
  const deeds = [
    { is: 'add-to-group', words: t('groups.addPeople'), Icon: UserPlus, isOwners: true },
    { is: 'rename-group', words: t('groups.rename'), Icon: Pencil, isOwners: true },
    { is: 'leave-group', words: t('groups.leaveAsk'), Icon: LogOut, isOwners: false },
  ] as const;
  return deeds
    .filter(({ isOwners }) => !isOwners || group.owner === self)
    .map((deed) => ({ ...deed, run: () => dialogs.open({ is: deed.is, in: id }) }));
}

/** The same in the group's menu in the list. */
export function GroupMenuItems({ group }: { group: ConversationId }) {
  const deeds = useGroupDeeds(group);
  return (
    <>
      {deeds.length > 0 ? <MenuSeparator /> : null}
      {deeds.map(({ is, words, Icon, run }) => (
        <MenuItem key={is} danger={is === 'leave-group'} icon={<Icon />} onSelect={run}>
          {words}
        </MenuItem>
      ))}
    </>
  );
}
