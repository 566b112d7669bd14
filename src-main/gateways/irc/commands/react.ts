import { isEmoji } from '../../../../src-shared/protocol/emoji.ts';
import { directConversation } from '../../../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../../../src-shared/protocol/ids.ts';
import type { IrcClient } from '../irc-client.ts';
import type { OutgoingLine } from '../irc-line.ts';
import { placeOfMessageId, reactionLines } from '../message-lines.ts';
import { replyRefusal } from '../refusals.ts';
import type { Reply } from '../reply.ts';
import type { Asked } from '../requests.ts';
import { maxTargets } from '../welcome.ts';
import { namedMember, openChannel, repeated, splitList } from './irc-command.ts';

/** What a tag can name that is no message of the conversation: none has this number. */
const noSeq = 0;

/**
 * The number of the message that a line's tags say it is about (IRCv3 `+reply`), in a conversation; undefined if they say
 * nothing, or mean nothing as the client has not asked for tags.
 */
export function answeredSeq(
  client: IrcClient,
  conversation: ConversationId,
  { tags }: Reply,
): number | undefined {
  if (!client.out.has('message-tags')) return undefined;
  const id = tags.get('+reply') ?? tags.get('+draft/reply') ?? '';
  if (id === '') return undefined;
  const place = placeOfMessageId(id);
  return place?.in === conversation ? place.seq : noSeq;
}

/** Whether there can be a message of this number at all. */
export function isSeq(seq: number): boolean {
  return seq !== noSeq;
}

type Reaction = { type: 'add-reaction' | 'remove-reaction'; emoji: string };

/** TAGMSG: `+draft/react` and `+draft/unreact`. Of other tags, as those of who is typing, Oda passes none on. */
export async function react(
  client: IrcClient,
  [list = '']: readonly string[],
  reply: Reply,
): Promise<void> {
  if (!client.out.has('message-tags')) return;
  const added = reply.tags.get('+draft/react');
  const removed = reply.tags.get('+draft/unreact');
  const sent = added ?? removed;
  if (sent === undefined) return;
  // Programs leave out what asks for the picture of a sign such as ❤.
  const emoji = isEmoji(sent) ? sent : `${sent}\uFE0F`;
  if (added !== undefined && removed !== undefined) {
    const sentence = 'A reaction is added or taken back, not both at once';
    return reply.fail(['TAGMSG', 'INVALID_PARAMS', repeated(list)], sentence);
  }
  const type = added === undefined ? 'remove-reaction' : 'add-reaction';
  for (const target of new Set(splitList(list, maxTargets))) {
    const conversation = target.startsWith('#')
      ? openChannel(client, target, reply)
      : directWith(client, target, reply);
    if (conversation) await reactIn(client, { target, conversation, type, emoji }, reply);
  }
}

async function reactIn(
  client: IrcClient,
  {
    target,
    conversation,
    type,
    emoji,
  }: Reaction & { target: string; conversation: ConversationId },
  reply: Reply,
): Promise<void> {
  const seq = answeredSeq(client, conversation, reply);
  if (seq === undefined) {
    const sentence = 'The tag +reply has to say which message is meant';
    return reply.fail(['TAGMSG', 'NEED_MORE_PARAMS', repeated(target)], sentence);
  }
  const names = [target];
  if (!isSeq(seq)) return replyRefusal(reply, { code: 'no-such-message' }, { names });
  const release = reply.hold();
  const cid = client.sends.expect({ reply, release });
  const asked = { type, in: conversation, cid, target: seq, emoji } as const;
  const outcome = await client.requests.askInTurn(asked);
  if (!outcome.ok) {
    client.sends.forget(cid);
    replyRefusal(reply, outcome.refusal, { names });
    return release();
  }
  const isEchoed = client.out.has('echo-message');
  // It was so already: nothing will be delivered, and its own line comes at once.
  if (outcome.value.seq === undefined) {
    client.sends.forget(cid);
    if (isEchoed) for (const line of ownLines(client, asked)) reply.line(line);
    return release();
  }
  // With echo-message its own line is the answer, as soon as it is delivered.
  if (!isEchoed) release();
}

/** A reaction of this client, as it would be delivered to it. */
function ownLines(client: IrcClient, { type, ...asked }: Asked<Reaction['type']>): OutgoingLine[] {
  const self = client.port.self();
  if (!self) return [];
  const how = type === 'add-reaction' ? 'reaction-added' : 'reaction-removed';
  const at = client.clock.wallMs();
  return reactionLines(client, { ...asked, type: how, by: self.account, at });
}

function directWith(client: IrcClient, nick: string, reply: Reply): ConversationId | undefined {
  const self = client.port.self();
  const member = namedMember(client, nick, reply);
  return member && self && directConversation(self.account, member.account);
}
