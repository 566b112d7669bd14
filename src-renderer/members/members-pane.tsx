import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Search, Users, X } from 'lucide-react';
import type { Member } from '../../src-shared/protocol/frames.ts';
import {
  directConversation,
  type AccountId,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { isAlone } from '../room/room-selectors.ts';
import { useNow } from '../ui/use-now.ts';
import { Avatar } from '../ui/avatar.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Panel } from '../ui/panel.tsx';
import { TextField } from '../ui/text-field.tsx';
import { memberGroups } from './member-groups.ts';
import styles from './members-pane.module.css';

export type MembersPaneProps = {
  /** Opens the direct conversation with somebody. */
  onShow: (conversation: ConversationId) => void;
  onClose: () => void;
};

/** Who is in the room: online first, the others with when they were last seen. */
export function MembersPane({ onShow, onClose }: MembersPaneProps) {
  const { t } = useTranslation();
  const members = useRoom((state) => state.members);
  const self = useRoom((state) => state.room?.account);
  const alone = useRoom(isAlone);
  const [typed, setTyped] = useState('');
  const groups = useMemo(() => memberGroups(members.values(), typed), [members, typed]);
  const isEmpty = groups.online.length + groups.offline.length === 0;
  const listed = (list: readonly Member[], label: string) =>
    list.length === 0 ? null : (
      <MemberList label={label} members={list} self={self} onShow={onShow} />
    );
  return (
    <Panel
      label={t('members.title')}
      scroll={false}
      actions={<IconButton label={t('members.close')} icon={<X />} onClick={onClose} />}
    >
      <div className={styles.search}>
        <TextField
          label={t('members.search')}
          hiddenLabel
          placeholder={t('members.search')}
          value={typed}
          onValue={setTyped}
          maxLength={100}
          before={<Search size={16} aria-hidden="true" />}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || typed === '') return;
            event.stopPropagation();
            setTyped('');
          }}
        />
      </div>
      <div className={styles.body} onKeyDown={moveBetweenMembers}>
        {listed(groups.online, t('members.online'))}
        {listed(groups.offline, t('members.offline'))}
        {groups.more > 0 ? (
          <p className={styles.note}>{t('members.more', { count: groups.more })}</p>
        ) : null}
        {alone && typed === '' ? <p className={styles.note}>{t('members.alone')}</p> : null}
        {isEmpty ? (
          <EmptyState icon={<Users />} title={t('members.none')} text={t('members.noneText')} />
        ) : null}
      </div>
    </Panel>
  );
}

function MemberList(props: {
  label: string;
  members: readonly Member[];
  self: AccountId | undefined;
  onShow: (conversation: ConversationId) => void;
}) {
  const { label, members, self, onShow } = props;
  const format = useFormat();
  return (
    <section aria-label={label}>
      <h3 className={styles.heading}>
        {label} <span className={styles.count}>{format.count(members.length)}</span>
      </h3>
      <ul>
        {members.map((member) => (
          <li key={member.account}>
            {member.account === self || !self ? (
              <div className={styles.member}>
                <MemberWords member={member} isSelf />
              </div>
            ) : (
              <button
                type="button"
                data-entry=""
                className={styles.member}
                onClick={() => onShow(directConversation(self, member.account))}
              >
                <MemberWords member={member} isSelf={false} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function MemberWords({ member, isSelf }: { member: Member; isSelf: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { clock } = useRoomStores();
  const now = useNow(clock, 60_000);
  const { name, account, presence, lastSeenAt } = member;
  return (
    <>
      <Avatar name={name} id={account} size={32} presence={presence} />
      <span className={styles.words}>
        <span className={styles.name}>
          {name}
          {isSelf ? <span className={styles.self}> ({t('members.you')})</span> : null}
        </span>
        {presence !== 'offline' ? null : (
          <span className={styles.seen}>
            {lastSeenAt === undefined
              ? t('members.neverSeen')
              : t('members.lastSeen', { time: format.brief(lastSeenAt, now) })}
          </span>
        )}
      </span>
    </>
  );
}

/** ↑ and ↓ go over both lists as if they were one. */
function moveBetweenMembers(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry]')];
  const at = all.findIndex((entry) => entry === document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  all[at + (event.key === 'ArrowUp' ? -1 : 1)]?.focus();
}
