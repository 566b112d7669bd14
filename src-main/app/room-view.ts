import type { ConversationView, RoomView } from '../../src-shared/bridge/views.ts';
import { formatAddress } from '../../src-shared/protocol/address.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { ConversationRecord } from '../client/replica-port.ts';
import type { RoomClient } from '../client/room-client.ts';

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
