import { draftOf } from '../../src-shared/protocol/said.ts';
import type { laterWords } from '../../src-shared/protocol/later.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import type { Effect, Now } from './effects.ts';
import { withMentions } from './mentions.ts';
import { refusePace } from './message-commands.ts';
import { readable, refuseWriting, refuseWritingBy } from './permissions.ts';
import type { LaterOfAccount } from './ports.ts';
import { refuse } from './room-state.ts';
import type { Handlers, RoomState } from './room-state.ts';

export const laterCommands: Handlers<typeof laterWords> = {
  'send-later'({ type: _, rid: _rid, ...message }, asked) {
    const { room, session, now, reply } = asked;
    const { account } = session.stage;
    const range = readable(account, message.in, room);
    const isHidden = range !== 'nothing' && (message.reply ?? Infinity) < range.first;
    const isInTime = message.at > now.wallMs && message.at <= now.wallMs + limits.laterMs;
    const refusal: Refusal | undefined =
      refuseText(message.text, room.limits.maxTextCharacters) ??
      (isInTime ? undefined : { code: 'not-in-time' }) ??
      exceptSlow(refuseWriting(message.in, asked)) ??
      (isHidden ? { code: 'no-such-message' } : undefined) ??
      refusePace(asked);
    if (refusal) return [refuse(reply, refusal)];
    return [{ do: 'save-later', reply, later: { account, ...message } }];
  },
  'list-later'(_, { session, reply }) {
    return [{ do: 'read-later', reply, account: session.stage.account }];
  },
  'cancel-later'({ cid }, { session, reply }) {
    return [{ do: 'save-cancelled', reply, account: session.stage.account, cid }];
  },
};

/** What its time has come for: said as if its writer said it now, or the reason why that one may not. */
export function sayLater(
  { account, in: conversation, cid, text, reply, at }: LaterOfAccount,
  room: RoomState,
  now: Now,
): { refusal: Refusal } | { effects: Effect[] } {
  const own = room.roster.get(account);
  const refusal =
    (own
      ? room.bans.refuse({ account: own }, now.wallMs)
      : { code: 'no-such-conversation' as const }) ??
    exceptSlow(refuseWritingBy(account, conversation, { room, now }));
  if (refusal) return { refusal };
  const said = { type: 'send-message', text, ...(reply === undefined ? {} : { reply }) } as const;
  const draft = draftOf(said, { in: conversation, cid, at: now.wallMs, by: account });
  const later = { ...withMentions(draft, account, room), secret: { dueAt: at } };
  return { effects: [{ do: 'append', draft: later }] };
}

/** Whoever thinks of something hours before does not write too fast. */
function exceptSlow(refusal: Refusal | undefined): Refusal | undefined {
  return refusal?.code === 'slow-mode' ? undefined : refusal;
}
