import type { Member } from '../../../../src-shared/protocol/members.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import { statusLine, statusText } from '../../../../src-shared/text/status-text.ts';
import { isIn, peopleIn, rankOf } from '../channel-view.ts';
import type { Channel } from '../channels.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes, maxBodyBytes } from '../irc-line.ts';
import { maxWordsBytes, packWords, readIrcWords } from '../irc-text.ts';
import { serverName } from '../irc-output.ts';
import { maxMonitored } from '../monitor-list.ts';
import { timeTag } from '../message-lines.ts';
import { fitsMask } from '../nicks.ts';
import { isAway } from '../people.ts';
import type { Numeric } from '../numerics.ts';
import { numerics } from '../numerics.ts';
import { replyRefusal } from '../refusals.ts';
import type { Reply } from '../reply.ts';
import type { IrcCommands } from './irc-command.ts';
import { command, namedMember, repeated, splitList } from './irc-command.ts';

/** Room for words in a numeric beside its beginning and the client's nick. */
const maxWordBytes = maxBodyBytes - 160;
const maxTargetsOfMonitor = 2 * maxMonitored;

/** Who is who and who is there. */
export const peopleCommands: IrcCommands = {
  WHO: command('in', 0, (client, [mask = '*', flag], reply) => {
    const channel = client.channels.named(mask);
    // There are no operators of the server to be listed.
    if (flag !== 'o') {
      const found = channel ? peopleIn(client, channel) : foundByMask(client, mask);
      for (const member of found) sendWho(client, { member, channel }, reply);
    }
    reply.numeric(numerics.endOfWho, [repeated(mask)], 'End of WHO');
  }),
  // The second form names a server first.
  WHOIS: command('in', 1, (client, [first = '', nick = first], reply) => {
    const member = namedMember(client, nick, reply);
    if (member) sendWhois(client, member, reply);
    reply.numeric(numerics.endOfWhois, [repeated(nick)], 'End of WHOIS');
  }),
  WHOWAS: command('in', 1, (client, [nick = ''], reply) => {
    const word = repeated(nick);
    const member = client.people.find(nick);
    if (member) {
      const words = client.people.wordsOf(member);
      const { realName, host } = words;
      reply.numeric(numerics.whowasUser, [words.nick, words.user, host, '*'], realName);
      const seen = member.lastSeenAt === undefined ? 'never' : timeTag(member.lastSeenAt);
      reply.numeric(numerics.whoisServer, [words.nick, serverName], seen);
    } else reply.numeric(numerics.wasNoSuchNick, [word], 'Nobody of this name was here');
    reply.numeric(numerics.endOfWhowas, [word], 'End of WHOWAS');
  }),
  AWAY: command('in', 0, async (client, [raw = ''], reply) => {
    const text = readIrcWords(raw, maxWordsBytes);
    const before = client.away;
    // Before the others are told.
    client.away = text === '' ? undefined : { text, at: client.clock.monotonicMs() };
    const presence = text === '' ? 'online' : 'away';
    const outcome = await client.requests.ask({ type: 'set-presence', presence });
    if (!outcome.ok) {
      client.away = before;
      return replyRefusal(reply, outcome.refusal, { names: ['AWAY'] });
    }
    await tellStatus(client, { text, before: before?.text });
    if (text === '') reply.numeric(numerics.noLongerAway, [], 'You are no longer shown as away');
    else reply.numeric(numerics.nowAway, [], 'You are shown as away');
  }),
  MONITOR: command('in', 1, (client, [word = '', list = ''], reply) => {
    const { monitor } = client;
    const targets = splitList(list, maxTargetsOfMonitor);
    switch (word.toUpperCase()) {
      case '+':
        return watch(client, targets, reply);
      case '-':
        for (const target of targets) monitor.remove(target);
        return;
      case 'C':
        return monitor.clear();
      case 'L':
        sendList(reply, numerics.monitorList, monitor.nicks());
        return reply.numeric(numerics.endOfMonitorList, [], 'End of the list');
      case 'S':
        return sendStates(client, monitor.nicks(), reply);
    }
  }),
  USERHOST: command('in', 1, (client, nicks, reply) => {
    const words = nicks.slice(0, 5).flatMap((nick) => {
      const member = client.people.find(nick);
      if (!member) return [];
      const { nick: own, user, host } = client.people.wordsOf(member);
      return [`${own}=${isAway(member) ? '-' : '+'}${user}@${host}`];
    });
    reply.numeric(numerics.userHost, [], words.join(' '));
  }),
  ISON: command('in', 1, (client, params, reply) => {
    const nicks = params.join(' ').split(' ').slice(0, maxMonitored);
    const found = nicks.filter((nick) => isOnline(client.people.find(nick)));
    reply.numeric(numerics.isOn, [], found.join(' '));
  }),
};

/**
 * Others than programs of IRC read the text of AWAY as the status. One that was set elsewhere stays; a refusal changes
 * nothing of being away.
 */
async function tellStatus(
  client: IrcClient,
  { text, before }: { text: string; before: string | undefined },
): Promise<void> {
  const status = client.port.self()?.status;
  const isOwn = status?.emoji === undefined && status?.text === statusOf(before ?? '');
  if (status && !isOwn) return;
  const next = statusOf(text);
  if (next === (status?.text ?? '')) return;
  await client.requests.ask({ type: 'set-status', text: next });
}

function statusOf(text: string): string {
  return [...statusText(text)].slice(0, limits.maxStatusCharacters).join('').trim();
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

function watch(client: IrcClient, targets: readonly string[], reply: Reply): void {
  const added: string[] = [];
  for (const [place, target] of targets.entries()) {
    const word = repeated(target);
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

function sendStates({ people }: IrcClient, nicks: readonly string[], reply: Reply): void {
  const online: string[] = [];
  const offline: string[] = [];
  for (const nick of nicks) {
    const member = people.find(nick);
    if (member && isOnline(member)) online.push(people.maskOf(member.account));
    else offline.push(nick);
  }
  sendList(reply, numerics.monitorOnline, online);
  sendList(reply, numerics.monitorOffline, offline);
}

function sendList(reply: Reply, numeric: Numeric, words: readonly string[]): void {
  for (const line of packWords(words, maxWordBytes)) {
    reply.numeric(numeric, [], line.replaceAll(' ', ','));
  }
}

function isOnline(member: Member | undefined): boolean {
  return member !== undefined && member.presence !== 'offline';
}
