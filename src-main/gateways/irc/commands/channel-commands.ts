import { joinChannel, peopleIn, sendNames, sendTopic } from '../channel-view.ts';
import type { Channel } from '../channels.ts';
import { History } from '../history.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes } from '../irc-line.ts';
import { numerics } from '../numerics.ts';
import type { Reply } from '../reply.ts';
import { maxTargets } from '../welcome.ts';
import type { IrcCommands } from './irc-command.ts';
import { splitList } from './irc-command.ts';

const notOwner = 'Groups are changed in Oda itself';

/** Everyone and groups, as channels. */
export const channelCommands: IrcCommands = {
  JOIN: { who: 'in', atLeast: 1, run: join },
  PART: { who: 'in', atLeast: 1, run: part },
  NAMES: {
    who: 'in',
    atLeast: 0,
    run(client, [list], reply) {
      const channels = list === undefined ? joined(client) : namedIn(client, list, reply);
      for (const channel of channels) sendNames(client, channel, reply);
      if (list === undefined) reply.numeric(numerics.endOfNames, ['*'], 'End of names');
    },
  },
  LIST: {
    who: 'in',
    atLeast: 0,
    run(client, [list], reply) {
      const channels = list === undefined ? client.channels.all() : namedIn(client, list, reply);
      reply.numeric(numerics.listStart, ['Channel'], 'People  Name');
      for (const channel of channels) {
        const count = String(peopleIn(client, channel).length);
        reply.numeric(numerics.list, [channel.name, count], channel.topic);
      }
      reply.numeric(numerics.endOfList, [], 'End of the list');
    },
  },
  TOPIC: {
    who: 'in',
    atLeast: 1,
    run(client, [name = '', topic], reply) {
      const channel = known(client, name, reply);
      if (!channel) return;
      if (topic === undefined) return sendTopic(channel, reply);
      reply.numeric(numerics.notChannelOwner, [channel.name], notOwner);
    },
  },
  KICK: { who: 'in', atLeast: 2, run: (client, [name = ''], reply) => refuse(client, name, reply) },
  INVITE: {
    who: 'in',
    atLeast: 2,
    run: (client, [, name = ''], reply) => refuse(client, name, reply),
  },
  MODE: { who: 'in', atLeast: 1, run: mode },
};

function join(client: IrcClient, [list = '']: readonly string[], reply: Reply): void {
  // `JOIN 0` leaves all channels (RFC 2812).
  if (list === '0') return joined(client).forEach((channel) => leave(client, channel, reply));
  for (const channel of namedIn(client, list, reply)) {
    if (!channel.isJoined) joinChannel(client, channel, reply);
  }
}

function part(client: IrcClient, [list = '']: readonly string[], reply: Reply): void {
  for (const channel of namedIn(client, list, reply)) {
    if (channel.isJoined) leave(client, channel, reply);
    else reply.numeric(numerics.notOnChannel, [channel.name], 'You are not in this channel');
  }
}

/** The channel is shown no more; a group is left in Oda itself. */
function leave(client: IrcClient, channel: Channel, reply: Reply): void {
  const self = client.port.self();
  channel.isJoined = false;
  const source = self && client.people.maskOf(self.account);
  reply.line({ source, verb: 'PART', params: [channel.name] });
}

function joined(client: IrcClient): Channel[] {
  return [...client.channels.all()].filter((channel) => channel.isJoined);
}

function namedIn(client: IrcClient, list: string, reply: Reply): Channel[] {
  return splitList(list, maxTargets).flatMap((name) => known(client, name, reply) ?? []);
}

function known(client: IrcClient, name: string, reply: Reply): Channel | undefined {
  const channel = client.channels.named(name);
  if (!channel) refuseUnknown(name, reply);
  return channel;
}

function refuseUnknown(name: string, reply: Reply): void {
  reply.numeric(
    numerics.noSuchChannel,
    [cutToBytes(name, 128)],
    'There is no such channel for you',
  );
}

function refuse(client: IrcClient, name: string, reply: Reply): void {
  const channel = known(client, name, reply);
  if (channel) reply.numeric(numerics.notChannelOwner, [channel.name], notOwner);
}

async function mode(
  client: IrcClient,
  [name = '', modes]: readonly string[],
  reply: Reply,
): Promise<void> {
  if (!name.startsWith('#')) return ownMode(client, name, reply);
  const channel = known(client, name, reply);
  if (!channel) return;
  if (modes === undefined) return showModes(client, channel, reply);
  const list = /^[+-]?([bIe])$/.exec(modes)?.[1];
  if (list === 'b') return reply.numeric(numerics.endOfBans, [channel.name], 'Nobody is banned');
  if (list === 'e')
    return reply.numeric(numerics.endOfExceptions, [channel.name], 'End of the list');
  if (list === 'I') return reply.numeric(numerics.endOfInvites, [channel.name], 'End of the list');
  reply.numeric(numerics.notChannelOwner, [channel.name], notOwner);
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
  reply.numeric(numerics.channelModes, [channel.name, '+nt']);
  const beganAt = await new History(client.requests, channel.conversation).beganAt();
  if (beganAt === undefined) return;
  const seconds = String(Math.floor(beganAt / 1000));
  reply.numeric(numerics.channelMadeAt, [channel.name, seconds]);
}
