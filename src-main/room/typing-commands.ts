import { conversationKind, directPartner } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { typing } from '../../src-shared/protocol/typing.ts';
import { refuseWriting } from './permissions.ts';
import { answer, refuse } from './room-state.ts';
import type { Handlers, RoomState } from './room-state.ts';
import { noticeTyping } from './roster.ts';

export const typingCommands: Handlers<typeof typing> = {
  'set-typing'({ in: conversation, isTyping }, asked) {
    const { room, session, now, reply } = asked;
    const { account } = session.stage;
    const refusal = refuseWriting(conversation, asked);
    if (refusal) return [refuse(reply, refusal)];
    const waitMs = room.roster.get(account)?.typingBucket.take(now.monotonicMs) ?? 0;
    if (waitMs > 0) return [refuse(reply, { code: 'too-fast', retryAfterMs: waitMs })];
    const to = othersIn(conversation, account, room);
    const told = { in: conversation, account, isTyping };
    return [
      answer(reply, {}),
      ...noticeTyping(told, to, room.roster),
      ...(to.length > 0 ? room.otherHosts.tell({ type: 'typing', typing: told, to }) : []),
    ];
  },
};

/** The few who are told what somebody does in a conversation besides writing; nobody in a large one. */
function othersIn(
  conversation: ConversationId,
  account: AccountId,
  { groups }: Pick<RoomState, 'groups'>,
): AccountId[] {
  const partner = directPartner(conversation, account);
  if (partner !== undefined) return [partner];
  if (conversationKind(conversation) !== 'group') return [];
  const members = groups.present(conversation);
  return members.length > limits.typingMembers ? [] : members.filter((each) => each !== account);
}
