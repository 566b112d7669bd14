import { joinChannel, partChannel, sendNames } from '../channel-view.ts';
import { comeIn, goOut, refuseOutside, topicNamed } from '../topic-channels.ts';
import type { Channel } from '../channels.ts';
import { History } from '../history.ts';
import type { IrcClient } from '../irc-client.ts';
import { maxWordsBytes, readIrcWords } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import type { Reply } from '../reply.ts';
import { maxTargets } from '../welcome.ts';
import { groupCommands } from './group-commands.ts';
import { sendList } from './list-command.ts';
import { changeMode, sendBans } from './moderation-commands.ts';
import type { IrcCommands } from './irc-command.ts';
import { command, namedChannel, repeated, splitList } from './irc-command.ts';

/** Everyone and groups, as channels. */
export const channelCommands: IrcCommands = {
  JOIN: command('in', 1, async (client, [list = ''], reply) => {
    // `JOIN 0` leaves all channels (RFC 2812).
    if (list === '0') {
      for (const channel of joined(client))
        await leave(client, { channel, text: undefined }, reply);
      return;
    }
    for (const name of splitList(list, maxTargets)) {
      const channel = client.channels.named(name) ?? (await comeIn(client, name, reply));
      if (channel && !channel.isJoined) joinChannel(client, channel, reply);
    }
  }),
  PART: command('in', 1, async (client, [list = '', raw = ''], reply) => {
    const text = readIrcWords(raw, maxWordsBytes) || undefined;
    for (const name of splitList(list, maxTargets)) {
      const channel = client.channels.named(name);
      if (channel?.isJoined) await leave(client, { channel, text }, reply);
      else refuseOutside(client, name, reply);
    }
  }),
  NAMES: command('in', 0, (client, [list], reply) => {
    if (list === undefined) {
      for (const channel of joined(client)) sendNames(client, channel, reply);
      return reply.numeric(numerics.endOfNames, ['*'], 'End of names');
    }
    for (const name of splitList(list, maxTargets)) {
      const channel = client.channels.named(name) ?? topicNamed(client, name);
      if (channel) sendNames(client, channel, reply);
      // That a channel is not there is told by a list without anybody.
      else reply.numeric(numerics.endOfNames, [repeated(name)], 'End of names');
    }
  }),
  LIST: command('in', 0, (client, [list], reply) => sendList(client, list ?? '', reply)),
  ...groupCommands,
  MODE: command('in', 1, async (client, [name = '', modes, mask], reply) => {
    if (!name.startsWith('#')) return ownMode(client, name, reply);
    const channel = namedChannel(client, name, reply);
    if (!channel) return;
    if (modes === undefined) return showModes(client, channel, reply);
    const isBans = mask === undefined && modes.replace(/^[+-]/, '') === 'b';
    if (isBans && !channel.group) return sendBans(client, channel, reply);
    const list = mask === undefined ? emptyLists.get(modes.replace(/^[+-]/, '')) : undefined;
    if (list) return reply.numeric(list.end, [channel.name], list.sentence);
    return changeMode(client, { channel, modes, nick: mask }, reply);
  }),
};

/** Lists are asked for by their letter alone, and nothing is on them. */
const emptyLists = new Map([
  ['b', { end: numerics.endOfBans, sentence: 'Nobody is banned' }],
  ['e', { end: numerics.endOfExceptions, sentence: 'End of the list' }],
  ['I', { end: numerics.endOfInvites, sentence: 'End of the list' }],
]);

/** A topic is left for good, by all programs of the person; whatever else is only shown no more. */
async function leave(
  client: IrcClient,
  { channel, text }: { channel: Channel; text: string | undefined },
  reply: Reply,
): Promise<void> {
  if (channel.group?.topic) return goOut(client, { channel, text }, reply);
  partChannel(client, { channel, text }, reply);
}

function joined(client: IrcClient): Channel[] {
  return [...client.channels.all()].filter((channel) => channel.isJoined);
}

function ownMode(client: IrcClient, name: string, reply: Reply): void {
  const self = client.port.self();
  if (self && client.people.find(name)?.account === self.account) {
    return reply.numeric(numerics.ownModes, ['+']);
  }
  reply.numeric(numerics.notYourModes, [], 'Only your own modes can be asked for');
}

/** Only who is in a channel writes there, and its name is not for everybody to change. */
async function showModes(client: IrcClient, channel: Channel, reply: Reply): Promise<void> {
  const isModerated = channel.group
    ? channel.isModerated || channel.group.topic?.archived === true
    : client.settings.readOnly;
  reply.numeric(numerics.channelModes, [channel.name, isModerated ? '+mnt' : '+nt']);
  const beganAt = await new History(client.requests, channel.conversation).beganAt();
  if (beganAt === undefined) return;
  const seconds = String(Math.floor(beganAt / 1000));
  reply.numeric(numerics.channelMadeAt, [channel.name, seconds]);
}
