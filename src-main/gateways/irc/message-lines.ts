import { saidText } from '../../../src-shared/sentences/said-text.ts';
import type { Entry, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { conversationKind, directPartner } from '../../../src-shared/protocol/ids.ts';
import type { IrcClient } from './irc-client.ts';
import type { OutgoingLine } from './irc-line.ts';
import { maxBodyBytes } from './irc-line.ts';
import { splitText } from './irc-text.ts';

/** A message as lines, in a channel or to a person; none if this client cannot place it. */
export function messageLines(client: IrcClient, entry: MessageEntry): OutgoingLine[] {
  const target = targetOf(client, entry);
  if (target === undefined) return [];
  const verb = entry.cid !== undefined && client.shared.isNotice(entry.cid) ? 'NOTICE' : 'PRIVMSG';
  const text = saidText(entry, (account) => client.people.nickOfAccount(account), {
    language: 'en',
    howToGet: 'getWithOda',
  });
  return linesTo(client, { from: entry.from, target, verb, text }).map((line, part) => ({
    ...line,
    tags: { ...line.tags, time: timeTag(entry.at), msgid: messageId(entry, part) },
  }));
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

/** Of one message all lines have an id of their own; each leads back to the same number. */
function messageId({ id, seq }: MessageEntry, part: number): string {
  return part === 0 ? `${id}-${seq}` : `${id}-${seq}.${part}`;
}

/** The number in its conversation that a `msgid` stands for. */
export function seqOfMessageId(text: string): number | undefined {
  const seq = /^\d{1,15}-(\d{1,15})(?:\.\d{1,5})?$/.exec(text)?.[1];
  return seq === undefined ? undefined : Number(seq);
}

function targetOf(client: IrcClient, entry: MessageEntry): string | undefined {
  const channel = client.channels.of(entry.in);
  if (channel) return channel.name;
  const self = client.port.self();
  const partner = self && directPartner(entry.in, self.account);
  if (!partner) return undefined;
  return entry.from === partner ? client.nick : client.people.nickOfAccount(partner);
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
