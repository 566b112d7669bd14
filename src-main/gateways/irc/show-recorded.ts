import type { Recorded } from '../../../src-shared/protocol/moderation.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { recordedIn } from '../common/sentence-of.ts';
import { sharedChannels } from './channel-view.ts';
import type { Channel } from './channels.ts';
import type { IrcClient } from './irc-client.ts';
import { timeTag } from './message-lines.ts';

/** What moderators do, as IRC has it; what it has no words for is said as a sentence. */
export function showRecorded(client: IrcClient, entry: Recorded): void {
  const channel = client.channels.of(everyone);
  if (!channel?.isJoined) return;
  const lines = linesOf(client, channel, entry);
  const { people, out } = client;
  const source = entry.by === undefined ? out.server : people.maskOf(entry.by);
  for (const line of lines) out.line({ ...line, source, tags: { time: timeTag(entry.at) } });
  if (isSaidByLines(entry)) return;
  for (const sentence of recordedIn(entry, (account) => people.nickOfAccount(account)))
    out.notice(sentence);
}

type Line = { verb: 'KICK' | 'MODE'; params: string[]; text?: string | undefined };

function linesOf(client: IrcClient, { name }: Channel, entry: Recorded): Line[] {
  const { people } = client;
  const nick = entry.account === undefined ? '' : people.nickOfAccount(entry.account);
  const mode = (change: string, ...more: string[]): Line => ({
    verb: 'MODE',
    params: [name, change, ...more],
  });
  switch (entry.act) {
    case 'kicked':
      return [{ verb: 'KICK', params: [name, nick], text: entry.reason ?? byWhom(client, entry) }];
    case 'banned':
      return [mode('+b', `${nick}!*@*`)];
    case 'unbanned':
      return [mode('-b', `${nick}!*@*`)];
    case 'role-set':
      return rankLines(client, entry, entry.role === 'moderator' ? '+' : '-');
    case 'handed-over':
      return rankLines(client, entry, '+');
    case 'room-changed': {
      const { readOnly } = entry.changes ?? {};
      return readOnly === undefined ? [] : [mode(readOnly ? '+m' : '-m')];
    }
    default:
      return [];
  }
}

/** Without a reason it is the nick of who did it, as everywhere in IRC. */
function byWhom({ people, out }: IrcClient, { by }: Recorded): string {
  return by === undefined ? out.server : people.nickOfAccount(by);
}

/** Whoever looks after the room is an operator where everyone is, and has a voice in moderated groups. */
function rankLines(client: IrcClient, { account }: Recorded, sign: '+' | '-'): Line[] {
  if (account === undefined) return [];
  const nick = client.people.nickOfAccount(account);
  return sharedChannels(client, account).flatMap(({ name, group, isModerated }): Line[] => {
    if (group && (!isModerated || group.owner === account)) return [];
    return [{ verb: 'MODE', params: [name, `${sign}${group ? 'v' : 'o'}`, nick] }];
  });
}

/** Nothing is left that a line did not say. */
function isSaidByLines({ act, until, reason, changes = {} }: Recorded): boolean {
  if (act === 'kicked') return true;
  if (act === 'room-changed')
    return Object.keys(changes).every((each) => each === 'readOnly' || each === 'name');
  return until === undefined && reason === undefined && (act === 'banned' || act === 'unbanned');
}
