import { memo, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Bookmark,
  ChevronRight,
  ContactRound,
  Hash,
  Plus,
  UserPlus,
  UsersRound,
  LockKeyhole,
} from 'lucide-react';
import { useStore } from 'zustand';
import {
  directConversation,
  everyone,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { ContactGroupEntries, contactGroupsByName } from '../people/contact-group-entries.tsx';
import {
  addressToHandOn,
  isAlone,
  nameOf,
  conversationOf,
  conversationsByActivity,
  isHere,
  partnerOf,
  ownNameOf,
} from '../room/room-selectors.ts';
import { classNames } from '../ui/class-names.ts';
import { useDropPlace } from '../files/file-drop.tsx';
import { refuseFiles, refuseGroups, refuseTopics } from '../room/permissions.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { moveBetweenEntries } from '../ui/move-between-entries.ts';
import { FilterField } from '../ui/text-field.tsx';
import { ConversationEntry, type ConversationItem } from './conversation-entry.tsx';
import styles from '../people/list-entries.module.css';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import { keepEqual } from '../bridge/keep-equal.ts';
import { Badge } from '../ui/badge.tsx';
import { PrivateUnderWayLine } from './under-way.tsx';
import own from './private-entries.module.css';
import { useAppStores } from '../window/app-context.tsx';
import { foldText } from '../../src-shared/text/fold.ts';
import type { RoomState } from '../room/room-store.ts';

export type ConversationListProps = {
  /** The conversation in the middle of the window. */
  shown: ConversationId | undefined;
  /** The contact group in the middle of the window. */
  shownContactGroup?: string | undefined;
  /** Stands above the conversations. */
  top?: ReactNode;
};

/** Of whom nothing new is known is not drawn again. */
function steadyItems() {
  let before: ConversationItems | undefined;
  return (items: ConversationItems) => (before = keepEqual(before, items));
}

/** What the list is made of. */
function listedOf({ room, conversations, members, groups, contactGroups }: RoomState) {
  return { room, conversations, members, groups, contactGroups };
}

/** The conversations of a room: everyone, the people one wrote with, and those one can write to. */
export const ConversationList = memo(function ConversationList(props: ConversationListProps) {
  const { shown, shownContactGroup, top } = props;
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const state = useRoom(listedOf);
  const alone = useRoom(isAlone);
  const everyoneName = t('conversations.everyone');
  const [steady] = useState(steadyItems);
  const items = useMemo(
    () => steady(conversationItems(state, { filter, shown, everyoneName })),
    [steady, state, filter, shown, everyoneName],
  );
  const isEmpty =
    items.conversations.length + items.people.length + items.offline.length === 0 &&
    contactGroupsByName(state, filter).length === 0;
  const entry = (item: ConversationItem) => (
    <ConversationEntry key={item.view.in} {...item} isShown={item.view.in === shown} />
  );
  return (
    <nav className={styles.list} aria-label={t('conversations.list')}>
      <div className={styles.filter}>
        <FilterField
          label={t('conversations.filter')}
          placeholder={t('conversations.filterShort')}
          value={filter}
          onValue={setFilter}
          clearLabel={t('conversations.clearFilter')}
          emptiesOnEsc
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
            event.preventDefault();
            const first = list.current?.querySelector<HTMLElement>('button');
            if (event.key === 'Enter') first?.click();
            else first?.focus();
          }}
        />
        <NewMenu />
      </div>
      {filter === '' ? top : null}
      <div ref={list} className={styles.entries} onKeyDown={moveBetweenEntries}>
        <ul>{items.conversations.map(entry)}</ul>
        {filter === '' ? <PrivateEntries /> : null}
        <ContactGroupEntries filter={filter} shown={shownContactGroup} />
        {filter === '' ? <SavedEntry /> : null}
        {items.people.length === 0 ? null : (
          <>
            <h2 className={styles.heading}>
              {filter === '' ? t('conversations.people') : t('conversations.others')}
            </h2>
            <ul>{items.people.map(entry)}</ul>
          </>
        )}
        <OfflinePeople items={items.offline} entry={entry} />
        {isEmpty ? <p className={styles.none}>{t('conversations.noneFound')}</p> : null}
        {alone && filter === '' ? <Alone /> : null}
      </div>
    </nav>
  );
});

type OfflineProps = {
  items: readonly ConversationItem[];
  entry: (item: ConversationItem) => ReactNode;
};

/** More of them are folded until somebody wants them. */
const fewOffline = 5;

/** Those with an account who are not here: what is written to them now is there when they come. */
function OfflinePeople({ items, entry }: OfflineProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<boolean>();
  const isOpen = chosen ?? items.length <= fewOffline;
  const id = useId();
  if (items.length === 0) return null;
  return (
    <>
      <h2 className={styles.heading}>
        <button
          type="button"
          data-entry=""
          className={styles.fold}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setChosen(!isOpen)}
        >
          <ChevronRight size={14} aria-hidden="true" />
          {t('conversations.offline')} <span>{items.length}</span>
        </button>
      </h2>
      {isOpen ? <ul id={id}>{items.map(entry)}</ul> : null}
    </>
  );
}

/** Where what was put aside is found; nothing as long as that is nothing. */
function SavedEntry() {
  const { t } = useTranslation();
  const { frame, saved } = useRoomStores();
  const count = useStore(saved, (state) => state.messages.length);
  if (count === 0) return null;
  return (
    <ul>
      <li>
        <button
          type="button"
          data-entry=""
          className={classNames(styles.entry, styles.blank)}
          onClick={() => frame.showPane('saved')}
        >
          <span className={own.lock}>
            <Bookmark size={15} aria-hidden="true" />
          </span>
          <span className={own.words}>
            <span className={own.name}>{t('saved.title')}</span>{' '}
            <span className={own.state}>{count}</span>
          </span>
        </button>
      </li>
    </ul>
  );
}

/** What one can begin here. */
const NewMenu = memo(function NewMenu() {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const forbidden = useRoom(refuseGroups);
  const noTopics = useRoom(refuseTopics);
  return (
    <Menu label={t('groups.begin')} icon={<Plus />}>
      <MenuItem icon={<Hash />} onSelect={() => dialogs.open({ is: 'topics' })}>
        {t('topics.findAsk')}
      </MenuItem>
      <MenuItem
        icon={<Hash />}
        why={noTopics && refusalText(t, noTopics)}
        onSelect={() => dialogs.open({ is: 'new-topic', name: '' })}
      >
        {t('topics.newAsk')}
      </MenuItem>
      <MenuItem
        icon={<UsersRound />}
        why={forbidden && refusalText(t, forbidden)}
        onSelect={() => dialogs.open({ is: 'new-group', name: '', members: [] })}
      >
        {t('groups.newAsk')}
      </MenuItem>
      <MenuItem
        icon={<ContactRound />}
        onSelect={() => dialogs.open({ is: 'new-contact-group', members: [] })}
      >
        {t('contacts.newGroupAsk')}
      </MenuItem>
    </Menu>
  );
});

function Alone() {
  const { t } = useTranslation();
  const address = useRoom(addressToHandOn);
  return (
    <div className={styles.alone}>
      <EmptyState
        icon={<UserPlus />}
        title={t('conversations.aloneTitle')}
        text={t('conversations.aloneText')}
        action={
          address ? (
            <CopyButton look="secondary" text={address} label={t('conversations.copyAddress')} />
          ) : null
        }
      />
    </div>
  );
}

/** The private chats of the room, each of which has a window of its own; nothing if there is none. */
export function PrivateEntries() {
  const { t } = useTranslation();
  const privates = useRoom((state) => state.privates);
  if (privates.size === 0) return null;
  return (
    <section aria-label={t('privateChat.list')}>
      <h3 className={styles.heading}>{t('privateChat.list')}</h3>
      <ul>
        {[...privates.values()].map((view) => (
          <li key={view.private}>
            <Entry view={view} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ view }: { view: PrivateView }) {
  const { t } = useTranslation();
  const { openWindow } = useAppStores();
  const known = useRoom((state) => nameOf(state, view.partner));
  const name = known ?? (view.partnerName || t('conversations.someone'));
  const state = t(`privateChat.state_${view.state.is}`);
  const { place } = useDropPlace({ isClosed: () => true, onDrop: useRefuseDrop(view) });
  return (
    <button
      type="button"
      data-entry=""
      className={styles.entry}
      {...place}
      onClick={() => openWindow.privateChat(view.room, view.private)}
    >
      <span className={own.lock}>
        <LockKeyhole size={15} aria-hidden="true" />
      </span>
      <span className={own.words}>
        <span className={own.name}>{name}</span>{' '}
        <PrivateUnderWayLine view={view}>
          <span className={own.state}>{state}</span>
        </PrivateUnderWayLine>
      </span>
      <Badge count={view.unread} label={t('privateChat.entryUnread', { count: view.unread })} />
    </button>
  );
}

/** Its files are chosen in its own window; nothing of them goes to the conversation that is shown here. */
function useRefuseDrop(view: PrivateView): () => void {
  const { t } = useTranslation();
  const { frame, room } = useRoomStores();
  return () => {
    if (view.state.is === 'ended') return frame.refuse({ code: 'no-such-private' });
    const refusal = refuseFiles(room.getState(), view.private);
    if (refusal) return frame.refuse(refusal);
    const isBegun = view.state.is === 'open' || view.state.is === 'interrupted';
    return frame.tell(t(isBegun ? 'files.dropInPrivate' : 'files.dropNotYet'));
  };
}

export type ConversationItems = {
  /** Everyone first, then direct and group conversations by their last activity. */
  conversations: readonly ConversationItem[];
  /** People without a conversation yet who are here, or were looked for: where one begins to write. */
  people: readonly ConversationItem[];
  /** The others who have an account, who was here last first. */
  offline: readonly ConversationItem[];
};

/** Beyond this many, people are found by their name only. */
const mostPeople = 100;

/** What stands in the list while `filter` is typed; the shown conversation stands there in any case. */
function conversationItems(
  state: ReturnType<typeof listedOf>,
  options: { filter: string; shown: string | undefined; everyoneName: string },
): ConversationItems {
  const { room } = state;
  if (!room) return { conversations: [], people: [], offline: [] };
  const { shown, everyoneName } = options;
  const wanted = foldText(options.filter.trim());
  const matches = (name: string | undefined) =>
    wanted === '' || (name !== undefined && foldText(name).includes(wanted));

  const first: ConversationItem = {
    view: conversationOf(state, room.room, everyone),
    partner: undefined,
  };
  const talks = conversationsByActivity(state).map((view) => ({
    view,
    partner: partnerOf(state, view.in),
  }));
  const known = new Set(talks.map((item) => item.view.in));
  const others: ConversationItem[] = [];
  const offline: ConversationItem[] = [];
  for (const member of state.members.values()) {
    if (member.account === room.account) continue;
    const id = directConversation(room.account, member.account);
    if (known.has(id)) continue;
    if (!matches(member.name)) continue;
    const item = { view: conversationOf(state, room.room, id), partner: member };
    if (wanted !== '' || isHere(member) || id === shown) others.push(item);
    // Tomorrow a guest's name may be somebody else's.
    else if (!member.guest) offline.push(item);
  }
  return {
    conversations: [
      ...(matches(everyoneName) ? [first] : []),
      ...talks.filter((item) => matches(ownNameOf(state, item.view.in))),
    ],
    people: others.toSorted(byPresenceAndName).slice(0, mostPeople),
    offline: offline.toSorted(byLastSeen).slice(0, mostPeople),
  };
}

function byLastSeen(one: ConversationItem, other: ConversationItem): number {
  const later = (other.partner?.lastSeenAt ?? 0) - (one.partner?.lastSeenAt ?? 0);
  return later || (one.partner?.name ?? '').localeCompare(other.partner?.name ?? '');
}

function byPresenceAndName(one: ConversationItem, other: ConversationItem): number {
  const online = Number(isHere(other.partner)) - Number(isHere(one.partner));
  return online || (one.partner?.name ?? '').localeCompare(other.partner?.name ?? '');
}
