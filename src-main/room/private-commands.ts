import { limits } from '../../src-shared/protocol/limits.ts';
import type { privateChats } from '../../src-shared/protocol/private-chats.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import { refuseRate } from './message-commands.ts';
import { answer, refuse } from './room-state.ts';
import type { Handlers } from './room-state.ts';

export const privateCommands: Handlers<typeof privateChats> = {
  'set-private-limit'({ limit }, { session, reply }) {
    session.stage.privateLimit = limit;
    return [answer(reply, {})];
  },
  'ask-private'({ account }, asked) {
    const { room, session, now, reply } = asked;
    const code = room.privates.refuseAsk(session, account);
    if (code === 'too-many-privates') {
      return [refuse(reply, { code, limit: limits.privatesPerMember })];
    }
    const refusal = code ? { code } : refuseRate(asked);
    if (refusal) return [refuse(reply, refusal)];
    const { answer: fields, effects } = room.privates.ask(session, account, now);
    return [answer(reply, fields), ...effects];
  },
  'answer-private'(command, { room, session, now, reply }) {
    const effects = room.privates.answer(session, command, now);
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
      const { seq, at, text } = known;
      if (text !== command.text) return [refuse(reply, { code: 'cid-used' })];
      return [answer(reply, { seq, at })];
    }
    const refusal = refuseText(command.text, room.limits.maxTextCharacters) ?? refuseRate(asked);
    if (refusal) return [refuse(reply, refusal)];
    const { answer: fields, effects } = room.privates.say(chat, { session, command, now });
    return [answer(reply, fields), ...effects];
  },
  'end-private'(command, { room, session, now, reply }) {
    const effects = room.privates.end(session, command.private, now);
    if (!effects) return [refuse(reply, { code: 'no-such-private' })];
    return [answer(reply, {}), ...effects];
  },
};
