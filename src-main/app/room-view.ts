import type { FileState } from '../../src-shared/bridge/files.ts';
import type { TransferView } from '../client/transfer-task.ts';
import type { Pushes } from '../../src-shared/bridge/bridge.ts';
import type { ConversationView, ReadsView } from '../../src-shared/bridge/conversations.ts';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import type { KnockView } from '../../src-shared/bridge/knocks.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import type { Entry, MessageEntry } from '../../src-shared/protocol/entries.ts';
import { doesMention } from '../../src-shared/protocol/mentions.ts';
import type { Knock } from '../../src-shared/protocol/knocks.ts';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { countAsked, isNotified } from '../../src-shared/member/attention.ts';
import type { HoldsKeyword } from '../../src-shared/text/find-keywords.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import type { ConversationRecord } from '../client/replica/conversations.ts';
import type { AttentionBook } from './attention-book.ts';
import type { GroupRecord } from '../client/replica/people.ts';
import type { RoomClient } from '../client/room-client.ts';
import { classifyAddress } from '../net/own-addresses.ts';
import type { Membership } from './membership.ts';

/** A notification shows two lines or so. */
const arrivalCharacters = 300;

type Viewed = Pick<Membership, 'client' | 'contacts' | 'attention'>;

/** A membership as windows show it. */
export function viewRoom({
  client,
  attention,
  away,
}: Pick<Membership, 'client' | 'attention' | 'away'>): RoomView {
  const { record, connection, role, slowUntil, account: own, incomplete } = client;
  const { facts, settings, maxTextCharacters } = client.terms;
  const { room, name, account, ownName, hosted, host, port, lastOpenedAt } = record;
  return {
    room,
    name,
    account,
    ownName,
    hosted,
    address: formatAddress({ host: hosted ? 'localhost' : host, port }),
    connection,
    asked: countAll(client.copy.conversations(), attention),
    lastOpenedAt,
    ...facts,
    settings,
    role,
    ...(away.since === undefined ? {} : { awaySince: away.since }),
    ...(slowUntil > 0 ? { slowUntil } : {}),
    maxTextCharacters,
    hasPassword: own.hasPassword,
    knocks: client.knocks.list().map(viewKnock),
    incomplete,
  };
}

function countAll(records: readonly ConversationRecord[], attention: AttentionBook): number {
  let count = 0;
  for (const record of records) count += countAsked(record, attention.of(record.in));
  return count;
}

function viewKnock(knock: Knock): KnockView {
  const { address } = knock;
  return address === undefined ? knock : { ...knock, scope: classifyAddress(address) };
}

export function viewConversation(
  { client, attention }: Pick<Viewed, 'client' | 'attention'>,
  id: ConversationId,
): ConversationView {
  const { lastSeq, readSeq, unread, mentions, lastMessage, draft, aim, deliveredSeq } =
    client.copy.conversation(id);
  const { room } = client.record;
  const counts = { unread, mentions, attention: attention.of(id) };
  return { room, in: id, lastSeq, readSeq, ...counts, lastMessage, draft, aim, deliveredSeq };
}

export function viewReads({ record, reading }: RoomClient, id: ConversationId): ReadsView {
  const { receipts } = reading;
  return { room: record.room, in: id, reads: receipts.readsIn(id) };
}

export function viewGroup(room: RoomId, group: GroupRecord): GroupView {
  return { room, ...group };
}

export function viewPrivate(
  { client: { record, members }, contacts, attention }: Viewed,
  own: Omit<PrivateView, 'room' | 'partnerName' | 'isQuiet'>,
): PrivateView {
  const { partner } = own;
  // What was chosen for what is said directly counts for what is said in private too.
  const chosen = attention.of(directConversation(record.account, partner));
  return {
    room: record.room,
    ...own,
    partnerName: members.nameOf(partner) ?? '',
    ...(isNotified(chosen, true) && !contacts.isQuiet(partner) ? {} : { isQuiet: true }),
  };
}

/**
 * Undefined if nobody else said anything of which this person asked to be told, or if it was said before and is only
 * fetched now.
 */
export function viewArrival(
  { client, contacts, attention }: Viewed,
  entries: readonly Entry[],
  holdsKeyword: HoldsKeyword,
): Pushes['message/arrived'] | undefined {
  const { record, connection, members } = client;
  if (connection.is !== 'live') return undefined;
  const heard = entries.filter(
    (entry): entry is MessageEntry =>
      entry.type === 'message' &&
      entry.text !== '' &&
      !entry.imported &&
      entry.from !== record.account &&
      !contacts.isQuiet(entry.from),
  );
  // What means this person must not be passed over for what came right after it.
  const mentioning = heard.findLast(({ mentions }) => doesMention(mentions, record.account));
  const meant = mentioning ?? heard.findLast(({ text }) => holdsKeyword(foldText(text)));
  const message = meant ?? heard.at(-1);
  if (!message || !isNotified(attention.of(message.in), meant !== undefined)) return undefined;
  return {
    room: record.room,
    roomName: record.name,
    groupName: client.groups.nameOf(message.in),
    in: message.in,
    seq: message.seq,
    from: members.nameOf(message.from) ?? message.from,
    text: firstCharacters(message.text, arrivalCharacters),
    ...(meant ? { means: mentioning ? 'mention' : 'keyword' } : {}),
  };
}

/** Counted as code points, so that none is cut in two. */
function firstCharacters(text: string, count: number): string {
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('');
}

/** A file on its way; one that has come, or has gone out, is here. */
export function viewFile(room: RoomId, { hash, size, ...file }: TransferView): FileState {
  const isThere = file.is === 'stopped' && !file.refusal && file.done === size;
  return { room, hash, size, ...file, ...(isThere ? { is: 'here' as const } : {}) };
}
