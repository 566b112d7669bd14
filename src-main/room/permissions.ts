import { assertNever } from '../../src-shared/assert-never.ts';
import { conversationKind, directPair } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { HistoryQuery } from './ports.ts';
import type { RoomState } from './room-state.ts';

type Members = Pick<RoomState, 'roster' | 'groups'>;

/** What the account may read of a conversation: numbers first…last, all of them, or nothing. */
export function readable(
  account: AccountId,
  id: ConversationId,
  { roster, groups }: Members,
): NonNullable<HistoryQuery['visible']> | 'all' | 'nothing' {
  const kind = conversationKind(id);
  switch (kind) {
    case 'everyone':
      return 'all';
    case 'direct':
      return isOneOfTwo(account, id, roster) ? 'all' : 'nothing';
    case 'group':
      return groups.visible(id, account) ?? 'nothing';
    default:
      return assertNever(kind);
  }
}

export function mayWrite(account: AccountId, id: ConversationId, room: Members): boolean {
  if (conversationKind(id) === 'group') return room.groups.mayWrite(id, account);
  return readable(account, id, room) !== 'nothing';
}

function isOneOfTwo(account: AccountId, id: ConversationId, roster: RoomState['roster']): boolean {
  const pair = directPair(id);
  if (!pair?.includes(account)) return false;
  return pair.every((side) => roster.has(side));
}
