import { useTranslation } from 'react-i18next';
import { ContactRound } from 'lucide-react';
import type { ContactGroupView } from '../../src-shared/bridge/contact-groups.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { goTo } from '../window/route.ts';
import list from './list-entries.module.css';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import type { RoomState } from '../room/room-store.ts';
import { classNames } from '../ui/class-names.ts';
import { ContextMenu } from '../ui/menu.tsx';
import { ContactGroupMenuItems } from './contact-group-menu.tsx';
import { usePersonDrop } from './use-person-drop.ts';
import styles from './contact-group-entries.module.css';

export type ContactGroupEntriesProps = {
  /** A part of the name; nothing for all. */
  filter: string;
  /** The one in the middle of the window. */
  shown: string | undefined;
};

/** Contact groups by name, those whose name holds the text. */
export function contactGroupsByName(state: RoomState, filter: string): ContactGroupView[] {
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
