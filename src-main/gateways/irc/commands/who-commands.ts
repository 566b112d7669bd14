import type { Member } from '../../../../src-shared/protocol/members.ts';
import { statusLine } from '../../../../src-shared/text/status-text.ts';
import { isIn, peopleIn, rankOf } from '../channel-view.ts';
import type { IrcClient } from '../irc-client.ts';
import { maxBodyBytes } from '../irc-line.ts';
import { packWords } from '../irc-text.ts';
import { timeTag } from '../message-lines.ts';
import { fitsMask } from '../nicks.ts';
import { numerics } from '../numerics.ts';
import { isAway } from '../people.ts';
import type { Reply } from '../reply.ts';
import { otherTopics, topicNamed } from '../topic-channels.ts';
import type { Seen } from '../topic-channels.ts';
import type { IrcCommands } from './irc-command.ts';
import { command, namedMember, repeated } from './irc-command.ts';

/** Room for words in a numeric beside its beginning and the client's nick. */
const maxWordBytes = maxBodyBytes - 160;

/** Who is who. */
export const whoCommands: IrcCommands = {
  WHO: command('in', 0, (client, [mask = '*', asked = ''], reply) => {
    const channel = client.channels.named(mask) ?? topicNamed(client, mask);
    const [flag = '', fields] = asked.split('%', 2);
    // There are no operators of the server to be listed.
    if (flag !== 'o') {
      const found = channel ? peopleIn(client, channel) : foundByMask(client, mask);
      for (const member of found) {
        if (fields === undefined) sendWho(client, { member, channel }, reply);
        else sendFields(client, { member, channel, fields }, reply);
      }
    }
    reply.numeric(numerics.endOfWho, [repeated(mask)], 'End of WHO');
  }),
  // The second form names a server first.
  WHOIS: command('in', 1, (client, [first = '', nick = first], reply) => {
    const member = namedMember(client, nick, reply);
    if (member) sendWhois(client, member, reply);
    reply.numeric(numerics.endOfWhois, [repeated(nick)], 'End of WHOIS');
  }),
  WHOWAS: command('in', 1, (client, [nick = '', count = ''], reply) => {
    const word = repeated(nick);
    const member = client.people.find(nick);
    if (member) sendWhowas(client, { member, most: Number(count) }, reply);
    else reply.numeric(numerics.wasNoSuchNick, [word], 'Nobody of this name was here');
    reply.numeric(numerics.endOfWhowas, [word], 'End of WHOWAS');
  }),
};

/** As who they were here, the last time first; `most` means all of them if it is no number above 0. */
function sendWhowas(
  client: IrcClient,
  { member, most }: { member: Member; most: number },
  reply: Reply,
): void {
  const last = client.people.wordsOf(member);
  const { nick, host } = last;
  const times = [last, ...client.people.earlierWordsOf(member)];
  for (const [place, { user, realName }] of times.slice(0, most > 0 ? most : undefined).entries()) {
    reply.numeric(numerics.whowasUser, [nick, user, host, '*'], realName);
    if (place > 0) continue;
    const seen = member.lastSeenAt === undefined ? 'never' : timeTag(member.lastSeenAt);
    reply.numeric(numerics.whoisServer, [nick, reply.server], seen);
  }
}

/** A mask is for who is here; a nick finds who is not here too. */
function foundByMask(client: IrcClient, mask: string): Member[] {
  if (mask === '*' || mask === '0' || mask === '') return client.present();
  if (!/[*?]/.test(mask)) {
    const member = client.people.find(mask);
    return member ? [member] : [];
  }
  return client.present().filter((member) => {
    const { nick, user, host, realName } = client.people.wordsOf(member);
    return [nick, user, host, realName].some((word) => fitsMask(word, mask));
  });
}

type Found = { member: Member; channel: Seen | undefined };

function flagsOf({ member, channel }: Found): string {
  const here = member.presence === 'online' ? 'H' : 'G';
  return `${here}${channel ? rankOf(channel, member) : ''}`;
}

function sendWho(client: IrcClient, found: Found, reply: Reply): void {
  const { nick, user, host, realName } = client.people.wordsOf(found.member);
  const params = [found.channel?.name ?? '*', user, host, reply.server, nick, flagsOf(found)];
  reply.numeric(numerics.who, params, `0 ${realName}`);
}

/** No address is shown: this one means that in WHOX. */
const noAddress = '255.255.255.255';
/** WHOX has them in this order, however they are asked for. */
const fieldOrder = ['t', 'c', 'u', 'i', 'h', 's', 'n', 'f', 'd', 'l', 'a', 'o', 'r'];
const maxTokenCharacters = 3;

/** WHOX: `%` and the letters of what is wanted, with a number behind a comma by which the answer is known. */
function sendFields(
  client: IrcClient,
  { fields, ...found }: Found & { fields: string },
  reply: Reply,
): void {
  const { member, channel } = found;
  const [letters = '', token = ''] = fields.split(',', 2);
  const { nick, user, host, realName } = client.people.wordsOf(member);
  const words: Readonly<Record<string, string>> = {
    t: /^\d+$/.test(token) ? token.slice(0, maxTokenCharacters) : '0',
    c: channel?.name ?? '*',
    u: user,
    i: noAddress,
    h: host,
    s: reply.server,
    n: nick,
    f: flagsOf(found),
    d: '0',
    l: String(idleSeconds(client, member) ?? 0),
    a: member.guest ? '0' : nick,
    o: 'n/a',
  };
  const params = fieldOrder.flatMap((letter) =>
    letters.includes(letter) ? (words[letter] ?? []) : [],
  );
  reply.numeric(numerics.whoFields, params, letters.includes('r') ? realName : undefined);
}

function sendWhois(client: IrcClient, member: Member, reply: Reply): void {
  const { nick, user, host, realName } = client.people.wordsOf(member);
  reply.numeric(numerics.whoisUser, [nick, user, host, '*'], realName);
  const channels = [...client.channels.all(), ...otherTopics(client)]
    .filter((channel) => isIn(client, channel, member.account))
    .map((channel) => `${rankOf(channel, member)}${channel.name}`);
  for (const line of packWords(channels, maxWordBytes)) {
    reply.numeric(numerics.whoisChannels, [nick], line);
  }
  reply.numeric(numerics.whoisServer, [nick, reply.server], client.port.room.name);
  if (member.guest) reply.numeric(numerics.whoisSpecial, [nick], 'is a guest without an account');
  else reply.numeric(numerics.whoisAccount, [nick, nick], 'is signed in as');
  if (isAway(member)) {
    reply.numeric(numerics.away, [nick], client.people.awayTextOf(member.account));
  } else if (member.status) {
    reply.numeric(numerics.whoisSpecial, [nick], `says: ${statusLine(member.status)}`);
  }
  sendLastSeen(client, { member, nick }, reply);
}

/** Of who is here `lastSeenAt` is when they came, of others when they went. */
function sendLastSeen(
  client: IrcClient,
  { member, nick }: { member: Member; nick: string },
  reply: Reply,
): void {
  const { presence, lastSeenAt } = member;
  if (presence === 'offline') {
    const seen = lastSeenAt === undefined ? '' : `, last seen ${timeTag(lastSeenAt)}`;
    return reply.numeric(numerics.whoisSpecial, [nick], `is not here${seen}`);
  }
  const idle = idleSeconds(client, member);
  if (lastSeenAt === undefined || idle === undefined) return;
  const seconds = [idle, Math.max(0, Math.floor(lastSeenAt / 1000))].map(String);
  reply.numeric(numerics.whoisIdle, [nick, ...seconds], 'seconds idle, signon time');
}

/** Since somebody came, or spoke where this client could hear it; undefined of who is not here. */
function idleSeconds(client: IrcClient, member: Member): number | undefined {
  const { account, presence, lastSeenAt } = member;
  if (presence === 'offline' || lastSeenAt === undefined) return undefined;
  const quietSince = Math.max(lastSeenAt, client.people.spokeAtMs.get(account) ?? 0);
  return Math.max(0, Math.floor((client.clock.wallMs() - quietSince) / 1000));
}
