import type { Pushes } from '../../src-shared/bridge/bridge.ts';
import type { ConversationView, RoomView } from '../../src-shared/bridge/views.ts';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { ConversationRecord } from '../client/replica-port.ts';
import type { RoomClient } from '../client/room-client.ts';

/** A notification shows two lines or so. */
const arrivalCharacters = 300;

/** A membership as windows show it. */
export function viewRoom({ record, connection, copy }: RoomClient): RoomView {
  const { room, name, account, ownName, hosted, host, port, lastOpenedAt } = record;
  return {
    room,
    name,
    account,
    ownName,
    hosted,
    address: formatAddress({ host: hosted ? 'localhost' : host, port }),
    connection,
    unread: copy.unread,
    lastOpenedAt,
  };
}

export function viewConversation(room: RoomId, record: ConversationRecord): ConversationView {
  const { in: id, lastSeq, readSeq, unread, lastMessage, draft } = record;
  return { room, in: id, lastSeq, readSeq, unread, lastMessage, draft };
}

/** Undefined where nobody else said anything, or where it was said before and is only fetched now. */
export function viewArrival(
  { record, connection, members }: RoomClient,
  entries: readonly Entry[],
): Pushes['message/arrived'] | undefined {
  if (connection.state !== 'live') return undefined;
  const message = entries.findLast(
    (entry) => entry.type === 'message' && entry.from !== record.account,
  );
  if (message?.type !== 'message') return undefined;
  return {
    room: record.room,
    roomName: record.name,
    in: message.in,
    seq: message.seq,
    from: members.nameOf(message.from) ?? message.from,
    text: firstCharacters(message.text, arrivalCharacters),
  };
}

/** Counted as code points, so that none is cut in two. */
function firstCharacters(text: string, count: number): string {
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('');
}
