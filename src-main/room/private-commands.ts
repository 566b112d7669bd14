import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { sealedFileSize } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { sealedLength } from '../../src-shared/protocol/private-chats.ts';
import type { privateChats } from '../../src-shared/protocol/private-chats.ts';
import { isForbidden } from '../../src-shared/protocol/room-settings.ts';
import { refuseRate } from './message-commands.ts';
import { refuseMuted } from './permissions.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handlers } from './room-state.ts';
import { roleIn } from './roster.ts';
import type { AccountSession } from './session.ts';

/** When to try again what cannot be held for a side that is lost. */
const heldRetryMs = 1000;

export const privateCommands: Handlers<typeof privateChats> = {
  'set-private-limit'({ limit }, { session, reply }) {
    session.stage.privateLimit = limit;
    return [answer(reply, {})];
  },
  'ask-private'(command, asked) {
    const { room, session, now, reply } = asked;
    const code = room.privates.refuseAsk(session, command.account);
    if (code === 'too-many-privates') {
      return [refuse(reply, { code, limit: limits.privatesPerMember })];
    }
    const refusal = (code ? { code } : refuseAsking(command.account, asked)) ?? refuseRate(asked);
    if (refusal) return [refuse(reply, refusal)];
    const { answer: fields, effects } = room.privates.ask(session, command, now);
    return [answer(reply, fields), ...effects];
  },
  'answer-private'(command, { room, session, now, reply }) {
    const effects = room.privates.answer(session, command, now);
    if (!effects) return [refuse(reply, { code: 'no-such-private' })];
    return [answer(reply, {}), ...effects];
  },
  'reveal-private'(command, { room, session, reply }) {
    const effects = room.privates.reveal(session, command);
    if (!effects) return [refuse(reply, { code: 'no-such-private' })];
    return [answer(reply, {}), ...effects];
  },
  /** What was sent again after a loss gets the numbers that it has (W4), and goes to nobody twice. */
  'send-private'(command, asked) {
    const { room, session, now, reply } = asked;
    const chat = room.privates.open(session, command.private);
    if (!chat) return [refuse(reply, { code: 'no-such-private' })];
    const known = chat.messages.find(session.stage.account, command.cid);
    if (known) {
      const { seq, at, sealed } = known;
      if (sealed !== command.sealed) return [refuse(reply, { code: 'cid-used' })];
      return [answer(reply, { seq, at })];
    }
    const { maxTextCharacters: limit } = room.limits;
    // All that can be said of a text that the room cannot read.
    if (command.sealed.length > sealedLength(limit)) {
      return [refuse(reply, { code: 'text-too-long', limit })];
    }
    if (room.privates.mustWait(chat, command.sealed)) {
      return [refuse(reply, { code: 'too-fast', retryAfterMs: heldRetryMs })];
    }
    const own = room.roster.get(session.stage.account);
    const refusal = (own && refuseMuted(own, now)) ?? refuseRate(asked);
    if (refusal) return [refuse(reply, refusal)];
    const { answer: fields, effects } = room.privates.say(chat, { session, command, now });
    return [answer(reply, fields), ...effects];
  },
  /** Both sides come with connections of their own, which are joined. */
  'fetch-private-file'(command, { room, session, now, reply }) {
    const { private: id, hash, size, held } = command;
    const chat = room.privates.open(session, id);
    if (!chat) return [refuse(reply, { code: 'no-such-private' })];
    const { fileBytes } = room.options.files;
    if (size > sealedFileSize(fileBytes))
      return [refuse(reply, { code: 'file-too-large', limit: fileBytes })];
    const partner = room.privates.partnerOf(chat, session);
    if (!partner) return [refuse(reply, { code: 'partner-away' })];
    const who = { takes: session.stage.account, gives: partner.account };
    const tickets = room.transfers.giveTwo({ ...who, size, held }, now);
    if (!tickets) return [refuse(reply, { code: 'too-fast', retryAfterMs: heldRetryMs })];
    const frame = { type: 'private-file-asked', private: id, hash, held } as const;
    return [
      answer(reply, { ticket: tickets.takes }),
      { do: 'tell-private', to: [partner.at], frame: { ...frame, ticket: tickets.gives } },
    ];
  },
  /** As the answer to what was asked it costs nothing: who asks without end would take the other one's rate. */
  'set-private-file'({ private: id, hash, state, ticket }, asked) {
    const { room, session, now, reply } = asked;
    const chat = room.privates.open(session, id);
    if (!chat) return [refuse(reply, { code: 'no-such-private' })];
    const answered = ticket === undefined ? undefined : room.transfers.take(ticket, now);
    const isAnswer = answered?.account === session.stage.account;
    const refusal = isAnswer ? undefined : refuseRate(asked);
    if (refusal) return [refuse(reply, refusal)];
    const partner = room.privates.partnerOf(chat, session);
    const frame = { type: 'private-file-set', private: id, hash, state } as const;
    // Who is away asks again when it is back.
    return [
      answer(reply, {}),
      ...(partner ? [{ do: 'tell-private', to: [partner.at], frame } as const] : []),
    ];
  },
  'end-private'(command, { room, session, now, reply }) {
    const effects = room.privates.end(session, command.private, now);
    if (!effects) return [refuse(reply, { code: 'no-such-private' })];
    return [answer(reply, {}), ...effects];
  },
};

function refuseAsking(
  partner: AccountId,
  { room, session, now }: Asked<AccountSession>,
): Refusal | undefined {
  const own = room.roster.get(session.stage.account);
  const other = room.roster.get(partner);
  if (!own || !other) return undefined;
  if (isForbidden(room.settings, 'privates', roleIn(own), roleIn(other)))
    return { code: 'privates-forbidden' };
  return refuseMuted(own, now);
}
