import { useTranslation } from 'react-i18next';
import { ContactRound, MessagesSquare, Pencil, Trash2, UserMinus } from 'lucide-react';
import type { ContactGroupView } from '../../src-shared/bridge/contacts.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { goTo } from '../window/route.ts';
import list from './list-entries.module.css';
import { refuseGroups } from '../room/permissions.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import type { RoomState } from '../room/room-store.ts';
import { classNames } from '../ui/class-names.ts';
import { ContextMenu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { usePersonDrop } from './person-drag.ts';
import styles from './contact-group-entries.module.css';
import { useContactGroups } from './use-contacts.ts';

export type ContactGroupEntriesProps = {
  /** A part of the name; nothing for all. */
  filter: string;
  /** The one in the middle of the window. */
  shown: string | undefined;
};

/** Contact groups by name, those whose name holds the text. */
export function contactGroupsByName(
  state: Pick<RoomState, 'contactGroups'>,
  filter: string,
): ContactGroupView[] {
  const wanted = foldText(filter.trim());
  return [...state.contactGroups.values()]
    .filter((group) => foldText(group.name).includes(wanted))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** The contact groups in the list of conversations; people can be dropped on them. */
export function ContactGroupEntries({ filter, shown }: ContactGroupEntriesProps) {
  const { t } = useTranslation();
  const groups = useRoom((state) => contactGroupsByName(state, filter));
  if (groups.length === 0) return null;
  return (
    <section aria-label={t('contacts.groups')}>
      <h2 className={list.heading}>{t('contacts.groups')}</h2>
      <ul>
        {groups.map((group) => (
          <Entry key={group.group} group={group} isShown={group.group === shown} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ group, isShown }: { group: ContactGroupView; isShown: boolean }) {
  const { t } = useTranslation();
  const { room } = useRoomStores();
  const { isAimedAt, place } = usePersonDrop(group.group);
  return (
    <li>
      <ContextMenu items={<ContactGroupMenuItems group={group} />}>
        <button
          type="button"
          data-entry=""
          aria-current={isShown ? 'page' : undefined}
          className={classNames(list.entry, list.blank, isAimedAt && styles.aimedAt)}
          onClick={() => goTo({ to: 'contact-group', room: room.id, group: group.group })}
          {...place}
        >
          <span className={styles.icon}>
            <ContactRound size={15} aria-hidden="true" />
          </span>
          <span className={list.name}>{group.name}</span>
          <span className={styles.count}>
            {t('contacts.peopleCount', { count: group.members.length })}
          </span>
        </button>
      </ContextMenu>
    </li>
  );
}

/** What can be done with a contact group, in its menus. */
export function ContactGroupMenuItems({ group }: { group: ContactGroupView }) {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const { empty, remove } = useContactGroups();
  const { name, members } = group;
  const forbidden = useRoom(refuseGroups);
  const whyEmpty = members.length === 0 ? t('contacts.whyEmpty') : undefined;
  return (
    <>
      <MenuItem
        icon={<Pencil />}
        onSelect={() => dialogs.open({ is: 'contact-group', group: group.group })}
      >
        {t('contacts.edit')}
      </MenuItem>
      <MenuItem
        icon={<MessagesSquare />}
        why={whyEmpty ?? (forbidden && refusalText(t, forbidden))}
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
