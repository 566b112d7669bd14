import type { Member } from '../../../src-shared/protocol/frames.ts';
import type { Channel } from './channels.ts';
import type { IrcClient } from './irc-client.ts';
import { maxBodyBytes } from './irc-line.ts';
import type { OutgoingLine } from './irc-line.ts';
import { packWords } from './irc-text.ts';
import type { Numeric } from './numerics.ts';
import { numerics } from './numerics.ts';

/** Where answers go: a reply, or the connection itself for what nobody asked for. */
export type Sink = {
  line(line: OutgoingLine): void;
  numeric(numeric: Numeric, params: readonly string[], text?: string): void;
};

/** Who of a channel is there, as far as the client was told. */
export function peopleIn(client: IrcClient, channel: Channel): Member[] {
  const present = client.present();
  if (!channel.group) return present;
  return present.filter((member) => channel.members.has(member.account));
}

export function joinChannel(client: IrcClient, channel: Channel, sink: Sink): void {
  const self = client.port.self();
  if (!self) return;
  channel.isJoined = true;
  if (channel.group) channel.members = new Set(channel.group.members);
  sink.line({
    source: client.people.maskOf(self.account),
    verb: 'JOIN',
    params: [channel.name],
  });
  sendTopic(channel, sink);
  sendNames(client, channel, sink);
}

export function sendTopic(channel: Channel, sink: Sink): void {
  sink.numeric(numerics.topic, [channel.name], channel.topic);
}

export function sendNames(client: IrcClient, channel: Channel, sink: Sink): void {
  const nicks = peopleIn(client, channel).map((member) => {
    return `${rankOf(channel, member)}${client.people.nickOf(member)}`;
  });
  const spare =
    maxBodyBytes - Buffer.byteLength(`:room.oda 353 ${client.nick} = ${channel.name} :`);
  for (const line of packWords(nicks, spare)) {
    sink.numeric(numerics.names, ['=', channel.name], line);
  }
  sink.numeric(numerics.endOfNames, [channel.name], 'End of names');
}

/** The owner of a group is its operator. */
export function rankOf(channel: Channel, member: Pick<Member, 'account'>): '@' | '' {
  return channel.group?.owner === member.account ? '@' : '';
}
