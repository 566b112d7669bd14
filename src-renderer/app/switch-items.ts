import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Presence } from '../../src-shared/protocol/members.ts';
import { directConversation, directPartner, everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { ownNameOf } from '../room/group-name.ts';
import { conversationsByActivity } from '../room/room-selectors.ts';
import type { RoomState } from '../room/room-store.ts';

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
  unread: number;
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
    unread: room.unread,
    room: room.room,
    in: everyone,
  }));
  return [...inRoom, ...others];
}

function roomItems(state: RoomState, room: RoomView, texts: SwitchTexts): SwitchItem[] {
  const item = (kind: SwitchItem['kind'], id: ConversationId): SwitchItem => {
    const partner = directPartner(id, room.account);
    const member = partner && state.members.get(partner);
    return {
      kind,
      key: `${room.room} ${id}`,
      name: id === everyone ? texts.everyone : (ownNameOf(state, id) ?? ''),
      avatar: partner ?? (id === everyone ? room.room : id),
      presence: partner && (member?.presence ?? 'offline'),
      unread: state.conversations.get(id)?.unread ?? 0,
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

/** Those whose name holds the text, in any case and with any accents; names that begin with it first. */
export function matchItems(items: readonly SwitchItem[], typed: string): SwitchItem[] {
  const wanted = foldText(typed.trim());
  if (wanted === '') return items.slice(0, mostSwitchItems);
  const found = items
    .map((item) => ({ item, at: foldText(item.name).indexOf(wanted) }))
    .filter(({ at }) => at >= 0);
  const first = found.filter(({ at }) => at === 0);
  const rest = found.filter(({ at }) => at > 0);
  return [...first, ...rest].map(({ item }) => item).slice(0, mostSwitchItems);
}
