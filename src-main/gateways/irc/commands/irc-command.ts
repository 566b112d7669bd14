import type { Member } from '../../../../src-shared/protocol/members.ts';
import type { ConversationId } from '../../../../src-shared/protocol/ids.ts';
import type { Sink } from '../irc-output.ts';
import type { Channel } from '../channels.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes } from '../irc-line.ts';
import { numerics } from '../numerics.ts';
import type { Reply } from '../reply.ts';

/** One command of IRC: who may give it, how many parameters it needs, and what it does. */
export type IrcCommand = {
  /** `new`: before the welcome only; `in`: after it only. */
  who: 'anybody' | 'new' | 'in';
  /** Fewer are refused with 461, in whatever command. */
  atLeast: number;
  /** It does not wait until what was said before it is on the host's disk: it is said itself, or answered by nothing. */
  isStream?: boolean;
  /** The next line is not read before this has come to its end. */
  run: (client: IrcClient, params: readonly string[], reply: Reply) => void | Promise<void>;
};

export type IrcCommands = Readonly<Record<string, IrcCommand>>;

export function command(
  who: IrcCommand['who'],
  atLeast: number,
  run: IrcCommand['run'],
): IrcCommand {
  return { who, atLeast, run };
}

/** Names in a list like `a,b,c`: at most so many, empty ones left out. */
export function splitList(list: string, most: number): string[] {
  return list
    .split(',')
    .filter((name) => name !== '')
    .slice(0, most);
}

/** What is repeated of a name that a client gave. */
export function repeated(name: string): string {
  return cutToBytes(name, 128);
}

type Answers = Pick<Sink, 'numeric'>;

/** A channel that the client can see; else it is told that there is none. */
export function namedChannel(
  client: IrcClient,
  name: string,
  answers: Answers,
): Channel | undefined {
  const channel = client.channels.named(name);
  if (channel) return channel;
  answers.numeric(numerics.noSuchChannel, [repeated(name)], 'There is no such channel for you');
  return undefined;
}

/** The conversation of a channel in which the client can say something; else it is told why not. */
export function openChannel(
  client: IrcClient,
  name: string,
  answers: Answers,
): ConversationId | undefined {
  const channel = namedChannel(client, name, answers);
  if (!channel || channel.isJoined) return channel?.conversation;
  answers.numeric(numerics.cannotSend, [repeated(name)], 'Join the channel first');
  return undefined;
}

/** Somebody known by this nick; else the client is told that there is nobody. */
export function namedMember(client: IrcClient, nick: string, answers: Answers): Member | undefined {
  const member = client.people.find(nick);
  if (member) return member;
  answers.numeric(numerics.noSuchNick, [repeated(nick)], 'Nobody of this name is known here');
  return undefined;
}
