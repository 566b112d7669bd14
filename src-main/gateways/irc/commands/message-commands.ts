import { isAway } from '../people.ts';
import { directConversation } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../../../src-shared/protocol/ids.ts';
import type { Sink } from '../irc-output.ts';
import type { IrcClient } from '../irc-client.ts';
import { readIrcText } from '../irc-text.ts';
import { linesTo } from '../message-lines.ts';
import { foldNick } from '../nicks.ts';
import { numerics } from '../numerics.ts';
import { replyRefusal } from '../refusals.ts';
import type { Reply } from '../reply.ts';
import { maxTargets } from '../welcome.ts';
import type { IrcCommand, IrcCommands } from './irc-command.ts';
import { command, namedMember, openChannel, repeated, splitList } from './irc-command.ts';
import { answeredSeq, isSeq, react } from './react.ts';

export const messageCommands: IrcCommands = {
  PRIVMSG: speaking('PRIVMSG'),
  NOTICE: speaking('NOTICE'),
  TAGMSG: { ...command('in', 1, react), isStream: true },
};

/**
 * Programs that other networks have, to which many clients send a password by themselves. Here they are nobody, and
 * whoever calls themselves so hears nothing.
 */
const services = /^(?:nick|chan|auth|user|memo|oper|host|bot|sasl)serv$/;

type Said = {
  verb: 'PRIVMSG' | 'NOTICE';
  text: string;
  reply: Reply;
  /** Where it is said what went wrong. */
  answers: Pick<Sink, 'numeric' | 'notice'>;
};

function speaking(verb: Said['verb']): IrcCommand {
  // Nothing may ever be answered to a NOTICE by itself (RFC 1459): neither what is wrong with it nor that somebody is away.
  const nobody = { numeric: () => undefined, notice: () => undefined };
  const said = command('in', 0, (client, [list, raw], reply) => {
    const answers = verb === 'NOTICE' ? nobody : reply;
    if (!list) return answers.numeric(numerics.noRecipient, [], 'Nobody was named to send it to');
    if (!raw) return answers.numeric(numerics.noText, [], 'There is no text to send');
    const read = readIrcText(raw);
    if (read.is === 'request') return;
    const targets = new Set(splitList(list, maxTargets + 1));
    if (targets.size > maxTargets) {
      const sentence = `At most ${maxTargets} at once`;
      return answers.numeric(numerics.tooManyTargets, [repeated(list)], sentence);
    }
    return sayTo(client, targets, { verb, text: read.text, reply, answers });
  });
  return { ...said, isStream: true };
}

/** If too much waits already, this line waits too, and with it what the client sends after it. */
async function sayTo(client: IrcClient, targets: Iterable<string>, said: Said): Promise<void> {
  for (const target of targets) {
    const conversation = target.startsWith('#')
      ? openChannel(client, target, said.answers)
      : directTo(client, target, said);
    if (!conversation) continue;
    await client.sends.roomForOne();
    send(client, { target, conversation }, said);
  }
}

function send(
  client: IrcClient,
  { target, conversation }: { target: string; conversation: ConversationId },
  { verb, text, reply, answers }: Said,
): void {
  const answered = answeredSeq(client, conversation, reply);
  if (answered !== undefined && !isSeq(answered))
    return replyRefusal(answers, { code: 'no-such-message' }, { names: [target] });
  const release = reply.hold();
  client.sends.add({
    conversation,
    text,
    answers: answered,
    reply,
    release,
    named: (cid) => {
      if (verb === 'NOTICE') client.shared.rememberNotice(cid);
    },
    sent: () => {
      // With echo-message its own line is the answer, as soon as it is delivered.
      if (!client.out.has('echo-message')) release();
    },
    refused: (refusal) => {
      replyRefusal(answers, refusal, { names: [target] });
      release();
    },
  });
}

/** Undefined if there is no conversation: then all is done. */
function directTo(client: IrcClient, nick: string, said: Said): ConversationId | undefined {
  const { answers } = said;
  const self = client.port.self();
  if (services.test(foldNick(nick))) {
    const sentence =
      'There are no services here, and nobody got this: give a password by SASL or PASS';
    answers.numeric(numerics.noSuchNick, [repeated(nick)], sentence);
    return undefined;
  }
  const member = namedMember(client, nick, answers);
  if (!member || !self) return undefined;
  if (member.account === self.account) {
    sayToSelf(client, self.account, said);
    return undefined;
  }
  if (isAway(member)) {
    const nickOfOther = client.people.nickOf(member);
    answers.numeric(numerics.away, [nickOfOther], client.people.awayTextOf(member.account));
  }
  return directConversation(self.account, member.account);
}

/** Comes back, to all IRC programs of this account; the room has no conversation with oneself and keeps nothing. */
function sayToSelf(client: IrcClient, account: AccountId, { verb, text, reply }: Said): void {
  for (const own of client.shared.clientsOf(account)) {
    const lines = linesTo(own, { from: account, target: own.nick, verb, text });
    const isEcho = own === client && own.out.has('echo-message');
    // What is echoed comes once as what was said, and once as what one hears.
    if (isEcho) for (const line of lines) reply.line(line);
    const sink = own === client && !isEcho ? reply : own.out;
    for (const line of lines) sink.line(line);
  }
}
