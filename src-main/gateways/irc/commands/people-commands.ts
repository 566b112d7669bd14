import type { Member } from '../../../../src-shared/protocol/members.ts';
import { isIn, peopleIn, rankOf } from '../channel-view.ts';
import type { Channel } from '../channels.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes, maxBodyBytes } from '../irc-line.ts';
import { maxWordsBytes, packWords, readIrcWords } from '../irc-text.ts';
import { serverName } from '../irc-output.ts';
import { fitsMask } from '../mask.ts';
import { maxMonitored } from '../monitor-list.ts';
import { timeTag } from '../message-lines.ts';
import { numerics } from '../numerics.ts';
import { replyRefusal } from '../refusals.ts';
import type { Reply } from '../reply.ts';
import type { IrcCommands } from './irc-command.ts';
import { splitList } from './irc-command.ts';

/** Room for words in a numeric beside its beginning and the client's nick. */
const maxWordBytes = maxBodyBytes - 160;

/** Who is who and who is there. */
export const peopleCommands: IrcCommands = {
  WHO: { who: 'in', atLeast: 0, run: who },
  WHOIS: {
    who: 'in',
    atLeast: 1,
    // The second form names a server first.
    run: (client, params, reply) => whois(client, params[1] ?? params[0] ?? '', reply),
  },
  WHOWAS: {
    who: 'in',
    atLeast: 1,
    run(client, [nick = ''], reply) {
      const word = cutToBytes(nick, 128);
      const member = client.people.find(nick);
      if (member) {
        const words = client.people.wordsOf(member);
        const { realName, host } = words;
        reply.numeric(numerics.whowasUser, [words.nick, words.user, host, '*'], realName);
        const seen = member.lastSeenAt === undefined ? 'never' : timeTag(member.lastSeenAt);
        reply.numeric(numerics.whoisServer, [words.nick, serverName], seen);
      } else reply.numeric(numerics.wasNoSuchNick, [word], 'Nobody of this name was here');
      reply.numeric(numerics.endOfWhowas, [word], 'End of WHOWAS');
    },
  },
  AWAY: { who: 'in', atLeast: 0, run: away },
  MONITOR: { who: 'in', atLeast: 1, run: monitor },
  USERHOST: {
    who: 'in',
    atLeast: 1,
    run(client, nicks, reply) {
      const words = nicks.slice(0, 5).flatMap((nick) => {
        const member = client.people.find(nick);
        if (!member) return [];
        const { nick: own, user, host } = client.people.wordsOf(member);
        return [`${own}=${member.presence === 'away' ? '-' : '+'}${user}@${host}`];
      });
      reply.numeric(numerics.userHost, [], words.join(' '));
    },
  },
  ISON: {
    who: 'in',
    atLeast: 1,
    run(client, params, reply) {
      const nicks = params.join(' ').split(' ').slice(0, maxMonitored);
      const found = nicks.filter((nick) => isOnline(client.people.find(nick)));
      reply.numeric(numerics.isOn, [], found.join(' '));
    },
  },
};

function who(client: IrcClient, [mask = '*', flag]: readonly string[], reply: Reply): void {
  const channel = client.channels.named(mask);
  const end = (): void => reply.numeric(numerics.endOfWho, [cutToBytes(mask, 128)], 'End of WHO');
  // There are no operators of the server to be listed.
  if (flag === 'o') return end();
  if (channel) {
    for (const member of peopleIn(client, channel)) sendWho(client, { member, channel }, reply);
    return end();
  }
  for (const member of foundByMask(client, mask)) {
    sendWho(client, { member, channel: undefined }, reply);
  }
  end();
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

function sendWho(
  client: IrcClient,
  { member, channel }: { member: Member; channel: Channel | undefined },
  reply: Reply,
): void {
  const { nick, user, host, realName } = client.people.wordsOf(member);
  const here = member.presence === 'online' ? 'H' : 'G';
  const flags = `${here}${channel ? rankOf(channel, member) : ''}`;
  const params = [channel?.name ?? '*', user, host, serverName, nick, flags];
  reply.numeric(numerics.who, params, `0 ${realName}`);
}

function whois(client: IrcClient, word: string, reply: Reply): void {
  const nick = cutToBytes(word, 128);
  const member = client.people.find(word);
  if (member) sendWhois(client, member, reply);
  else reply.numeric(numerics.noSuchNick, [nick], 'Nobody of this name is known here');
  reply.numeric(numerics.endOfWhois, [nick], 'End of WHOIS');
}

function sendWhois(client: IrcClient, member: Member, reply: Reply): void {
  const { nick, user, host, realName } = client.people.wordsOf(member);
  reply.numeric(numerics.whoisUser, [nick, user, host, '*'], realName);
  const channels = [...client.channels.all()]
    .filter((channel) => isIn(client, channel, member.account))
    .map((channel) => `${rankOf(channel, member)}${channel.name}`);
  for (const line of packWords(channels, maxWordBytes)) {
    reply.numeric(numerics.whoisChannels, [nick], line);
  }
  reply.numeric(numerics.whoisServer, [nick, serverName], client.port.room.name);
  if (member.guest) reply.numeric(numerics.whoisSpecial, [nick], 'is a guest without an account');
  else reply.numeric(numerics.whoisAccount, [nick, nick], 'is signed in as');
  if (member.presence === 'away') {
    reply.numeric(numerics.away, [nick], client.people.awayTextOf(member.account));
  }
  sendLastSeen(client, { member, nick }, reply);
}

/** Of who is here `lastSeenAt` is when they came, of others when they went. */
function sendLastSeen(
  client: IrcClient,
  { member, nick }: { member: Member; nick: string },
  reply: Reply,
): void {
  const { account, presence, lastSeenAt } = member;
  if (presence === 'offline') {
    const seen = lastSeenAt === undefined ? '' : `, last seen ${timeTag(lastSeenAt)}`;
    return reply.numeric(numerics.whoisSpecial, [nick], `is not here${seen}`);
  }
  if (lastSeenAt === undefined) return;
  const quietSince = Math.max(lastSeenAt, client.people.spokeAtMs.get(account) ?? 0);
  const seconds = [client.clock.wallMs() - quietSince, lastSeenAt].map((ms) => {
    return String(Math.max(0, Math.floor(ms / 1000)));
  });
  reply.numeric(numerics.whoisIdle, [nick, ...seconds], 'seconds idle, signon time');
}

async function away(client: IrcClient, [raw = '']: readonly string[], reply: Reply): Promise<void> {
  const text = readIrcWords(raw, maxWordsBytes);
  const before = client.away;
  // Before the others are told.
  client.away = text === '' ? undefined : { text, at: client.clock.monotonicMs() };
  const presence = text === '' ? 'online' : 'away';
  const outcome = await client.requests.ask({ type: 'set-presence', presence });
  if (!outcome.ok) {
    client.away = before;
    return replyRefusal(reply, outcome.refusal, 'AWAY');
  }
  if (text === '') reply.numeric(numerics.noLongerAway, [], 'You are no longer shown as away');
  else reply.numeric(numerics.nowAway, [], 'You are shown as away');
}

function monitor(client: IrcClient, [word = '', list = '']: readonly string[], reply: Reply): void {
  const { monitor: watched } = client;
  const targets = splitList(list, maxTargetsOfMonitor);
  switch (word.toUpperCase()) {
    case '+':
      return watch(client, targets, reply);
    case '-':
      for (const target of targets) watched.remove(target);
      return;
    case 'C':
      return watched.clear();
    case 'L':
      for (const line of packWords(watched.nicks(), maxWordBytes)) {
        reply.numeric(numerics.monitorList, [], line.replaceAll(' ', ','));
      }
      return reply.numeric(numerics.endOfMonitorList, [], 'End of the list');
    case 'S':
      return sendStates(client, watched.nicks(), reply);
  }
}

const maxTargetsOfMonitor = 2 * maxMonitored;

function watch(client: IrcClient, targets: readonly string[], reply: Reply): void {
  const added: string[] = [];
  for (const [place, target] of targets.entries()) {
    const word = cutToBytes(target, 128);
    if (client.monitor.add(word, isOnline(client.people.find(word)))) added.push(word);
    else {
      const left = targets.slice(place).join(',');
      const params = [String(maxMonitored), cutToBytes(left, maxWordBytes)];
      reply.numeric(numerics.monitorListFull, params, 'The list is full');
      break;
    }
  }
  sendStates(client, added, reply);
}

function sendStates(client: IrcClient, nicks: readonly string[], reply: Reply): void {
  const online: string[] = [];
  const offline: string[] = [];
  for (const nick of nicks) {
    const member = client.people.find(nick);
    if (member && isOnline(member)) online.push(client.people.maskOf(member.account));
    else offline.push(nick);
  }
  for (const line of packWords(online, maxWordBytes)) {
    reply.numeric(numerics.monitorOnline, [], line.replaceAll(' ', ','));
  }
  for (const line of packWords(offline, maxWordBytes)) {
    reply.numeric(numerics.monitorOffline, [], line.replaceAll(' ', ','));
  }
}

function isOnline(member: Member | undefined): boolean {
  return member !== undefined && member.presence !== 'offline';
}
