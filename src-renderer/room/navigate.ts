import { everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { conversationsByActivity } from './room-selectors.ts';
import type { RoomState } from './room-store.ts';

/** The conversations as they stand in the list, the room's own first. */
function conversationOrder(state: RoomState): ConversationId[] {
  return [everyone, ...conversationsByActivity(state).map((view) => view.in)];
}

/** The one above (-1) or below (1); at the ends the list goes on at its other end. */
export function neighbour(
  state: RoomState,
  from: ConversationId | undefined,
  by: 1 | -1,
): ConversationId | undefined {
  return next(conversationOrder(state), from, by);
}

/** The same among those that hold something unread; undefined if all is read. */
export function unreadNeighbour(
  state: RoomState,
  from: ConversationId | undefined,
  by: 1 | -1,
): ConversationId | undefined {
  const isUnread = (id: ConversationId) => (state.conversations.get(id)?.unread ?? 0) > 0;
  const order = conversationOrder(state).filter((id) => id === from || isUnread(id));
  const found = next(order, from, by);
  return found === from ? undefined : found;
}

function next(
  order: readonly ConversationId[],
  from: ConversationId | undefined,
  by: 1 | -1,
): ConversationId | undefined {
  const at = from === undefined ? -1 : order.indexOf(from);
  if (at < 0) return order[0];
  return order[(at + by + order.length) % order.length];
}
