import type { MessageEntry } from '../../../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../../../src-shared/protocol/ids.ts';
import {
  conversationKind,
  directConversation,
  directPartner,
  everyone,
} from '../../../../src-shared/protocol/ids.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import { shortQuote } from '../../../../src-shared/sentences/short-quote.ts';
import type { HistoryPage } from '../history.ts';
import { History, maxHistoryMessages } from '../history.ts';
import type { IrcClient } from '../irc-client.ts';
import type { OutgoingLine } from '../irc-line.ts';
import { cutToBytes, formatIrcLine } from '../irc-line.ts';
import { markDelivered, messageLines, placeOfMessageId, timeTag } from '../message-lines.ts';
import { sentenceOf } from '../../common/sentence-of.ts';
import type { Reply } from '../reply.ts';
import type { Outcome } from '../../../../src-shared/protocol/outcome.ts';
import type { IrcCommands } from './irc-command.ts';
import { command, repeated } from './irc-command.ts';

/** IRCv3 draft/chathistory. */
export const historyCommands: IrcCommands = {
  CHATHISTORY: command('in', 4, async (client, params, reply) => {
    const [word = '', target = ''] = params;
    const sub = word.toUpperCase();
    const name = repeated(target);
    const references = params.slice(sub === 'TARGETS' ? 1 : 2, -1);
    const places = references.flatMap((reference) => parseReference(reference) ?? []);
    const limit = Number(params.at(-1));
    const refuse = (code: string, sentence: string): void => {
      const about = code === 'INVALID_PARAMS' ? [cutToBytes(sub, 32)] : [sub, name];
      reply.fail(['CHATHISTORY', code, ...about], sentence);
    };
    const wanted = referencesOf[sub];
    if (wanted === undefined) return refuse('INVALID_PARAMS', 'There is no such subcommand');
    if (references.length !== wanted || places.length !== wanted) {
      const sentence = 'Give as reference timestamp=… or msgid=…, and a number at the end';
      return refuse('INVALID_PARAMS', sentence);
    }
    if (!Number.isInteger(limit) || limit < 1) {
      return refuse('INVALID_PARAMS', 'The number at the end is 1 or more');
    }
    const asked = { sub, places, limit: Math.min(limit, maxHistoryMessages) };
    if (sub === 'TARGETS') return sendTargets(client, asked, reply);
    const conversation = conversationOf(client, target);
    if (!conversation) return refuse('INVALID_TARGET', 'There is nothing of this name');
    // A number of another conversation would lead to some other message of this one.
    if (places.some((place) => place.is === 'seq' && place.in !== conversation))
      return refuse('MESSAGE_ERROR', sentenceOf({ code: 'no-such-message' }));
    const found = await find(new History(client.requests, conversation), asked);
    if (!found.ok) return refuse('MESSAGE_ERROR', sentenceOf(found.refusal));
    const { lines, messages } = linesOf(client, found.value);
    reply.batch('chathistory', [name], lines);
    markDelivered(client, conversation, messages);
  }),
};

/** As much of it as fits into one answer, and one message at least; the client asks for the rest. */
function linesOf(client: IrcClient, { messages, keeps }: HistoryPage) {
  const inOrder = keeps === 'oldest' ? messages : messages.toReversed();
  const kept: { entry: MessageEntry; lines: OutgoingLine[] }[] = [];
  let bytes = 0;
  // Whoever reads the page may read all of it.
  const saidBySeq = new Map(messages.map((entry) => [entry.seq, entry.text]));
  for (const entry of inOrder) {
    const answered = entry.reply === undefined ? undefined : saidBySeq.get(entry.reply);
    const lines = messageLines(client, entry, answered && shortQuote(answered));
    for (const line of lines) bytes += Buffer.byteLength(formatIrcLine(line));
    if (bytes > limits.historyPageBytes && kept.length > 0) break;
    kept.push({ entry, lines });
  }
  if (keeps === 'newest') kept.reverse();
  return {
    lines: kept.flatMap((message) => message.lines),
    messages: kept.map((message) => message.entry),
  };
}

/** How many references each subcommand takes. */
const referencesOf: Readonly<Record<string, number | undefined>> = {
  LATEST: 1,
  BEFORE: 1,
  AFTER: 1,
  AROUND: 1,
  BETWEEN: 2,
  TARGETS: 2,
};

type Reference =
  | { is: 'newest' }
  | { is: 'seq'; in: ConversationId; seq: number }
  | { is: 'time'; atMs: number };
type Asked = { sub: string; places: readonly Reference[]; limit: number };

async function find(history: History, asked: Asked): Promise<Outcome<HistoryPage>> {
  const { sub, limit, places } = asked;
  const [one] = places;
  if (sub === 'BETWEEN') return findBetween(history, asked);
  if (sub === 'LATEST' && one?.is === 'newest') return history.last(limit, {});
  const isBefore = sub === 'BEFORE' || sub === 'AROUND';
  const number = await numberOf(history, one, isBefore ? 0 : 1);
  if (!number.ok) return number;
  switch (sub) {
    case 'LATEST':
      return history.last(limit, { above: number.value - 1 });
    case 'BEFORE':
      return history.last(limit, { before: number.value });
    case 'AFTER':
      return history.first(limit, { after: number.value - 1 });
    default:
      return findAround(history, number.value, limit);
  }
}

async function findAround(
  history: History,
  seq: number,
  limit: number,
): Promise<Outcome<HistoryPage>> {
  const before = await history.last(Math.floor(limit / 2), { before: seq });
  if (!before.ok) return before;
  const earlier = before.value.messages;
  const rest = limit - earlier.length;
  const after = await history.first(rest, { after: Math.max(0, seq - 1) });
  if (!after.ok) return after;
  return {
    ok: true,
    value: { messages: [...earlier, ...after.value.messages], keeps: 'oldest' },
  };
}

/** From the first reference on, towards the second; neither is part of it. */
async function findBetween(
  history: History,
  { places: [one, other], limit }: Asked,
): Promise<Outcome<HistoryPage>> {
  const [a, b] = [await numberOf(history, one, 0), await numberOf(history, other, 0)];
  if (!a.ok) return a;
  if (!b.ok) return b;
  const isForwards = a.value <= b.value;
  const lower = await numberOf(history, isForwards ? one : other, 1);
  if (!lower.ok) return lower;
  const [after, below] = [lower.value - 1, isForwards ? b.value : a.value];
  if (isForwards) return history.first(limit, { after, below });
  return history.last(limit, { before: below, above: after });
}

/** The first number at a reference (`past` 0) or beyond it (`past` 1). */
async function numberOf(
  history: History,
  reference: Reference | undefined,
  past: 0 | 1,
): Promise<Outcome<number>> {
  if (reference?.is === 'seq') return { ok: true, value: reference.seq + past };
  if (reference?.is === 'time') return history.firstSince(reference.atMs + past);
  return { ok: true, value: 1 };
}

function parseReference(text: string): Reference | undefined {
  if (text === '*') return { is: 'newest' };
  const [kind, value = ''] = text.split('=', 2);
  if (kind === 'timestamp') {
    const atMs = Date.parse(value);
    return Number.isNaN(atMs) ? undefined : { is: 'time', atMs };
  }
  const place = kind === 'msgid' ? placeOfMessageId(value) : undefined;
  return place && { is: 'seq', ...place };
}

function conversationOf(client: IrcClient, target: string): ConversationId | undefined {
  if (target.startsWith('#')) return client.channels.named(target)?.conversation;
  const self = client.port.self();
  const member = client.people.find(target);
  if (!self || !member || member.account === self.account) return undefined;
  return directConversation(self.account, member.account);
}

/** Conversations whose newest message lies between two times, the newest first. */
async function sendTargets(client: IrcClient, asked: Asked, reply: Reply): Promise<void> {
  const times = asked.places.flatMap((place) => (place.is === 'time' ? [place.atMs] : []));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const found: { target: string; at: number }[] = [];
  for (const conversation of await conversationsOf(client)) {
    const last = await new History(client.requests, conversation).last(1, {});
    const [entry] = last.ok ? last.value.messages : [];
    const target = targetOf(client, conversation);
    if (entry && target && entry.at > from && entry.at < to) found.push({ target, at: entry.at });
  }
  found.sort((a, b) => b.at - a.at);
  const lines = found.slice(0, asked.limit).map(({ target, at }): OutgoingLine => ({
    source: reply.server,
    verb: 'CHATHISTORY',
    params: ['TARGETS', target, timeTag(at)],
  }));
  reply.batch('draft/chathistory-targets', [], lines);
}

/** A guest reads everyone only; an account whatever it has a part in. */
async function conversationsOf(client: IrcClient): Promise<ConversationId[]> {
  if (client.port.self()?.guest) return [everyone];
  const sync = await client.requests.ask({ type: 'sync', after: 0 });
  if (!sync.ok) return [];
  return sync.value.conversations
    .toSorted((a, b) => b.lastId - a.lastId)
    .slice(0, maxHistoryMessages)
    .map((conversation) => conversation.in);
}

function targetOf(client: IrcClient, conversation: ConversationId): string | undefined {
  if (conversationKind(conversation) !== 'direct') return client.channels.of(conversation)?.name;
  const self = client.port.self();
  const partner = self && directPartner(conversation, self.account);
  return partner && client.people.nickOfAccount(partner);
}
