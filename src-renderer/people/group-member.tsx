import { useTranslation } from 'react-i18next';
import { Crown, UserMinus } from 'lucide-react';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Tag } from '../ui/badge.tsx';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import card from './card.module.css';
import styles from './group-pane.module.css';
import { PersonMenuItems } from './person-menu.tsx';
import { RoleMark } from './role-mark.tsx';
import { useStatusWords } from '../room/person-presence.tsx';

type GroupMemberProps = {
  group: GroupView;
  account: AccountId;
  mayRemove: boolean;
};

/** Somebody who is in a group or a topic, and what one can do with them there. */
export function GroupMember({ group, account, mayRemove }: GroupMemberProps) {
  const { t } = useTranslation();
  const { request, room, frame } = useRoomStores();
  const status = useStatusWords(useRoom((state) => state.members.get(account)));
  const name = useRoom((state) => nameOf(state, account)) ?? t('conversations.someone');
  const member = useRoom((state) => state.members.get(account));
  const isSelf = useRoom((state) => state.room?.account === account);
  return (
    <li className={styles.member}>
      <Avatar name={name} id={account} size={32} presence={member?.presence ?? 'offline'} />
      <span className={styles.words}>
        <span className={styles.top}>
          <button
            type="button"
            className={styles.memberName}
            onClick={() => frame.showPerson(account)}
          >
            <bdi>{name}</bdi>
            {isSelf ? <span className={card.faint}> ({t('members.you')})</span> : null}
          </button>
          {member?.guest ? <Tag>{t('contacts.guest')}</Tag> : null}
          {member ? <RoleMark member={member} /> : null}
        </span>
        {status === undefined ? null : <span className={styles.owner}>{status}</span>}
        {account === group.owner ? (
          <span className={styles.owner}>
            <Crown size={12} aria-hidden="true" /> {t('groups.owner')}
          </span>
        ) : null}
      </span>
      {isSelf ? null : (
        <Menu size="small" label={t('contacts.menuOf', { name })}>
          {mayRemove ? (
            <>
              <MenuItem
                danger
                icon={<UserMinus />}
                onSelect={() =>
                  void request('group/remove', { room: room.id, in: group.in, account })
                }
              >
                {group.topic ? t('topics.remove') : t('groups.remove')}
              </MenuItem>
              <MenuSeparator />
            </>
          ) : null}
          <PersonMenuItems account={account} mayWrite />
        </Menu>
      )}
    </li>
  );
}
