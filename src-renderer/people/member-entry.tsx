import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Ban, BellOff } from 'lucide-react';
import type { Member } from '../../src-shared/protocol/members.ts';
import { directConversation, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { contactOf } from '../room/contact-of.ts';
import { draggablePerson } from './person-drag.ts';
import { PersonMenuItems } from './person-menu.tsx';
import { LastSeen } from '../room/person-presence.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { classNames } from '../ui/class-names.ts';
import { Tag } from '../ui/tag.tsx';
import { ContextMenu, Menu } from '../ui/menu.tsx';
import styles from './members-pane.module.css';

export type MemberEntryProps = {
  member: Member;
  onShow: (conversation: ConversationId) => void;
};

/** One person: a click writes to them, their menu does the rest, and they can be dragged onto a contact group. */
export function MemberEntry({ member, onShow }: MemberEntryProps) {
  const { t } = useTranslation();
  const { room } = useRoomStores();
  const self = useRoom((state) => state.room?.account);
  // Hundreds of rows, each with a menu of its own, would take a while to be drawn.
  const [isNear, setIsNear] = useState(false);
  const { account, name } = member;
  if (account === self || !self) {
    return (
      <li>
        <div className={styles.member}>
          <Words member={member} isSelf />
        </div>
      </li>
    );
  }
  const items = <PersonMenuItems account={account} onShow={onShow} />;
  return (
    <li
      className={styles.item}
      onPointerEnter={() => setIsNear(true)}
      onFocus={() => setIsNear(true)}
    >
      <ContextMenu items={items}>
        <button
          type="button"
          data-entry=""
          className={styles.member}
          onClick={() => onShow(directConversation(self, account))}
          {...draggablePerson(room.id, account)}
        >
          <Words member={member} isSelf={false} />
        </button>
      </ContextMenu>
      {isNear ? (
        <span className={styles.menu}>
          <Menu size="small" label={t('contacts.menuOf', { name })}>
            {items}
          </Menu>
        </span>
      ) : null}
    </li>
  );
}

function Words({ member, isSelf }: { member: Member; isSelf: boolean }) {
  const { t } = useTranslation();
  const { name, account, presence, guest } = member;
  const contact = useRoom((state) => contactOf(state, account));
  return (
    <>
      <Avatar name={name} id={account} size={32} presence={presence} />
      <span className={classNames(styles.words, contact.blocked && styles.blocked)}>
        <span className={styles.top}>
          <span className={styles.name}>
            {name}
            {isSelf ? <span className={styles.self}> ({t('members.you')})</span> : null}
          </span>
          {guest ? <Tag>{t('contacts.guest')}</Tag> : null}
          {contact.muted ? <BellOff size={14} role="img" aria-label={t('contacts.muted')} /> : null}
          {contact.blocked ? <Ban size={14} role="img" aria-label={t('contacts.blocked')} /> : null}
        </span>
        {contact.note === '' ? null : (
          <span className={styles.second}>{firstLine(contact.note)}</span>
        )}
        {presence === 'offline' ? (
          <span className={styles.second}>
            <LastSeen member={member} />
          </span>
        ) : null}
      </span>
    </>
  );
}

/** Enough for the width of the pane. */
function firstLine(note: string): string {
  return note.slice(0, 200).trim().split('\n', 1)[0] ?? '';
}
