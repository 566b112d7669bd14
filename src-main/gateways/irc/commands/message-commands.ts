import { directConversation } from '../../../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../../../src-shared/protocol/ids.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes } from '../irc-line.ts';
import { readIrcText } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import { replyRefusal } from '../refusals.ts';
import type { Reply } from '../reply.ts';
import { maxHeldMessages } from '../send-queue.ts';
import { awayText } from '../show-notice.ts';
import { maxTargets } from '../welcome.ts';
import type { IrcCommand, IrcCommands } from './irc-command.ts';
import { splitList } from './irc-command.ts';

const speak: IrcCommand = { who: 'in', atLeast: 0, run: say };

/** A NOTICE is a message like any other: Oda has no second kind. */
export const messageCommands: IrcCommands = {
  PRIVMSG: speak,
  NOTICE: speak,
  // Signs of typing and the like: Oda passes none on.
  TAGMSG: { who: 'in', atLeast: 1, run: () => undefined },
};

function say(client: IrcClient, [list, raw]: readonly string[], reply: Reply): void {
  if (!list) return reply.numeric(numerics.noRecipient, [], 'Nobody was named to send it to');
  if (!raw) return reply.numeric(numerics.noText, [], 'There is no text to send');
  const read = readIrcText(raw);
  if (read.is === 'request') return;
  const targets = new Set(splitList(list, maxTargets + 1));
  if (targets.size > maxTargets) {
    const params = [cutToBytes(list, 128)];
    return reply.numeric(numerics.tooManyTargets, params, `At most ${maxTargets} at once`);
  }
  for (const target of targets) sendTo(client, { target, text: read.text }, reply);
}

function sendTo(
  client: IrcClient,
  { target, text }: { target: string; text: string },
  reply: Reply,
): void {
  const conversation = target.startsWith('#')
    ? openChannel(client, target, reply)
    : directTo(client, target, reply);
  if (!conversation) return;
  if (client.sends.isFull) {
    const sentence = `${maxHeldMessages} messages wait already: this one was not sent. Write slower.`;
    return reply.notice(`${target}: ${sentence}`);
  }
  const release = reply.hold();
  client.sends.add({
    conversation,
    text,
    reply,
    release,
    sent: () => {
      // With echo-message its own line is the answer, as soon as it is delivered.
      if (!client.out.has('echo-message')) release();
    },
    refused: (refusal) => {
      replyRefusal(reply, refusal, target);
      release();
    },
  });
}

function openChannel(client: IrcClient, name: string, reply: Reply): ConversationId | undefined {
  const channel = client.channels.named(name);
  if (channel?.isJoined) return channel.conversation;
  const word = cutToBytes(name, 128);
  if (channel) reply.numeric(numerics.cannotSend, [word], 'Join the channel first');
  else reply.numeric(numerics.noSuchChannel, [word], 'There is no such channel for you');
  return undefined;
}

function directTo(client: IrcClient, nick: string, reply: Reply): ConversationId | undefined {
  const self = client.port.self();
  const member = client.people.find(nick);
  const word = cutToBytes(nick, 128);
  if (!member || !self) {
    reply.numeric(numerics.noSuchNick, [word], 'Nobody of this name is known here');
    return undefined;
  }
  if (member.account === self.account) {
    reply.numeric(numerics.noSuchNick, [word], 'That is you');
    return undefined;
  }
  if (member.presence === 'away') {
    reply.numeric(numerics.away, [client.people.nickOf(member)], awayText);
  }
  return directConversation(self.account, member.account);
}
