import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  Ban,
  Bell,
  BellOff,
  ContactRound,
  IdCard,
  KeyRound,
  Lock,
  MessageSquare,
  Star,
  StarOff,
  Users,
} from 'lucide-react';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import { directConversation, type AccountId } from '../../src-shared/protocol/ids.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import { contactGroupsByName } from './contact-group-entries.tsx';
import { useContactGroups, useChangeContact } from './use-contacts.ts';
import { ModerationMenu } from './moderation-deeds.tsx';
import { ownedGroups, isHere, nameOf, contactOf } from '../room/room-selectors.ts';
import { useAskPrivate, useShowFromPane } from '../room/use-show.ts';
import { refuseGroups, refusePrivate } from '../room/permissions.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { MenuCheckItem, MenuItem, MenuSeparator, Submenu } from '../ui/menu.tsx';

export type PersonMenuProps = {
  account: AccountId;
  /** Offers to write to them, where the menu's own button does not. */
  mayWrite?: boolean;
};

/** Everything that can be done with a person, in the menus of all places where one stands. */
export function PersonMenuItems({ account, mayWrite = false }: PersonMenuProps) {
  const { t } = useTranslation();
  const { frame, dialogs } = useRoomStores();
  const { change } = useChangeContact();
  const askPrivate = useAskPrivate();
  const show = useShowFromPane();
  const self = useRoom((state) => state.room?.account);
  const member = useRoom((state) => state.members.get(account));
  const contact = useRoom((state) => contactOf(state, account));
  const mayReset = useRoom(({ room }) => room !== undefined && may(room.role, 'reset-password'));
  const noPrivate = useRoom((state) => refusePrivate(state, account));
  return (
    <>
      {mayWrite && self ? (
        <MenuItem icon={<MessageSquare />} onSelect={() => show(directConversation(self, account))}>
          {t('contacts.write')}
        </MenuItem>
      ) : null}
      <MenuItem
        icon={<Lock />}
        why={whyNotPrivate(t, member, contact.blocked) ?? (noPrivate && refusalText(t, noPrivate))}
        onSelect={() => askPrivate(account)}
      >
        {t('contacts.askPrivate')}
      </MenuItem>
      <MenuItem icon={<IdCard />} onSelect={() => frame.showPerson(account)}>
        {t('contacts.details')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={contact.favourite ? <StarOff /> : <Star />}
        onSelect={() => void change(account, { favourite: !contact.favourite })}
      >
        {contact.favourite ? t('contacts.removeFavourite') : t('contacts.addFavourite')}
      </MenuItem>
      <MenuItem
        icon={contact.muted ? <Bell /> : <BellOff />}
        onSelect={() => void change(account, { muted: !contact.muted })}
      >
        {contact.muted ? t('contacts.unmute') : t('contacts.mute')}
      </MenuItem>
      <ContactGroupsOf account={account} />
      {member?.guest ? null : <GroupsFor account={account} />}
      {mayReset && !member?.guest ? (
        <MenuItem icon={<KeyRound />} onSelect={() => dialogs.open({ is: 'reset-code', account })}>
          {t('access.resetAsk')}
        </MenuItem>
      ) : null}
      <MenuSeparator />
      <MenuItem
        danger={!contact.blocked}
        icon={<Ban />}
        onSelect={() =>
          contact.blocked
            ? void change(account, { blocked: false })
            : dialogs.open({ is: 'block', account })
        }
      >
        {contact.blocked ? t('contacts.unblock') : t('contacts.blockAsk')}
      </MenuItem>
      <ModerationMenu account={account} />
    </>
  );
}

/** A private chat takes two who are here, have accounts, and want to hear each other. */
function whyNotPrivate(
  t: TFunction,
  member: Member | undefined,
  isBlocked: boolean,
): string | undefined {
  if (isBlocked) return t('contacts.whyBlocked');
  if (member?.guest) return t('contacts.whyGuest');
  return isHere(member) ? undefined : t('contacts.whyOffline');
}

/** In which contact groups a person is: the way by keyboard to what dragging does. */
function ContactGroupsOf({ account }: { account: AccountId }) {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const { putIn, takeOut } = useContactGroups();
  const groups = useRoom((state) => contactGroupsByName(state, ''));
  return (
    <Submenu icon={<ContactRound />} label={t('contacts.groups')}>
      {groups.map(({ group, name, members }) => (
        <MenuCheckItem
          key={group}
          checked={members.includes(account)}
          onChange={(isIn) => void (isIn ? putIn(group, account) : takeOut(group, account))}
        >
          {name}
        </MenuCheckItem>
      ))}
      {groups.length > 0 ? <MenuSeparator /> : null}
      <MenuItem onSelect={() => dialogs.open({ is: 'new-contact-group', members: [account] })}>
        {t('contacts.newGroupAsk')}
      </MenuItem>
    </Submenu>
  );
}

/** Group conversations to which this person may add somebody. */
function GroupsFor({ account }: { account: AccountId }) {
  const { t } = useTranslation();
  const { request, frame, room, dialogs } = useRoomStores();
  const groups = useRoom((state) =>
    ownedGroups(state).filter((group) => !group.members.includes(account)),
  );
  const noGroup = useRoom(refuseGroups);
  const add = async (group: GroupView) => {
    const done = await request('group/add', { room: room.id, in: group.in, account });
    if (done === undefined) return;
    const name = nameOf(room.getState(), account) ?? t('conversations.someone');
    frame.tell(t('contacts.putInNotice', { name, group: group.name }));
  };
  return (
    <Submenu icon={<Users />} label={t('groups.addTo')}>
      {groups.map((group) => (
        <MenuItem key={group.in} onSelect={() => void add(group)}>
          {group.name}
        </MenuItem>
      ))}
      {groups.length > 0 ? <MenuSeparator /> : null}
      <MenuItem
        why={noGroup && refusalText(t, noGroup)}
        onSelect={() => dialogs.open({ is: 'new-group', name: '', members: [account] })}
      >
        {t('groups.newAsk')}
      </MenuItem>
    </Submenu>
  );
}
