import type { typing } from '../../src-shared/protocol/typing.ts';
import { fewOthersIn, refuseWriting } from './permissions.ts';
import { answer, refuse } from './room-state.ts';
import type { Handlers } from './room-state.ts';
import { noticeTo } from './roster.ts';

export const typingCommands: Handlers<typeof typing> = {
  'set-typing'({ in: conversation, isTyping }, asked) {
    const { room, session, now, reply } = asked;
    const { account } = session.stage;
    const refusal = refuseWriting(conversation, asked);
    if (refusal) return [refuse(reply, refusal)];
    const waitMs = room.roster.get(account)?.typingBucket.take(now.monotonicMs) ?? 0;
    if (waitMs > 0) return [refuse(reply, { code: 'too-fast', retryAfterMs: waitMs })];
    const to = fewOthersIn(conversation, account, room);
    const told = { in: conversation, account, isTyping };
    return [
      answer(reply, {}),
      ...noticeTo(to, { type: 'typing', ...told }, room.roster),
      ...(to.length > 0 ? room.otherHosts.tell({ type: 'typing', typing: told, to }) : []),
    ];
  },
};
