import { AttentionLine } from '../room/attention-menu.tsx';
import { PrivacyLine } from '../room/privacy-line.tsx';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Users, Ban, BellOff } from 'lucide-react';
import type { Member } from '../../src-shared/protocol/members.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { isAlone, contactOf } from '../room/room-selectors.ts';
import { useShowFromPane } from '../room/use-show.ts';
import { useAppStores } from '../window/app-context.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { moveBetweenEntries } from '../ui/move-between-entries.ts';
import { Panel } from '../ui/panel.tsx';
import { FilterField } from '../ui/text-field.tsx';
import styles from './members-pane.module.css';
import { draggablePerson } from './person-drag.ts';
import { PersonMenuItems } from './person-menu.tsx';
import { LastSeen, useStatusWords } from '../room/person-presence.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { FaceButton } from '../ui/face-button.tsx';
import { classNames } from '../ui/class-names.ts';
import { RoleMark } from './role-mark.tsx';
import { ContextMenu, Menu } from '../ui/menu.tsx';
import { foldText } from '../../src-shared/text/fold.ts';
import type { RoomState } from '../room/room-store.ts';

/** Everybody met in the room: favourites first, then who is here, away, and the others with when they were seen. */
export function MembersPane() {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const members = useRoom((state) => state.members);
  const contacts = useRoom((state) => state.contacts);
  const alone = useRoom(isAlone);
  const [typed, setTyped] = useState('');
  const { groups, more } = useMemo(
    () => memberGroups({ members, contacts }, typed),
    [members, contacts, typed],
  );
  return (
    <Panel
      label={t('members.title')}
      scroll={false}
      close={{ label: t('members.close'), run: frame.closePane }}
    >
      <div className={styles.search}>
        <FilterField label={t('members.search')} value={typed} onValue={setTyped} emptiesOnEsc />
      </div>
      <AttentionLine conversation={everyone} />
      <PrivacyLine kind="everyone" />
      <div className={styles.body} onKeyDown={moveBetweenEntries}>
        {groups.map(({ kind, own }) => (
          <MemberList key={kind} label={t(`members.group_${kind}`)} members={own} />
        ))}
        {more > 0 ? <p className={styles.note}>{t('members.more', { count: more })}</p> : null}
        {alone && typed === '' ? <p className={styles.note}>{t('members.alone')}</p> : null}
        {groups.length === 0 ? (
          <EmptyState icon={<Users />} title={t('members.none')} text={t('members.noneText')} />
        ) : null}
      </div>
    </Panel>
  );
}

function MemberList({ label, members }: { label: string; members: readonly Member[] }) {
  return (
    <section aria-label={label}>
      <h3 className={styles.heading}>{label}</h3>
      <ul>
        {members.map((member) => (
          <MemberEntry key={member.account} member={member} />
        ))}
      </ul>
    </section>
  );
}

/** One person: a click writes to them, on their picture it shows their card, their menu does the rest, and they can be dragged onto a contact group. */
function MemberEntry({ member }: { member: Member }) {
  const { t } = useTranslation();
  const show = useShowFromPane();
  const { room, frame } = useRoomStores();
  const self = useRoom((state) => state.room?.account);
  // Hundreds of rows, each with a menu of its own, would take a while to be drawn.
  const [isNear, setIsNear] = useState(false);
  const { account, name } = member;
  if (account === self || !self) {
    return (
      <li>
        <button
          type="button"
          data-entry=""
          className={styles.member}
          onClick={() => frame.showPerson(account)}
        >
          <Words member={member} isSelf />
        </button>
      </li>
    );
  }
  const items = <PersonMenuItems account={account} mayWrite />;
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
          onClick={() => show(directConversation(self, account))}
          {...draggablePerson(room.id, account)}
        >
          <Words member={member} isSelf={false} />
        </button>
      </ContextMenu>
      <FaceButton className={styles.face} onClick={() => frame.showPerson(account)} />
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
  const { name, account, presence } = member;
  const contact = useRoom((state) => contactOf(state, account));
  const status = useStatusWords(member);
  return (
    <>
      <Avatar name={name} id={account} size={32} presence={presence} />
      <span className={classNames(styles.words, contact.blocked && styles.blocked)}>
        <span className={styles.top}>
          <span className={styles.name}>
            <bdi>{name}</bdi>
            {isSelf ? <span className={styles.self}> ({t('members.you')})</span> : null}
          </span>
          <RoleMark member={member} />
          {contact.muted ? <BellOff size={14} role="img" aria-label={t('contacts.muted')} /> : null}
          {contact.blocked ? <Ban size={14} role="img" aria-label={t('contacts.blocked')} /> : null}
        </span>
        {status === undefined ? null : (
          <span className={styles.second} title={status}>
            {status}
          </span>
        )}
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

/** Who wants no disturbance is here all the same, with the sign of it. */
const groupOf = {
  online: 'online',
  'do-not-disturb': 'online',
  away: 'away',
  offline: 'offline',
} as const;
const memberGroupKinds = ['favourites', 'online', 'away', 'offline'] as const;
/** More than this and one types a part of the name. */
const mostListed = 400;

/**
 * Everybody met in the room: favourites first, then by how they stand, each by name; only those whose
 * name or note holds the text (R3.7). `more`: how many there are beside those that are listed.
 */
function memberGroups(
  { members, contacts }: Pick<RoomState, 'members' | 'contacts'>,
  typed: string,
) {
  const wanted = foldText(typed.trim());
  const matches = ({ account, name }: Member) =>
    foldText(name).includes(wanted) ||
    foldText(contactOf({ contacts }, account).note).includes(wanted);
  const found = [...members.values()]
    .filter((member) => wanted === '' || matches(member))
    .toSorted((one, other) => one.name.localeCompare(other.name));
  const kindOf = ({ account, presence }: Member) =>
    contactOf({ contacts }, account).favourite ? 'favourites' : groupOf[presence];
  const byKind = Map.groupBy(found, kindOf);
  let left = mostListed;
  const listed = memberGroupKinds.map((kind) => {
    const own = (byKind.get(kind) ?? []).slice(0, left);
    left -= own.length;
    return { kind, own };
  });
  const groups = listed.filter(({ own }) => own.length > 0);
  return { groups, more: found.length - (mostListed - left) };
}
