import type { ConversationView } from '../../src-shared/bridge/conversations.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import {
  conversationOf,
  conversationsByActivity,
  isHere,
  partnerOf,
  ownNameOf,
} from '../room/room-selectors.ts';
import type { RoomState } from '../room/room-store.ts';

export type ConversationItem = {
  view: ConversationView;
  /** The other one of a direct conversation. */
  partner: Member | undefined;
};

export type ConversationItems = {
  /** Everyone first, then direct and group conversations by their last activity. */
  conversations: readonly ConversationItem[];
  /** People without a conversation yet, those online first: where one begins to write. */
  people: readonly ConversationItem[];
};

/** Beyond this many, people are found by their name only. */
const mostPeople = 100;

/** What stands in the list while `filter` is typed; the shown conversation stands there in any case. */
export function conversationItems(
  state: RoomState,
  options: { filter: string; shown: string | undefined; everyoneName: string },
): ConversationItems {
  const { room } = state;
  if (!room) return { conversations: [], people: [] };
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
  for (const member of state.members.values()) {
    if (member.account === room.account) continue;
    const id = directConversation(room.account, member.account);
    if (known.has(id)) continue;
    const isOffered = wanted !== '' || isHere(member) || id === shown;
    if (!isOffered || !matches(member.name)) continue;
    others.push({ view: conversationOf(state, room.room, id), partner: member });
  }
  return {
    conversations: [
      ...(matches(everyoneName) ? [first] : []),
      ...talks.filter((item) => matches(ownNameOf(state, item.view.in))),
    ],
    people: others.toSorted(byPresenceAndName).slice(0, mostPeople),
  };
}

function byPresenceAndName(one: ConversationItem, other: ConversationItem): number {
  const online = Number(isHere(other.partner)) - Number(isHere(one.partner));
  return online || (one.partner?.name ?? '').localeCompare(other.partner?.name ?? '');
}
