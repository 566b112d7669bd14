import { assertNever } from '../../src-shared/assert-never.ts';
import {
  conversationKind,
  directPair,
  directPartner,
  everyone,
  hasMembers,
} from '../../src-shared/protocol/ids.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import { isForbidden } from '../../src-shared/protocol/room-settings.ts';
import type { RoomSettings } from '../../src-shared/protocol/room-settings.ts';
import type { Now } from './effects.ts';
import type { HistoryQuery } from './ports.ts';
import type { Asked, RoomState } from './room-state.ts';
import { roleIn } from './roster.ts';
import type { RosterAccount } from './roster.ts';
import type { MemberSession } from './session.ts';

type Members = Pick<RoomState, 'roster' | 'groups'>;

/** What the account may read of a conversation: numbers first…last, or nothing. */
export function readable(
  account: AccountId,
  id: ConversationId,
  { roster, groups }: Members,
): NonNullable<HistoryQuery['visible']> | 'nothing' {
  const kind = conversationKind(id);
  switch (kind) {
    case 'everyone':
      return { first: roster.get(account)?.readsFrom?.seq ?? 1 };
    case 'direct':
      return isOneOfTwo(account, id, roster) ? { first: 1 } : 'nothing';
    case 'group':
    case 'topic':
      return groups.visible(id, account) ?? 'nothing';
    default:
      return assertNever(kind);
  }
}

/** Whether the account may read this number of a conversation. */
export function mayReadOne(
  account: AccountId,
  { in: id, seq }: { in: ConversationId; seq: number },
  room: Members,
): boolean {
  const range = readable(account, id, room);
  return range !== 'nothing' && seq >= range.first && seq <= (range.last ?? seq);
}

function mayWrite(account: AccountId, id: ConversationId, room: Members): boolean {
  if (hasMembers(id)) return room.groups.mayWrite(id, account);
  return readable(account, id, room) !== 'nothing';
}

/** The few who are told what somebody does in a conversation besides writing; nobody in a large one. */
export function fewOthersIn(
  conversation: ConversationId,
  account: AccountId,
  { groups }: Pick<RoomState, 'groups'>,
): AccountId[] {
  const partner = directPartner(conversation, account);
  if (partner !== undefined) return [partner];
  if (conversationKind(conversation) !== 'group') return [];
  const members = groups.present(conversation);
  return members.length > limits.smallGroupMembers
    ? []
    : members.filter((each) => each !== account);
}

/** Why the session may not write there now. */
export function refuseWriting(
  id: ConversationId,
  { room, session, now }: Asked<MemberSession>,
): Refusal | undefined {
  return refuseWritingBy(session.stage.account, id, { room, now });
}

/** The same of somebody who need not be there. */
export function refuseWritingBy(
  account: AccountId,
  id: ConversationId,
  { room, now }: Pick<Asked, 'room' | 'now'>,
): Refusal | undefined {
  const own = room.roster.get(account);
  if (!own || !mayWrite(account, id, room)) return { code: 'no-such-conversation' };
  const silenced = refuseMuted(own, now);
  if (silenced) return silenced;
  if (room.groups.isArchived(id)) return { code: 'topic-archived' };
  const kind = conversationKind(id);
  if (kind === 'everyone') return refuseToEveryone(own, room.settings, now);
  if (kind === 'group') return room.groups.refuseSaying(id, account, roleIn(own));
  const partner = directPartner(id, account);
  const other = partner === undefined ? undefined : room.roster.get(partner);
  if (!other) return undefined;
  const isKept = isForbidden(room.settings, 'directs', roleIn(own), roleIn(other));
  return isKept ? { code: 'directs-forbidden' } : undefined;
}

/** It is said now: the next one waits, if the room is slow. */
export function noteWriting(
  id: ConversationId,
  { room, session, now }: Asked<MemberSession>,
): void {
  const own = room.roster.get(session.stage.account);
  if (own && id === everyone) own.wroteAtMs = now.monotonicMs;
}

/** Of whatever reaches others. */
export function refuseMuted({ muted }: RosterAccount, now: Now): Refusal | undefined {
  if (!muted) return undefined;
  const { until } = muted;
  if (until === undefined) return { code: 'muted' };
  return until <= now.wallMs ? undefined : { code: 'muted', retryAfterMs: until - now.wallMs };
}

function refuseToEveryone(
  own: RosterAccount,
  { readOnly, slowModeSeconds }: RoomSettings,
  now: Now,
): Refusal | undefined {
  if (may(roleIn(own), 'stand-above-settings')) return undefined;
  if (readOnly) return { code: 'read-only' };
  const waitMs = own.wroteAtMs + 1000 * slowModeSeconds - now.monotonicMs;
  return waitMs > 0 ? { code: 'slow-mode', retryAfterMs: Math.ceil(waitMs) } : undefined;
}

function isOneOfTwo(account: AccountId, id: ConversationId, roster: RoomState['roster']): boolean {
  const pair = directPair(id);
  if (!pair?.includes(account)) return false;
  return pair.every((side) => roster.has(side));
}
