import { formatAddress } from '../../src-shared/protocol/address.ts';
import { importedName } from '../../src-shared/sentences/imported-name.ts';
import type { Imported } from '../../src-shared/protocol/imported.ts';
import type { ConversationView } from '../../src-shared/bridge/conversations.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { OutboxItem, PrivateView } from '../../src-shared/member/own-copy.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import {
  directPartner,
  everyone,
  hasMembers,
  isTopic,
  type AccountId,
  type ConversationId,
  type RoomId,
  type PrivateId,
} from '../../src-shared/protocol/ids.ts';
import { roleOf, type Role } from '../../src-shared/protocol/roles.ts';
import { usualAttention } from '../../src-shared/member/attention.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { RoomState } from './room-store.ts';
import type { ContactView } from '../../src-shared/bridge/contacts.ts';
import type { TFunction } from 'i18next';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { HostAddress } from '../../src-shared/host/host-network.ts';

const noItems: readonly OutboxItem[] = [];

export function outboxOf(state: RoomState, id: ConversationId): readonly OutboxItem[] {
  return state.outbox.get(id) ?? noItems;
}

/** The longest text that the room takes, as far as it is known. */
export function maxTextCharactersOf({ room }: RoomState): number {
  return room?.maxTextCharacters ?? limits.maxTextCharacters;
}

/** The conversation, or what one looks like in which nothing was said yet. */
export function conversationOf(
  state: Pick<RoomState, 'conversations'>,
  room: RoomId,
  id: ConversationId,
): ConversationView {
  return (
    state.conversations.get(id) ?? {
      room,
      in: id,
      lastSeq: 0,
      readSeq: 0,
      unread: 0,
      mentions: 0,
      attention: usualAttention,
      draft: '',
      deliveredSeq: 0,
    }
  );
}

/** The person at the other end of a direct conversation. */
export function partnerOf(
  state: Pick<RoomState, 'room' | 'members'>,
  id: ConversationId,
): Member | undefined {
  if (!state.room) return undefined;
  const account = directPartner(id, state.room.account);
  return account && state.members.get(account);
}

/** What of the state says how people are called. */
export type Named = Pick<RoomState, 'members'> & {
  room: Pick<RoomView, 'account' | 'ownName'> | undefined;
};

export function nameOf(state: Named, account: AccountId): string | undefined {
  if (state.room?.account === account) return state.room.ownName;
  return state.members.get(account)?.name;
}

type Written = { from: AccountId; imported?: Imported | undefined };

/** Who wrote it: of what was imported the name that it had there, with where that was. */
export function writerOf(state: Named, { from, imported }: Written, t: TFunction): string {
  if (imported) return importedName(imported, t('language') === 'tr' ? 'tr' : 'en');
  return nameOf(state, from) ?? t('conversations.someone');
}

/** True for somebody whom this person wants to hear nothing of. */
export function isBlocked(
  { contacts }: Pick<RoomState, 'contacts'>,
  account: AccountId | undefined,
): boolean {
  return account !== undefined && (contacts.get(account)?.blocked ?? false);
}

/** Came by a plain program: anybody can use the name. */
export function isGuest(
  { members }: Pick<RoomState, 'members'>,
  account: AccountId | undefined,
): boolean {
  return account !== undefined && members.get(account)?.guest === true;
}

/** What somebody is in the room. */
export function roleIn({ members }: Pick<RoomState, 'members'>, account: AccountId): Role {
  const member = members.get(account);
  return member ? roleOf(member) : 'member';
}

/** Online or away, in the room in any case. */
export function isHere(member: Member | undefined): boolean {
  return member !== undefined && member.presence !== 'offline';
}

/** How many people are in the room, this person among them (R0.5). */
export function onlineCount(state: RoomState): number {
  let count = 0;
  for (const member of state.members.values()) if (isHere(member)) count += 1;
  return count;
}

/** True if this person is the only one who ever was in the room. */
export function isAlone(state: RoomState): boolean {
  for (const account of state.members.keys()) if (account !== state.room?.account) return false;
  return true;
}

type Conversations = Pick<RoomState, 'room' | 'conversations' | 'groups'>;

/**
 * All conversations but everyone's, the latest first: direct ones in which something was said or is being
 * written, and groups.
 */
export function conversationsByActivity(state: Conversations): ConversationView[] {
  const { room } = state;
  if (!room) return [];
  const begun = [...state.conversations.values()].filter(
    (view) => view.in !== everyone && (view.lastSeq > 0 || view.draft !== ''),
  );
  const known = new Set(begun.map((view) => view.in));
  const groups = [...state.groups.keys()].filter((id) => !known.has(id));
  const all = [...begun, ...groups.map((id) => conversationOf(state, room.room, id))];
  const latest = new Map(all.map((view) => [view.in, lastActivity(state, view)]));
  const of = (view: ConversationView) => latest.get(view.in) ?? 0;
  return all.sort((one, other) => of(other) - of(one) || (one.in < other.in ? -1 : 1));
}

/** Only a draft counts as the latest of all: it is what the person is busy with; or a group that just began. */
function lastActivity(state: Conversations, view: ConversationView): number {
  if (view.lastMessage) return view.lastMessage.at;
  const isNew = state.groups.get(view.in)?.standing === 'member';
  return view.draft === '' && !isNew ? 0 : Number.MAX_SAFE_INTEGER;
}

/** Everybody met in the room but this person. */
export function othersOf(state: RoomState): Member[] {
  const self = state.room?.account;
  return [...state.members.values()].filter((member) => member.account !== self);
}

/** The others who read a conversation. */
export function peopleOf(state: RoomState, id: ConversationId): Member[] {
  // Who is in a topic is asked for only where that is shown: whoever is not in it is named, and not told.
  if (id === everyone || isTopic(id)) return othersOf(state);
  const partner = partnerOf(state, id);
  if (!hasMembers(id)) return partner ? [partner] : [];
  const inGroup = new Set(state.groups.get(id)?.members);
  return othersOf(state).filter(({ account }) => inGroup.has(account));
}

/** Those who can be in group conversations: a guest cannot. */
export function groupCandidates(state: RoomState): Member[] {
  return othersOf(state).filter((member) => !member.guest);
}

type Kept = Omit<ContactView, 'room' | 'account'>;

const nothing: Kept = { note: '', favourite: false, blocked: false, muted: false };

/** What this person keeps of somebody, and what it is if nothing was kept yet. */
export function contactOf(state: Pick<RoomState, 'contacts'>, account: AccountId): Kept {
  return state.contacts.get(account) ?? nothing;
}

/** The name of a group, of a topic (with its `#`) or of the other person; undefined for `everyone`, and if the copy does not hold the person. */
export function ownNameOf(
  state: Pick<RoomState, 'room' | 'members' | 'groups'>,
  id: ConversationId,
): string | undefined {
  if (!hasMembers(id)) return partnerOf(state, id)?.name;
  const name = state.groups.get(id)?.name;
  return name !== undefined && isTopic(id) ? `#${name}` : name;
}

/** How any conversation is called. */
export function conversationName(state: RoomState, id: ConversationId, t: TFunction): string {
  if (id === everyone) return t('conversations.everyone');
  const name = ownNameOf(state, id);
  if (name !== undefined) return name;
  return hasMembers(id) ? t('groups.unnamed') : t('conversations.someone');
}

/** Groups that this person is in and may add others to, by name. */
export function ownedGroups(state: RoomState): GroupView[] {
  const self = state.room?.account;
  return [...state.groups.values()]
    .filter((group) => group.standing === 'member' && group.owner === self && !group.topic)
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** The address to hand on, the first that others can use; undefined if this computer is on no network. */
export function bestAddress(addresses: readonly HostAddress[]): HostAddress | undefined {
  return addresses.find(({ scope }) => scope !== 'loopback');
}

/** The conversations as they stand in the list, the room's own first. */
function conversationOrder(state: RoomState): ConversationId[] {
  return [everyone, ...conversationsByActivity(state).map((view) => view.in)];
}

/** The one above (-1) or below (1); at the ends the list goes on at its other end. */
export function neighbour(
  state: RoomState,
  from: ConversationId | undefined,
  by: 1 | -1,
): ConversationId | undefined {
  return next(conversationOrder(state), from, by);
}

/** The same among those that hold something unread; undefined if all is read. */
export function unreadNeighbour(
  state: RoomState,
  from: ConversationId | undefined,
  by: 1 | -1,
): ConversationId | undefined {
  const isUnread = (id: ConversationId) => (state.conversations.get(id)?.unread ?? 0) > 0;
  const order = conversationOrder(state).filter((id) => id === from || isUnread(id));
  const found = next(order, from, by);
  return found === from ? undefined : found;
}

function next(
  order: readonly ConversationId[],
  from: ConversationId | undefined,
  by: 1 | -1,
): ConversationId | undefined {
  const at = from === undefined ? -1 : order.indexOf(from);
  if (at < 0) return order[0];
  return order[(at + by + order.length) % order.length];
}

/** The private chat of this id, if it is one. */
export function privateAt(
  { privates }: Pick<RoomState, 'privates'>,
  id: ConversationId | PrivateId,
): PrivateView | undefined {
  return privates.get(id as PrivateId);
}

/** For a hosted room an address that others can reach, for a joined one the address as it was joined. */
export function addressToHandOn({ room, host }: RoomState): string | undefined {
  if (!room?.hosted) return room?.address;
  const best = bestAddress(host?.addresses ?? []);
  return host && best && formatAddress({ host: best.address, port: host.port });
}
