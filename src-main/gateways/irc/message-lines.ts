import { saidText } from '../../../src-shared/sentences/said-text.ts';
import type { Entry, EntryOf, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { conversationKind, directPartner } from '../../../src-shared/protocol/ids.ts';
import type { IrcClient } from './irc-client.ts';
import type { OutgoingLine } from './irc-line.ts';
import { maxBodyBytes } from './irc-line.ts';
import { splitText } from './irc-text.ts';

export type ReactionEntry = EntryOf<'reaction-added' | 'reaction-removed'>;

/**
 * A message as lines, in a channel or to a person; none if this client cannot place it. What it answers is said by a tag,
 * or by its beginning (`answered`) to programs without tags.
 */
export function messageLines(
  client: IrcClient,
  entry: MessageEntry,
  answered: string | undefined,
): OutgoingLine[] {
  const target = targetOf(client, entry.in, entry.from);
  if (target === undefined) return [];
  const verb = entry.cid !== undefined && client.shared.isNotice(entry.cid) ? 'NOTICE' : 'PRIVMSG';
  const isTagged = client.out.has('message-tags');
  const said = { ...entry, answered: isTagged ? undefined : answered };
  const text = saidText(said, (account) => client.people.nickOfAccount(account), {
    language: 'en',
    howToGet: 'getWithOda',
  });
  const lines = linesTo(client, { from: entry.from, target, verb, text });
  if (!client.out.hasTags) return lines;
  return lines.map((line, part) => ({
    ...line,
    tags: {
      ...line.tags,
      time: timeTag(entry.at),
      msgid: messageId(entry, part),
      // One message, one answer.
      ...(part === 0 && entry.reply !== undefined && answerTags(entry.in, entry.reply)),
    },
  }));
}

/** How somebody reacts to a message, for programs with tags. */
export function reactionLines(
  client: IrcClient,
  { type, in: conversation, by, at, target: seq, emoji }: Omit<ReactionEntry, 'seq' | 'id'>,
): OutgoingLine[] {
  const target = targetOf(client, conversation, by);
  if (target === undefined || !client.out.has('message-tags')) return [];
  const line = client.people.by(by);
  const how = type === 'reaction-added' ? '+draft/react' : '+draft/unreact';
  const tags = { ...line.tags, time: timeTag(at), ...answerTags(conversation, seq), [how]: emoji };
  return [{ ...line, tags, verb: 'TAGMSG', params: [target] }];
}

/** Programs look for the name that the specification has now, or for the one that it had. */
function answerTags(conversation: ConversationId, seq: number) {
  const id = messageId({ in: conversation, seq }, 0);
  return { '+reply': id, '+draft/reply': id };
}

/** A text from somebody to a channel or nick, as lines that fit. */
export function linesTo(
  client: IrcClient,
  { from, target, verb, text }: { from: AccountId; target: string; verb: string; text: string },
): OutgoingLine[] {
  const by = client.people.by(from);
  const { source } = by;
  const maxTextBytes = maxBodyBytes - Buffer.byteLength(`:${source} ${verb} ${target} :`);
  return splitText(text, maxTextBytes).map((part) => ({
    ...by,
    verb,
    params: [target],
    text: part,
  }));
}

export function timeTag(at: number): string {
  return new Date(at).toISOString();
}

type Numbered = Pick<MessageEntry, 'in' | 'seq'>;

/** Of one message all lines have an id of their own; each leads back to the same conversation and number. */
function messageId({ in: conversation, seq }: Numbered, part: number): string {
  return part === 0 ? `${conversation}/${seq}` : `${conversation}/${seq}.${part}`;
}

/** The place in the log that a `msgid` stands for. */
export function placeOfMessageId(text: string): Numbered | undefined {
  const [, conversation, number] = /^([\w:-]{1,40})\/(\d{1,15})(?:\.\d{1,5})?$/.exec(text) ?? [];
  const seq = Number(number);
  if (conversation === undefined || seq === 0) return undefined;
  return { in: conversation as ConversationId, seq };
}

/** Where the client sees what `from` did: in a channel, or as a message to or from one person. */
function targetOf(
  client: IrcClient,
  conversation: ConversationId,
  from: AccountId,
): string | undefined {
  const channel = client.channels.of(conversation);
  if (channel) return channel.name;
  const self = client.port.self();
  const partner = self && directPartner(conversation, self.account);
  if (!partner) return undefined;
  return from === partner ? client.nick : client.people.nickOfAccount(partner);
}

/** Direct messages have been written out: their sender may know (W11). */
export function markDelivered(
  client: IrcClient,
  conversation: ConversationId,
  entries: readonly Entry[],
): void {
  if (conversationKind(conversation) !== 'direct') return;
  const last = entries.findLast((entry) => entry.type === 'message' && !client.isSelf(entry.from));
  if (!last) return;
  // Nothing depends on the answer.
  void client.requests.ask({ type: 'mark-delivered', in: conversation, seq: last.seq });
}
