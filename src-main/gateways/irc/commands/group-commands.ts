import type { Refusal } from '../../../../src-shared/protocol/codes.ts';
import type { Member } from '../../../../src-shared/protocol/members.ts';
import { sentenceOf } from '../../common/sentence-of.ts';
import { sendTopic } from '../channel-view.ts';
import type { Channel } from '../channels.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes } from '../irc-line.ts';
import { maxWordsBytes, readIrcWords } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import type { Reply } from '../reply.ts';
import { maxTargets } from '../welcome.ts';
import type { IrcCommands } from './irc-command.ts';
import { splitList } from './irc-command.ts';

/** What the owner of a group does with it: its channel's operator. */
export const groupCommands: IrcCommands = {
  TOPIC: { who: 'in', atLeast: 1, run: topic },
  KICK: { who: 'in', atLeast: 2, run: kick },
  INVITE: { who: 'in', atLeast: 2, run: invite },
};

type OwnChannel = Channel & { group: NonNullable<Channel['group']> };

/** The group's name is its topic. */
async function topic(
  client: IrcClient,
  [name = '', ...words]: readonly string[],
  reply: Reply,
): Promise<void> {
  const channel = known(client, name, reply);
  if (!channel) return;
  if (words.length === 0) return sendTopic(channel, reply);
  if (!mayChange(client, channel, reply)) return;
  // Typed by hand, often without the colon.
  const text = words.join(' ');
  const outcome = await client.requests.askInTurn({
    type: 'rename-group',
    in: channel.conversation,
    name: text,
  });
  if (!outcome.ok) refuse(reply, outcome.refusal, { channel });
}

async function kick(
  client: IrcClient,
  [name = '', list = '', raw = '']: readonly string[],
  reply: Reply,
): Promise<void> {
  const channel = known(client, name, reply);
  if (!channel || !mayChange(client, channel, reply)) return;
  const words = readIrcWords(raw, maxWordsBytes);
  for (const nick of splitList(list, maxTargets)) {
    const member = knownMember(client, nick, reply);
    if (!member) continue;
    const { account } = member;
    const taken = { type: 'remove-from-group', in: channel.conversation, account } as const;
    if (words !== '') client.shared.rememberWhy(taken, words);
    const outcome = await client.requests.askInTurn(taken);
    // Everybody who is told of it has been told by now.
    client.shared.forgetWhy(taken);
    if (!outcome.ok)
      refuse(reply, outcome.refusal, { channel, nick: client.people.nickOf(member) });
  }
}

async function invite(
  client: IrcClient,
  [nick = '', name = '']: readonly string[],
  reply: Reply,
): Promise<void> {
  const member = knownMember(client, nick, reply);
  const channel = member && known(client, name, reply);
  if (!channel || !mayChange(client, channel, reply)) return;
  const shownNick = client.people.nickOf(member);
  const { account } = member;
  const added = { type: 'add-to-group', in: channel.conversation, account } as const;
  const outcome = await client.requests.askInTurn(added);
  // Who is invited is in at once.
  if (outcome.ok) reply.numeric(numerics.inviting, [shownNick, channel.name]);
  else refuse(reply, outcome.refusal, { channel, nick: shownNick });
}

/** A channel that the client can see; else it is told that there is none. */
export function known(client: IrcClient, name: string, reply: Reply): Channel | undefined {
  const channel = client.channels.named(name);
  if (channel) return channel;
  const params = [cutToBytes(name, 128)];
  reply.numeric(numerics.noSuchChannel, params, 'There is no such channel for you');
  return undefined;
}

function knownMember(client: IrcClient, nick: string, reply: Reply): Member | undefined {
  const member = client.people.find(nick);
  if (member) return member;
  reply.numeric(numerics.noSuchNick, [cutToBytes(nick, 128)], 'Nobody of this name is known here');
  return undefined;
}

/** The room decides in the end; this is for what it cannot say as IRC says it. */
function mayChange(client: IrcClient, channel: Channel, reply: Reply): channel is OwnChannel {
  const { name, group } = channel;
  if (!channel.isJoined) {
    reply.numeric(numerics.notOnChannel, [name], 'You are not in this channel');
  } else if (!group) {
    const sentence =
      'This is everyone in the room, and its topic is the room’s name: only its host changes it';
    reply.numeric(numerics.notChannelOwner, [name], sentence);
  } else if (client.isSelf(group.owner)) return true;
  else {
    const owner = client.people.nickOfAccount(group.owner);
    reply.numeric(
      numerics.notChannelOwner,
      [name],
      `Only ${owner}, who owns this group, may do that`,
    );
  }
  return false;
}

function refuse(
  reply: Reply,
  refusal: Refusal,
  { channel, nick }: { channel: Channel; nick?: string },
): void {
  const sentence = sentenceOf(refusal);
  const { name } = channel;
  const both = nick === undefined ? [name] : [nick, name];
  switch (refusal.code) {
    case 'no-such-conversation':
      return reply.numeric(numerics.noSuchChannel, [name], sentence);
    case 'not-the-owner':
      return reply.numeric(numerics.notChannelOwner, [name], sentence);
    case 'not-in-group':
      return reply.numeric(numerics.notInChannel, both, sentence);
    case 'already-in-group':
      return reply.numeric(numerics.alreadyOnChannel, both, sentence);
    case 'no-such-member':
      return reply.numeric(numerics.noSuchNick, nick === undefined ? [name] : [nick], sentence);
    default:
      return reply.notice(`${both.join(' ')}: ${sentence}`);
  }
}
