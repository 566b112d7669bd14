import type { changes } from '../../src-shared/protocol/changes.ts';
import { draftOf } from '../../src-shared/protocol/said.ts';
import type { Said } from '../../src-shared/protocol/said.ts';
import type { CommandOf, StoringName } from '../../src-shared/protocol/protocol.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { EntryDraft } from '../../src-shared/protocol/entries.ts';
import { directPartner, everyone, isTopic } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { history } from '../../src-shared/protocol/history.ts';
import type { messages } from '../../src-shared/protocol/messages.ts';
import type { Receipt, receipts } from '../../src-shared/protocol/receipts.ts';
import { isEmoji } from '../../src-shared/protocol/emoji.ts';
import { refusePinning } from '../../src-shared/protocol/room-settings.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import type { Effect, Reply } from './effects.ts';
import { withMentions } from './mentions.ts';
import { fewOthersIn, mayReadOne, noteWriting, readable, refuseWriting } from './permissions.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handlers, RoomState } from './room-state.ts';
import { noticeTo, roleIn } from './roster.ts';
import type { ForwardDraft } from './system-entries.ts';
import { isAccountSession } from './session.ts';
import type { MemberSession } from './session.ts';

type Words = typeof messages & typeof changes & typeof history & typeof receipts;

export const messageCommands: Handlers<Words> = {
  'send-message': say,
  'delete-message': say,
  'edit-message': say,
  'add-reaction': say,
  'remove-reaction': say,
  'pin-message': say,
  'unpin-message': say,
  sync({ after, from }, { session, reply }) {
    return [{ do: 'read-sync', reply, query: { account: session.stage.account, after, from } }];
  },
  'read-history'(command, { room, session, reply }) {
    const { in: conversation, after, before, limit = limits.historyPage } = command;
    // Tomorrow somebody else may have the guest's name: what was said to one directly is not for the other.
    const isOpen = conversation === everyone || isTopic(conversation);
    if (!isOpen && !isAccountSession(session)) {
      return [refuse(reply, { code: 'guest-not-allowed' })];
    }
    const range = readable(session.stage.account, conversation, room);
    if (range === 'nothing') return [refuse(reply, { code: 'no-such-conversation' })];
    if (after !== undefined && before !== undefined) {
      return [refuse(reply, { code: 'bad-field', field: 'before' })];
    }
    // Gateways tell nobody a cid, know by it what they sent, and keep nothing that changes would be folded into.
    const reader = session.dialect === 'oda' ? session.stage.account : undefined;
    const asNow = reader === undefined;
    const query = { in: conversation, after, before, limit, reader, asNow };
    return [{ do: 'read-history', reply, query: { ...query, visible: range } }];
  },
  /** Kept first: a number that the conversation has not reached is told to nobody (W11). */
  'mark-delivered'({ in: conversation, seq }, asked) {
    const { room, session, reply } = asked;
    const { account } = session.stage;
    const partner = directPartner(conversation, account);
    if (!partner || !room.roster.has(partner)) {
      return [refuse(reply, { code: 'no-such-conversation' })];
    }
    const receipt = { in: conversation, account, delivered: seq };
    return refuseMark(asked) ?? [{ do: 'save-receipt', reply, receipt }];
  },
  /** Where few read; elsewhere nobody is told, and nothing is kept. */
  'mark-read'({ in: conversation, seq }, asked) {
    const { room, session, reply } = asked;
    const { account } = session.stage;
    if (conversation === everyone || readable(account, conversation, room) === 'nothing') {
      return [refuse(reply, { code: 'no-such-conversation' })];
    }
    const isKept = seq === 0 || fewOthersIn(conversation, account, room).length > 0;
    if (!isKept) return [answer(reply, {})];
    const receipt = { in: conversation, account, read: seq };
    return refuseMark(asked) ?? [{ do: 'save-receipt', reply, receipt }];
  },
  'list-receipts'({ from }, { session, reply }) {
    return [{ do: 'read-receipts', reply, account: session.stage.account, from }];
  },
};

/** Whether a change fits its message is decided where both are stored, in the log's order. */
function say(
  { rid: _, in: conversation, cid, ...what }: CommandOf<Said['type']>,
  asked: Asked<MemberSession, Said['type']>,
): Effect[] {
  const { room, session, now, reply } = asked;
  const by = session.stage.account;
  const refusal =
    refuseWords(what, room) ??
    refuseSaying(what, conversation, asked) ??
    refusePin(what, conversation, asked) ??
    refuseHidden(what, conversation, asked) ??
    refuseForward(what, asked) ??
    refusePace(asked);
  if (refusal) return [refuse(reply, refusal)];
  if (what.type === 'send-message') noteWriting(conversation, asked);
  const draft = draftOf(what, { in: conversation, cid, at: now.wallMs, by });
  const forward = what.type === 'send-message' ? what.forward : undefined;
  // Whom other people's words name is not meant anew.
  if (!forward || draft.type !== 'message') return append([withMentions(draft, by, room)], asked);
  const forwarded: ForwardDraft = { ...draft, secret: { source: forward } };
  return append([forwarded], asked);
}

function refuseWords(what: Said, { limits: own }: RoomState): Refusal | undefined {
  if ('emoji' in what && !isEmoji(what.emoji)) return { code: 'not-an-emoji' };
  return 'text' in what ? refuseText(what.text, own.maxTextCharacters) : undefined;
}

/** What was said can always be deleted where one still reads it, and a slow room is slow for messages only. */
function refuseSaying(
  { type }: Said,
  conversation: ConversationId,
  asked: Asked<MemberSession>,
): Refusal | undefined {
  const refusal = refuseWriting(conversation, asked);
  if (!refusal || refusal.code === 'no-such-conversation') return refusal;
  const isFree = type === 'delete-message' || refusal.code === 'slow-mode';
  return type !== 'send-message' && isFree ? undefined : refusal;
}

function refusePin(
  { type }: Said,
  conversation: ConversationId,
  { room, session }: Asked<MemberSession>,
): Refusal | undefined {
  if (type !== 'pin-message' && type !== 'unpin-message') return undefined;
  const own = room.roster.get(session.stage.account);
  const code = own && refusePinning(room.settings, conversation, roleIn(own));
  return code && { code };
}

/** A message that one may not read is none that one could answer or change. */
function refuseHidden(
  what: Said,
  conversation: ConversationId,
  { room, session }: Asked<MemberSession>,
): Refusal | undefined {
  const named = what.type === 'send-message' ? what.reply : what.target;
  const range = readable(session.stage.account, conversation, room);
  const isHidden = named !== undefined && range !== 'nothing' && named < range.first;
  return isHidden ? { code: 'no-such-message' } : undefined;
}

/** Whether the words are those that were said is decided where they are stored. */
function refuseForward(what: Said, { room, session }: Asked<MemberSession>): Refusal | undefined {
  const forward = what.type === 'send-message' ? what.forward : undefined;
  if (!forward) return undefined;
  if (!isAccountSession(session)) return { code: 'guest-not-allowed' };
  const isSeen = mayReadOne(session.stage.account, forward, room);
  return isSeen ? undefined : { code: 'no-such-message' };
}

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

/** The same for what one says of having read and heard: others hear of it too. */
function refuseMark({ room, session, now, reply }: Asked<MemberSession>): Effect[] | undefined {
  const own = room.roster.get(session.stage.account);
  const waitMs = own?.markBucket.take(now.monotonicMs) ?? 0;
  return waitMs > 0 ? [refuse(reply, { code: 'too-fast', retryAfterMs: waitMs })] : undefined;
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
  reply: Reply<'mark-delivered' | 'mark-read'>,
  receipt: Receipt,
  { refusal, room }: { refusal: Refusal | undefined; room: RoomState },
): Effect[] {
  if (refusal) return [refuse(reply, refusal)];
  const to = fewOthersIn(receipt.in, receipt.account, room);
  return [
    answer(reply, {}),
    ...noticeTo(to, { type: 'receipt', ...receipt }, room.roster),
    ...room.otherHosts.tell({ type: 'receipt', receipt, to }),
  ];
}
