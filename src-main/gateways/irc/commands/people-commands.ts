import type { Member } from '../../../../src-shared/protocol/members.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import { statusText } from '../../../../src-shared/text/status-text.ts';
import { hearsOf } from '../channel-view.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes, maxBodyBytes } from '../irc-line.ts';
import { maxWordsBytes, packWords, readIrcWords } from '../irc-text.ts';
import { maxMonitored } from '../monitor-list.ts';
import { isAway } from '../people.ts';
import type { Numeric } from '../numerics.ts';
import { numerics } from '../numerics.ts';
import { replyRefusal } from '../refusals.ts';
import type { Reply } from '../reply.ts';
import type { IrcCommands } from './irc-command.ts';
import { command, repeated, splitList } from './irc-command.ts';
import { maxRealNameBytes } from './registration.ts';

/** Room for words in a numeric beside its beginning and the client's nick. */
const maxWordBytes = maxBodyBytes - 160;
const maxTargetsOfMonitor = 2 * maxMonitored;

/** What people say of themselves, and who is there. */
export const peopleCommands: IrcCommands = {
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
  SETNAME: command('in', 1, (client, words, reply) => {
    const realName = readIrcWords(words.join(' '), maxRealNameBytes);
    if (realName === '')
      return reply.fail(['SETNAME', 'INVALID_REALNAME'], 'Nothing readable is in that name');
    const self = client.port.self();
    if (!self) return;
    client.shared.rename(self.account, realName);
    tellName(client, { self, realName }, reply);
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

/** To all who know SETNAME and hear of this person. */
function tellName(
  client: IrcClient,
  { self, realName: text }: { self: Member; realName: string },
  reply: Reply,
): void {
  for (const other of client.shared.clients()) {
    const isOwn = other.isSelf(self.account);
    if (!other.out.has('setname') || !(isOwn || hearsOf(other, self))) continue;
    const line = { ...other.people.by(self.account), verb: 'SETNAME', params: [], text };
    if (other === client) reply.line(line);
    else other.out.line(line);
  }
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
