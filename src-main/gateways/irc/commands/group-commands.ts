import type { Refusal } from '../../../../src-shared/protocol/codes.ts';
import { sendTopic } from '../channel-view.ts';
import type { Channel } from '../channels.ts';
import type { IrcClient } from '../irc-client.ts';
import { maxWordsBytes, readIrcWords } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import { replyRefusal, toOwners } from '../refusals.ts';
import type { Reply } from '../reply.ts';
import { maxTargets } from '../welcome.ts';
import { invite, refuseOutside, topicNamed } from '../topic-channels.ts';
import type { IrcCommands } from './irc-command.ts';
import { kickFromRoom } from './moderation-commands.ts';
import { command, namedMember, splitList } from './irc-command.ts';

/** What the owner of a group does with it: its channel's operator. */
export const groupCommands: IrcCommands = {
  // A group's name is its topic; what a topic is about is its own.
  TOPIC: command('in', 1, async (client, [name = '', ...words], reply) => {
    const topic = topicNamed(client, name);
    if (words.length === 0 && topic) return sendTopic(client, topic, reply);
    const channel = client.channels.named(name);
    if (!channel) return refuseOutside(client, name, reply);
    if (words.length === 0) return sendTopic(client, channel, reply);
    if (!mayChange(client, channel, reply)) return;
    // Typed by hand, often without the colon.
    const text = words.join(' ');
    const { conversation } = channel;
    const outcome = await (channel.group?.topic
      ? client.requests.askInTurn({ type: 'describe-topic', in: conversation, about: text })
      : client.requests.askInTurn({ type: 'rename-group', in: conversation, name: text }));
    if (!outcome.ok) refuse(reply, outcome.refusal, [channel.name]);
  }),
  // Of several channels each has the nick that stands in its place (RFC 2812).
  KICK: command('in', 2, async (client, [names = '', list = '', raw = ''], reply) => {
    const channels = splitList(names, maxTargets);
    const nicks = splitList(list, maxTargets);
    for (const [place, name] of channels.entries()) {
      const some = channels.length === 1 ? nicks : nicks.slice(place, place + 1);
      await kick(client, { name, nicks: some, raw }, reply);
    }
  }),
  INVITE: command('in', 2, async (client, [nick = '', name = ''], reply) => {
    const member = namedMember(client, nick, reply);
    if (!member) return;
    const channel = client.channels.named(name);
    if (!channel) return refuseOutside(client, name, reply);
    if (channel.group?.topic && channel.isJoined) return invite(client, { channel, member }, reply);
    if (!mayChange(client, channel, reply)) return;
    const names = [client.people.nickOf(member), channel.name];
    const added = { in: channel.conversation, account: member.account };
    const outcome = await client.requests.askInTurn({ type: 'add-to-group', ...added });
    // Who is invited is in at once.
    if (outcome.ok) reply.numeric(numerics.inviting, names);
    else refuse(reply, outcome.refusal, names);
  }),
};

async function kick(
  client: IrcClient,
  { name, nicks, raw }: { name: string; nicks: readonly string[]; raw: string },
  reply: Reply,
): Promise<void> {
  const channel = client.channels.named(name);
  if (!channel) return refuseOutside(client, name, reply);
  if (!channel.group) return kickFromRoom(client, { channel, nicks, raw }, reply);
  if (!mayChange(client, channel, reply)) return;
  const words = readIrcWords(raw, maxWordsBytes);
  for (const nick of nicks) {
    const member = namedMember(client, nick, reply);
    if (!member) continue;
    const taken = { in: channel.conversation, account: member.account };
    if (words !== '') client.shared.rememberWhy(taken, words);
    const outcome = await client.requests.askInTurn({ type: 'remove-from-group', ...taken });
    // Everybody who is told of it has been told by now.
    client.shared.forgetWhy(taken);
    const names = [client.people.nickOf(member), channel.name];
    if (!outcome.ok) refuse(reply, outcome.refusal, names);
  }
}

/** The room decides in the end; this is for what it cannot say as IRC says it. */
function mayChange(client: IrcClient, channel: Channel, reply: Reply): boolean {
  const { name, group, isJoined } = channel;
  // Of a topic moderators may too, as the room has it.
  if (isJoined && group && (group.topic || client.isSelf(group.owner))) return true;
  const no = isJoined ? numerics.notChannelOwner : numerics.notOnChannel;
  reply.numeric(no, [name], whyNot(client, channel));
  return false;
}

function whyNot({ people }: IrcClient, { isJoined, group }: Channel): string {
  if (!isJoined) return 'You are not in this channel';
  if (group) return `Only ${people.nickOfAccount(group.owner)}, who owns this group, may do that`;
  return 'This is everyone in the room, and its topic is the room’s name: it is changed in Oda';
}

function refuse(reply: Reply, refusal: Refusal, names: readonly string[]): void {
  replyRefusal(reply, refusal, { names, answers: toOwners });
}
