import { useTranslation } from 'react-i18next';
import { MessagesSquare, Pencil, Trash2, UserMinus } from 'lucide-react';
import type { ContactGroupView } from '../../src-shared/bridge/contact-groups.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { useContactGroups } from './use-contact-groups.ts';

/** What can be done with a contact group, in its menus. */
export function ContactGroupMenuItems({ group }: { group: ContactGroupView }) {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const { empty, remove } = useContactGroups();
  const { name, members } = group;
  const whyEmpty = members.length === 0 ? t('contacts.whyEmpty') : undefined;
  return (
    <>
      <MenuItem
        icon={<Pencil />}
        onSelect={() => dialogs.open({ is: 'contact-group', group: group.group, members })}
      >
        {t('contacts.edit')}
      </MenuItem>
      <MenuItem
        icon={<MessagesSquare />}
        why={whyEmpty}
        onSelect={() => dialogs.open({ is: 'new-group', name, members })}
      >
        {t('contacts.toGroup')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<UserMinus />} why={whyEmpty} onSelect={() => void empty(group.group)}>
        {t('contacts.empty')}
      </MenuItem>
      <MenuItem danger icon={<Trash2 />} onSelect={() => void remove(group.group)}>
        {t('contacts.remove')}
      </MenuItem>
    </>
  );
}
