import type { Member } from '../../../src-shared/protocol/members.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { Channel } from './channels.ts';
import type { IrcClient } from './irc-client.ts';
import { maxBodyBytes } from './irc-line.ts';
import { leadsGroup, may, roleOf } from '../../../src-shared/protocol/roles.ts';
import type { Sink } from './irc-output.ts';
import { packWords } from './irc-text.ts';
import { isAway } from './people.ts';
import { numerics } from './numerics.ts';

type Inhabited = Pick<Channel, 'conversation' | 'group' | 'members'> & { isModerated?: boolean };

/** Who of a channel is there, as far as the client was told. */
export function peopleIn(client: IrcClient, channel: Inhabited): Member[] {
  const accounts: AccountId[] = [];
  eachIn(client, channel, (account) => accounts.push(account));
  return client.membersOf(accounts);
}

function eachIn(client: IrcClient, channel: Inhabited, see: (account: AccountId) => void): void {
  if (channel.group) {
    for (const account of channel.members) if (isIn(client, channel, account)) see(account);
  } else
    client.eachPresent((account) => {
      if (!hasParted(client, channel, account)) see(account);
    });
}

export function isIn(client: IrcClient, channel: Inhabited, account: AccountId): boolean {
  if (!client.isPresent(account) || hasParted(client, channel, account)) return false;
  return !channel.group || channel.members.has(account);
}

/** Channels that the client has joined and that this account is in. */
export function sharedChannels(client: IrcClient, account: AccountId): Channel[] {
  return [...client.channels.all()].filter((channel) => isNear(client, channel, account));
}

/** The client has joined the channel, and this account is in it. */
export function isNear(client: IrcClient, channel: Channel, account: AccountId): boolean {
  if (!channel.isJoined || hasParted(client, channel, account)) return false;
  return !channel.group || channel.members.has(account);
}

/** Whether the client is told what somebody does besides messages: near in a channel, or watched (extended-monitor). */
export function hearsOf(client: IrcClient, member: Pick<Member, 'account' | 'name'>): boolean {
  if (sharedChannels(client, member.account).length > 0) return true;
  return client.out.has('extended-monitor') && client.monitor.has(client.people.nickOf(member));
}

export function joinChannel(client: IrcClient, channel: Channel, sink: Sink): void {
  const self = client.port.self();
  if (!self) return;
  const wasOut = hasParted(client, channel, self.account);
  channel.isJoined = true;
  client.shared.joined(client, channel.conversation);
  if (channel.group) {
    channel.members = new Set(client.port.room.peopleIn(channel.conversation));
    channel.isModerated = channel.group.readOnly === true;
  }
  sink.line(joinLine(client, channel, self));
  if (channel.topic !== '') sendTopic(client, channel, sink);
  sendNames(client, channel, sink);
  if (wasOut) tellOthers(client, channel, { verb: 'JOIN' });
}

/** Somebody comes into a channel; with `extended-join` it is said as whom, and under which real name. */
export function joinLine(client: IrcClient, { name }: Pick<Channel, 'name'>, member: Member) {
  const line = { ...client.people.by(member.account), verb: 'JOIN' };
  if (!client.out.has('extended-join')) return { ...line, params: [name] };
  const { nick, realName } = client.people.wordsOf(member);
  return { ...line, params: [name, member.guest ? '*' : nick], text: realName };
}

/** Of who comes and is away that is told too. */
export function showAwayAtJoin(client: IrcClient, member: Member): void {
  if (!isAway(member) || !client.out.has('away-notify')) return;
  const text = client.people.awayTextOf(member.account);
  client.out.line({ ...client.people.by(member.account), verb: 'AWAY', params: [], text });
}

/** The channel is shown no more; a group is left in Oda itself. `text` is what the client says to it. */
export function partChannel(
  client: IrcClient,
  { channel, text }: { channel: Channel; text: string | undefined },
  sink: Sink,
): void {
  const self = client.port.self();
  if (!self) return;
  channel.isJoined = false;
  client.shared.parted(client, channel.conversation);
  sink.line({
    ...client.people.by(self.account),
    verb: 'PART',
    params: [channel.name],
    text,
  });
  if (hasParted(client, channel, self.account)) tellOthers(client, channel, { verb: 'PART', text });
}

function hasParted(client: IrcClient, { conversation }: Inhabited, account: AccountId): boolean {
  return client.shared.hasParted(account, conversation, client.port.room);
}

/** To other people's clients that have joined the conversation's channel and know that this one is in the room. */
function tellOthers(
  client: IrcClient,
  { conversation }: Channel,
  { verb, text }: { verb: 'JOIN' | 'PART'; text?: string | undefined },
): void {
  const self = client.port.self();
  if (!self) return;
  for (const other of client.shared.clients()) {
    const channel = other.channels.of(conversation);
    const isHere = channel?.isJoined && !other.isSelf(self.account);
    if (!isHere || !other.people.present.has(self.account)) continue;
    if (verb === 'PART')
      other.out.line({ ...other.people.by(self.account), verb, params: [channel.name], text });
    else {
      other.out.line(joinLine(other, channel, self));
      showAwayAtJoin(other, self);
    }
  }
}

export function sendTopic(client: IrcClient, channel: ShownTopic, sink: Sink): void {
  const { name, topic, conversation } = channel;
  if (topic === '') return sink.numeric(numerics.noTopic, [name], 'No topic is set');
  sink.numeric(numerics.topic, [name], topic);
  const set = client.shared.topicSetBy(conversation);
  if (!set) return;
  const seconds = String(Math.floor(set.at / 1000));
  sink.numeric(numerics.topicSetBy, [name, client.people.maskOf(set.by), seconds]);
}

type ShownTopic = Pick<Channel, 'name' | 'topic' | 'conversation'>;

/** Of a topic that the client has not joined too: who is in it is no secret. */
export function sendNames(
  client: IrcClient,
  channel: Pick<Channel, 'name' | 'conversation' | 'group' | 'members'>,
  sink: Sink,
): void {
  const nicks: string[] = [];
  eachIn(client, channel, (account) => {
    const person = client.port.room.standing(account);
    if (person) nicks.push(`${rankOf(channel, person)}${client.people.nickOf(person)}`);
  });
  const spare =
    maxBodyBytes - Buffer.byteLength(`:${sink.server} 353 ${client.nick} = ${channel.name} :`);
  for (const line of packWords(nicks, spare)) {
    sink.numeric(numerics.names, ['=', channel.name], line);
  }
  sink.numeric(numerics.endOfNames, [channel.name], 'End of names');
}

type Ranked = Pick<Member, 'account'> & Parameters<typeof roleOf>[0];

/**
 * The owner of a group is its operator; where everyone is, and in topics, the owner and moderators of the room are. In a
 * group that is moderated (+m) the room's moderators have a voice: they write there too.
 */
export function rankOf({ group, isModerated }: Inhabited, member: Ranked): '@' | '+' | '' {
  const role = roleOf(member);
  if (!group) return may(role, 'kick') ? '@' : '';
  if (group.owner === member.account) return '@';
  if (group.topic) return may(role, 'change-topics') ? '@' : '';
  return isModerated === true && leadsGroup(role, false) ? '+' : '';
}

/** Who has the channel now that its owner has left. */
export function showHeir(client: IrcClient, channel: Channel): void {
  const { heir, name } = channel;
  channel.heir = undefined;
  if (heir === undefined || !channel.isJoined) return;
  const params = [name, '+o', client.people.nickOfAccount(heir)];
  client.out.line({ source: client.out.server, verb: 'MODE', params });
}

/** Who of a channel has a voice, as far as the client sees them in it. */
export function voicedIn(client: IrcClient, channel: Channel): Member[] {
  return peopleIn(client, channel).filter((member) => rankOf(channel, member) === '+');
}
