import type { Member } from '../../../src-shared/protocol/members.ts';
import { topicConversation } from '../../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { Topic } from '../../../src-shared/protocol/topics.ts';
import { mayFindTopics } from '../common/may-find-topics.ts';
import { isIn } from './channel-view.ts';
import type { Channel } from './channels.ts';
import { cutToBytes } from './irc-line.ts';
import type { IrcClient } from './irc-client.ts';
import { numerics } from './numerics.ts';
import { replyRefusal, toComers } from './refusals.ts';
import type { Reply } from './reply.ts';

const idCharacters = 16;
const repeatedBytes = 128;

/** Joins the topic of this name, or makes it; undefined if the room refused that. */
export async function comeIn(
  client: IrcClient,
  typed: string,
  reply: Reply,
): Promise<Channel | undefined> {
  const name = cutToBytes(typed, repeatedBytes);
  if (!typed.startsWith('#')) {
    reply.numeric(numerics.noSuchChannel, [name], 'A channel begins with #');
    return undefined;
  }
  let { id, outcome } = await joinOrMake(client, typed);
  // Somebody else has made it meanwhile: then it is there to be joined.
  if (!outcome.ok && outcome.refusal.code === 'topic-exists')
    ({ id, outcome } = await joinOrMake(client, typed));
  if (outcome.ok || outcome.refusal.code === 'already-in-group') return client.channels.of(id);
  replyRefusal(reply, outcome.refusal, { names: [name], answers: toComers });
  return undefined;
}

async function joinOrMake(
  client: IrcClient,
  typed: string,
): Promise<{ id: ConversationId; outcome: Outcome<unknown> }> {
  const known = client.port.room.findTopic(typed);
  const id = known?.in ?? topicConversation(client.random.text(idCharacters));
  client.moving.add(id);
  const outcome = known
    ? await client.requests.askInTurn({ type: 'join-topic', in: id })
    : await client.requests.askInTurn({ type: 'make-topic', in: id, name: typed });
  client.moving.delete(id);
  return { id, outcome };
}

/** Leaves the topic in Oda too; `text` is what the client says to it. */
export async function goOut(
  client: IrcClient,
  { channel, text }: { channel: Channel; text: string | undefined },
  reply: Reply,
): Promise<void> {
  const self = client.port.self();
  if (!self) return;
  const { conversation, name } = channel;
  const gone = { in: conversation, account: self.account };
  const source = client.people.maskOf(self.account);
  client.moving.add(conversation);
  if (text !== undefined) client.shared.rememberWhy(gone, text);
  const outcome = await client.requests.askInTurn({ type: 'leave-group', in: conversation });
  client.shared.forgetWhy(gone);
  client.moving.delete(conversation);
  if (!outcome.ok) return replyRefusal(reply, outcome.refusal, { names: [name] });
  reply.line({ source, verb: 'PART', params: [name], text });
  client.channels.remove(channel);
}

/** A topic as a channel that the client has not joined. */
export type Seen = Pick<Channel, 'conversation' | 'name' | 'topic' | 'group' | 'members'>;

export function topicNamed(client: IrcClient, name: string): Seen | undefined {
  const topic = name.startsWith('#') ? client.port.room.findTopic(name) : undefined;
  return topic && mayFindTopics(client.port) ? asSeen(client, topic) : undefined;
}

/** Those that the client is not in. */
export function otherTopics(client: IrcClient): Seen[] {
  if (!mayFindTopics(client.port)) return [];
  const others = [...client.port.room.topics()].filter((topic) => !client.channels.of(topic.in));
  return others.map((topic) => asSeen(client, topic));
}

function asSeen({ port }: IrcClient, { in: conversation, name, about, owner }: Topic): Seen {
  const members = port.room.peopleIn(conversation);
  const standing = { people: members.length, about };
  const group = { in: conversation, name, owner, members: [], firstSeq: 1, topic: standing };
  return { conversation, name: `#${name}`, topic: about, group, members: new Set(members) };
}

/** To who names a channel that they are not in: there is none, or they would have to join it. */
export function refuseOutside(client: IrcClient, typed: string, reply: Reply): void {
  const name = cutToBytes(typed, repeatedBytes);
  const known = client.channels.named(typed) ?? topicNamed(client, typed);
  if (known)
    return reply.numeric(numerics.notOnChannel, [known.name], 'You are not in this channel');
  reply.numeric(numerics.noSuchChannel, [name], 'There is no such channel for you');
}

/** Whoever is asked comes in by themselves; nobody but IRC programs can be told of it. */
export function invite(
  client: IrcClient,
  { channel, member }: { channel: Channel; member: Member },
  reply: Reply,
): void {
  const names = [client.people.nickOf(member), channel.name];
  if (isIn(client, channel, member.account))
    return reply.numeric(numerics.alreadyOnChannel, names, 'This person is in the channel already');
  reply.numeric(numerics.inviting, names);
  const self = client.port.self();
  for (const other of client.shared.clientsOf(member.account)) {
    const by = self && other.people.by(self.account);
    other.out.line({ ...by, verb: 'INVITE', params: [other.nick, channel.name] });
  }
}
