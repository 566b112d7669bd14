import { directConversation } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../../../src-shared/protocol/ids.ts';
import type { Sink } from '../channel-view.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes } from '../irc-line.ts';
import { readIrcText } from '../irc-text.ts';
import { linesTo } from '../message-lines.ts';
import { foldNick } from '../nicks.ts';
import { numerics } from '../numerics.ts';
import { replyRefusal } from '../refusals.ts';
import type { Reply } from '../reply.ts';
import { maxTargets } from '../welcome.ts';
import type { IrcCommand, IrcCommands } from './irc-command.ts';
import { splitList } from './irc-command.ts';

export const messageCommands: IrcCommands = {
  PRIVMSG: speaking('PRIVMSG'),
  NOTICE: speaking('NOTICE'),
  // Signs of typing and the like: Oda passes none on.
  TAGMSG: { who: 'in', atLeast: 1, run: () => undefined },
};

/**
 * Programs that other networks have, to which many clients send a password by themselves. Here they are nobody, and
 * whoever calls themselves so hears nothing.
 */
const services = /^(?:nick|chan|auth|user|memo|oper|host|bot|sasl)serv$/;

/** Nothing may ever be answered to a NOTICE by itself (RFC 1459): neither what is wrong with it nor that somebody is away. */
const nobody: Pick<Sink, 'numeric' | 'notice'> = {
  numeric: () => undefined,
  notice: () => undefined,
};

type Said = {
  verb: 'PRIVMSG' | 'NOTICE';
  text: string;
  reply: Reply;
  /** Where it is said what went wrong. */
  answers: Pick<Sink, 'numeric' | 'notice'>;
};

function speaking(verb: Said['verb']): IrcCommand {
  return {
    who: 'in',
    atLeast: 0,
    run(client, params, reply) {
      return say(client, params, { verb, reply, answers: verb === 'NOTICE' ? nobody : reply });
    },
  };
}

function say(
  client: IrcClient,
  [list, raw]: readonly string[],
  how: Omit<Said, 'text'>,
): void | Promise<void> {
  const { answers } = how;
  if (!list) return answers.numeric(numerics.noRecipient, [], 'Nobody was named to send it to');
  if (!raw) return answers.numeric(numerics.noText, [], 'There is no text to send');
  const read = readIrcText(raw);
  if (read.is === 'request') return;
  const targets = new Set(splitList(list, maxTargets + 1));
  if (targets.size > maxTargets) {
    const params = [cutToBytes(list, 128)];
    return answers.numeric(numerics.tooManyTargets, params, `At most ${maxTargets} at once`);
  }
  return sayTo(client, targets, { ...how, text: read.text });
}

/** If too much waits already, this line waits too, and with it what the client sends after it. */
async function sayTo(client: IrcClient, targets: Iterable<string>, said: Said): Promise<void> {
  for (const target of targets) {
    const conversation = target.startsWith('#')
      ? openChannel(client, target, said)
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
  const release = reply.hold();
  client.sends.add({
    conversation,
    text,
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
      replyRefusal(answers, refusal, target);
      release();
    },
  });
}

function openChannel(
  client: IrcClient,
  name: string,
  { answers }: Said,
): ConversationId | undefined {
  const channel = client.channels.named(name);
  if (channel?.isJoined) return channel.conversation;
  const word = cutToBytes(name, 128);
  if (channel) answers.numeric(numerics.cannotSend, [word], 'Join the channel first');
  else answers.numeric(numerics.noSuchChannel, [word], 'There is no such channel for you');
  return undefined;
}

/** Undefined if there is no conversation: then all is done. */
function directTo(client: IrcClient, nick: string, said: Said): ConversationId | undefined {
  const { answers } = said;
  const self = client.port.self();
  const word = cutToBytes(nick, 128);
  if (services.test(foldNick(nick))) {
    const sentence =
      'There are no services here, and nobody got this: give a password by SASL or PASS';
    answers.numeric(numerics.noSuchNick, [word], sentence);
    return undefined;
  }
  const member = client.people.find(nick);
  if (!member || !self) {
    answers.numeric(numerics.noSuchNick, [word], 'Nobody of this name is known here');
    return undefined;
  }
  if (member.account === self.account) {
    sayToSelf(client, self.account, said);
    return undefined;
  }
  if (member.presence === 'away') {
    const nickOfOther = client.people.nickOf(member);
    answers.numeric(numerics.away, [nickOfOther], client.people.awayTextOf(member.account));
  }
  return directConversation(self.account, member.account);
}

/** Comes back, to all IRC programs of this account; the room has no conversation with oneself and keeps nothing. */
function sayToSelf(client: IrcClient, account: AccountId, { verb, text, reply }: Said): void {
  for (const own of client.shared.clientsOf(account)) {
    const sink = own === client ? reply : own.out;
    for (const line of linesTo(own, { from: account, target: own.nick, verb, text }))
      sink.line(line);
  }
}
