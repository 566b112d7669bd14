import type { StoringName } from '../../src-shared/protocol/protocol.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { EntryDraft } from '../../src-shared/protocol/entries.ts';
import { directPartner, everyone } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { history } from '../../src-shared/protocol/history.ts';
import type { messages } from '../../src-shared/protocol/messages.ts';
import type { Receipt, receipts } from '../../src-shared/protocol/receipts.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import type { Effect, Reply } from './effects.ts';
import { noteWriting, readable, refuseWriting } from './permissions.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handlers, RoomState } from './room-state.ts';
import { noticeReceipt } from './roster.ts';
import { isAccountSession } from './session.ts';
import type { MemberSession } from './session.ts';

type Words = typeof messages & typeof history & typeof receipts;

export const messageCommands: Handlers<Words> = {
  'send-message'(command, asked) {
    const { room, session, now, reply } = asked;
    const { account } = session.stage;
    const { in: conversation, cid, text } = command;
    const refusal =
      refuseText(text, room.limits.maxTextCharacters) ??
      refuseWriting(conversation, asked) ??
      refusePace(asked);
    if (refusal) return [refuse(reply, refusal)];
    noteWriting(conversation, asked);
    return append(
      [{ type: 'message', in: conversation, at: now.wallMs, from: account, cid, text }],
      asked,
    );
  },
  sync({ after, from }, { session, reply }) {
    return [{ do: 'read-sync', reply, query: { account: session.stage.account, after, from } }];
  },
  'read-history'(command, { room, session, reply }) {
    const { in: conversation, after, before, limit = limits.historyPage } = command;
    // Tomorrow somebody else may have the guest's name: what was said to one directly is not for the other.
    if (conversation !== everyone && !isAccountSession(session)) {
      return [refuse(reply, { code: 'guest-not-allowed' })];
    }
    const range = readable(session.stage.account, conversation, room);
    if (range === 'nothing') return [refuse(reply, { code: 'no-such-conversation' })];
    if (after !== undefined && before !== undefined) {
      return [refuse(reply, { code: 'bad-field', field: 'before' })];
    }
    const query = { in: conversation, after, before, limit };
    return [
      {
        do: 'read-history',
        reply,
        query: range === 'all' ? query : { ...query, visible: range },
      },
    ];
  },
  /** Kept first: a number that the conversation has not reached is told to nobody (W11). */
  'mark-delivered'({ in: conversation, seq }, { room, session, reply }) {
    const { account } = session.stage;
    const partner = directPartner(conversation, account);
    if (!partner || !room.roster.has(partner)) {
      return [refuse(reply, { code: 'no-such-conversation' })];
    }
    const receipt = { in: conversation, account, delivered: seq };
    return [{ do: 'save-receipt', reply, receipt }];
  },
  'list-receipts'({ from }, { session, reply }) {
    return [{ do: 'read-receipts', reply, account: session.stage.account, from }];
  },
};

/** What goes into the log has a rate per member and a number per session that waits for the disk. */
export function refusePace(asked: Asked<MemberSession>): Refusal | undefined {
  if (asked.session.stage.unacknowledged >= limits.maxUnacknowledged) {
    return { code: 'too-many-unacknowledged', limit: limits.maxUnacknowledged };
  }
  return refuseRate(asked);
}

/** What reaches others has one rate per member, whatever it is. */
export function refuseRate({ room, session, now }: Asked<MemberSession>): Refusal | undefined {
  const waitMs = room.roster.get(session.stage.account)?.bucket.take(now.monotonicMs) ?? 0;
  return waitMs > 0 ? { code: 'too-fast', retryAfterMs: waitMs } : undefined;
}

/** One command's entries; the last one is what gets acknowledged. */
export function append(
  drafts: readonly EntryDraft[],
  { session, reply }: Asked<MemberSession, StoringName>,
): Effect[] {
  session.stage.unacknowledged += 1;
  return drafts.map((draft, place) =>
    place === drafts.length - 1 ? { do: 'append', draft, reply } : { do: 'append', draft },
  );
}

export function receiptSaved(
  reply: Reply<'mark-delivered'>,
  receipt: Receipt,
  { refusal, room }: { refusal: Refusal | undefined; room: RoomState },
): Effect[] {
  if (refusal) return [refuse(reply, refusal)];
  return [
    answer(reply, {}),
    ...noticeReceipt(receipt, room.roster),
    ...room.otherHosts.tell({ type: 'receipt', receipt }),
  ];
}
