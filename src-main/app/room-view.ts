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
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { GroupRecord } from '../client/replica/people.ts';
import type { RoomClient } from '../client/room-client.ts';
import { classifyAddress } from '../net/own-addresses.ts';
import type { ContactBook } from './contact-book.ts';

/** A notification shows two lines or so. */
const arrivalCharacters = 300;

type Viewed = { client: RoomClient; contacts: ContactBook };

/** A membership as windows show it. */
export function viewRoom({ client }: Pick<Viewed, 'client'>): RoomView {
  const { record, connection, facts, settings, role, slowUntil } = client;
  const { maxTextCharacters, account: own, incomplete } = client;
  const { room, name, account, ownName, hosted, host, port, lastOpenedAt } = record;
  return {
    room,
    name,
    account,
    ownName,
    hosted,
    address: formatAddress({ host: hosted ? 'localhost' : host, port }),
    connection,
    unread: client.copy.unread,
    lastOpenedAt,
    ...facts,
    settings,
    role,
    ...(slowUntil > 0 ? { slowUntil } : {}),
    maxTextCharacters,
    hasPassword: own.hasPassword,
    knocks: client.knocks.list().map(viewKnock),
    incomplete,
  };
}

function viewKnock(knock: Knock): KnockView {
  const { address } = knock;
  return address === undefined ? knock : { ...knock, scope: classifyAddress(address) };
}

export function viewConversation(
  { client }: Pick<Viewed, 'client'>,
  id: ConversationId,
): ConversationView {
  const { lastSeq, readSeq, unread, mentions, lastMessage, draft, deliveredSeq } =
    client.copy.conversation(id);
  const { room } = client.record;
  const counts = { unread, mentions };
  return { room, in: id, lastSeq, readSeq, ...counts, lastMessage, draft, deliveredSeq };
}

export function viewReads({ record, receipts }: RoomClient, id: ConversationId): ReadsView {
  return { room: record.room, in: id, reads: receipts.readsIn(id) };
}

export function viewGroup(room: RoomId, group: GroupRecord): GroupView {
  return { room, ...group };
}

export function viewPrivate(
  { record, members }: RoomClient,
  own: Omit<PrivateView, 'room' | 'partnerName'>,
): PrivateView {
  return { room: record.room, ...own, partnerName: members.nameOf(own.partner) ?? '' };
}

/** Undefined if nobody else said anything, or if it was said before and is only fetched now. */
export function viewArrival(
  { client, contacts }: Viewed,
  entries: readonly Entry[],
): Pushes['message/arrived'] | undefined {
  const { record, connection, members } = client;
  if (connection.is !== 'live') return undefined;
  const heard = entries.filter(
    (entry): entry is MessageEntry =>
      entry.type === 'message' &&
      entry.text !== '' &&
      entry.from !== record.account &&
      !contacts.isQuiet(entry.from),
  );
  // What means this person must not be passed over for what came right after it.
  const mentioning = heard.findLast(({ mentions }) => doesMention(mentions, record.account));
  const message = mentioning ?? heard.at(-1);
  if (!message) return undefined;
  return {
    room: record.room,
    roomName: record.name,
    groupName: client.groups.nameOf(message.in),
    in: message.in,
    seq: message.seq,
    from: members.nameOf(message.from) ?? message.from,
    text: firstCharacters(message.text, arrivalCharacters),
    mentions: mentioning !== undefined,
  };
}

/** Counted as code points, so that none is cut in two. */
function firstCharacters(text: string, count: number): string {
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('');
}
