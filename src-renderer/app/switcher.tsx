import { useMemo, useRef, useState } from 'react';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { useTranslation } from 'react-i18next';
import { Search, Users } from 'lucide-react';
import {
  hasMembers,
  everyone,
  directConversation,
  directPartner,
  type ConversationId,
  type RoomId,
} from '../../src-shared/protocol/ids.ts';
import { GroupFace } from '../people/conversation-face.tsx';
import type { RoomState } from '../room/room-store.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Kbd, KeySequence } from '../ui/tooltip.tsx';
import { useAppActs, type SwitchAct, type SwitchTopic } from './switcher-acts.tsx';
import { useApp, useAppStores, useShortcuts } from '../window/app-context.tsx';
import { roomsByUse } from '../window/app-store.ts';
import { goTo } from '../window/route.ts';
import { keysOf, switcherList, type ShortcutId } from '../window/shortcuts.ts';
import styles from './switcher.module.css';
import type { RoomInside, RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Presence } from '../../src-shared/protocol/members.ts';
import { countAsked } from '../../src-shared/member/attention.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { ownNameOf, conversationsByActivity } from '../room/room-selectors.ts';

export type SwitcherProps = {
  shown?: RoomState;
  /** What can be done in the room that is shown. */
  acts?: readonly SwitchAct[];
  /** That can be joined; looked at last. */
  topics?: readonly SwitchTopic[];
};

type Row = SwitchItem | SwitchAct | SwitchTopic;

const strokeIds = switcherList.map(({ id }) => id);
/** What rows do that has keys without the switcher, too; from here they close it. `?` is a letter in its field. */
const directIds = ['find-here', 'find-everywhere', 'details', 'settings'] as const;

/** Goes to anything by its name (Ctrl+K): to rooms, and to what the `shown` one has; and does things. */
export function Switcher({ shown, acts = [], topics = [] }: SwitcherProps) {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const rooms = useApp(roomsByUse);
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const places = useMemo(
    () => switchItems(rooms, shown, { everyone: t('switcher.everyone') }),
    [rooms, shown, t],
  );
  const appActs = useAppActs();
  const all = [...places, ...acts, ...appActs, ...topics];
  const found = matchItems<Row>(all, typed);
  const go = (item: Row) => {
    frame.closeOverlay();
    if ('run' in item) return item.run();
    goTo({ to: 'room', room: item.room, in: item.in });
  };
  const doAct = (id: ShortcutId) => {
    const wanted = [...acts, ...appActs].find(({ key }) => key === id);
    if (wanted) go(wanted);
    // What cannot be done just now does nothing, and the browser nothing of its own.
    return true;
  };
  // What is typed there, or is being composed, is not lost by a key that does something else.
  const isEmpty = () => field.current?.value === '';
  useShortcuts(strokeIds, (id) => isEmpty() && doAct(id));
  useShortcuts(directIds, (id) => !isEmpty() || doAct(id));
  return (
    <Dialog
      look="palette"
      title={t('switcher.title')}
      width={560}
      initialFocus={field}
      onClose={frame.closeOverlay}
    >
      <Autocomplete.Root<Row>
        open
        inline
        mode="none"
        items={found}
        itemToStringValue={(item) => item.name}
        autoHighlight="always"
        keepHighlight
        value={typed}
        onValueChange={setTyped}
      >
        <div className={styles.field}>
          <Search size={18} aria-hidden="true" />
          <Autocomplete.Input
            ref={field}
            className={styles.input}
            aria-label={t('switcher.placeholder')}
            placeholder={t('switcher.placeholder')}
            spellCheck={false}
          />
          <Kbd>Esc</Kbd>
        </div>
        <Autocomplete.List
          className={styles.list}
          aria-label={t('switcher.results')}
          hidden={found.length === 0}
        >
          {(item: Row) => <Item key={item.key} item={item} onGo={() => go(item)} />}
        </Autocomplete.List>
        {found.length === 0 ? (
          <div className={styles.nothing}>
            <EmptyState title={t('switcher.none')} text={t('switcher.noneText')} />
          </div>
        ) : null}
      </Autocomplete.Root>
    </Dialog>
  );
}

type RowProps<I> = { item: I; onGo: () => void };

function Item({ item, onGo }: RowProps<Row>) {
  const { t } = useTranslation();
  if ('run' in item) return <ActItem item={item} onGo={onGo} />;
  return (
    <Autocomplete.Item value={item} className={styles.item} onClick={onGo}>
      {item.kind === 'conversation' && hasMembers(item.in) ? (
        <GroupFace id={item.in} size={28} />
      ) : item.kind === 'conversation' && item.in === everyone ? (
        <span className={styles.everyone}>
          <Users size={15} aria-hidden="true" />
        </span>
      ) : (
        <Avatar
          id={item.avatar}
          name={item.name}
          size={28}
          shape={item.kind === 'room' ? 'square' : 'circle'}
          presence={item.presence}
        />
      )}
      <bdi className={styles.name}>{item.name}</bdi>
      <Badge count={item.asked} label={t('app.unread', { count: item.asked })} />
      <span className={styles.kind}>{t(`switcher.kind_${item.kind}`)}</span>
    </Autocomplete.Item>
  );
}

function ActItem({ item, onGo }: RowProps<SwitchAct | SwitchTopic>) {
  const { t } = useTranslation();
  const shortcut = item.kind === 'act' ? keysOf(item.key) : undefined;
  return (
    <Autocomplete.Item
      value={item}
      className={styles.item}
      aria-keyshortcuts={shortcut?.aria}
      onClick={onGo}
    >
      <span className={styles.act} aria-hidden="true">
        {item.icon}
      </span>
      <bdi className={styles.name}>{item.name}</bdi>
      {shortcut ? (
        <span className={styles.keys} aria-hidden="true">
          <KeySequence keys={shortcut.keys} />
        </span>
      ) : null}
      <span className={styles.kind}>{t(`switcher.kind_${item.kind}`)}</span>
    </Autocomplete.Item>
  );
}

/** Something that the switcher goes to. */
export type SwitchItem = {
  kind: 'room' | 'conversation' | 'person';
  /** Unique in the list. */
  key: string;
  name: string;
  /** What its colour is made from. */
  avatar: string;
  /** Only of people. */
  presence: Presence | undefined;
  asked: number;
  room: RoomId;
  in: ConversationId;
};

export type SwitchTexts = { everyone: string };

/** More than this and one types another letter. */
const mostSwitchItems = 50;

/** Everything one can go to from here: this room's conversations, its people, then the rooms. */
export function switchItems(
  rooms: readonly RoomView[],
  shown: RoomState | undefined,
  texts: SwitchTexts,
): SwitchItem[] {
  const inRoom = shown?.room ? roomItems(shown, shown.room, texts) : [];
  const others = rooms.map<SwitchItem>((room) => ({
    kind: 'room',
    key: room.room,
    name: room.name,
    avatar: room.room,
    presence: undefined,
    asked: room.asked,
    room: room.room,
    in: everyone,
  }));
  return [...inRoom, ...others];
}

function roomItems(state: RoomState, room: RoomInside, texts: SwitchTexts): SwitchItem[] {
  const item = (kind: SwitchItem['kind'], id: ConversationId): SwitchItem => {
    const partner = directPartner(id, room.account);
    const view = state.conversations.get(id);
    const member = partner && state.members.get(partner);
    return {
      kind,
      key: `${room.room} ${id}`,
      name: id === everyone ? texts.everyone : (ownNameOf(state, id) ?? ''),
      avatar: partner ?? (id === everyone ? room.room : id),
      presence: partner && (member?.presence ?? 'offline'),
      asked: view ? countAsked(view, view.attention) : 0,
      room: room.room,
      in: id,
    };
  };
  const talks = conversationsByActivity(state).map((view) => item('conversation', view.in));
  const known = new Set(talks.map((talk) => talk.key));
  const people = [...state.members.values()]
    .filter((member) => member.account !== room.account)
    .map((member) => item('person', directConversation(room.account, member.account)))
    .filter((person) => !known.has(person.key))
    .toSorted((one, other) => one.name.localeCompare(other.name));
  return [item('conversation', everyone), ...talks, ...people].filter((own) => own.name !== '');
}

/** Those whose name holds the text, in any case and with any accents; names that begin with it first, other words last. */
export function matchItems<I extends { name: string; also?: string }>(
  items: readonly I[],
  typed: string,
): I[] {
  const wanted = foldText(typed.trim());
  if (wanted === '') return items.slice(0, mostSwitchItems);
  const found = items
    .map((item) => ({ item, at: foldText(item.name).indexOf(wanted) }))
    .filter(({ at }) => at >= 0);
  const first = found.filter(({ at }) => at === 0);
  const rest = found.filter(({ at }) => at > 0);
  const named = [...first, ...rest].map(({ item }) => item);
  const others = items.filter(
    (item) => !named.includes(item) && foldText(item.also ?? '').includes(wanted),
  );
  return [...named, ...others].slice(0, mostSwitchItems);
}
