import { contactGroupId } from '../../src-shared/bridge/contact-groups.ts';
import { conversationId, everyone, privateId, roomId } from '../../src-shared/protocol/ids.ts';
import type { ConversationId, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';

/** Which screen the window shows; the hash of its address says it, so a reload comes back to it. */
export type Route =
  | { to: 'welcome' }
  /** `list`: if there is place for one column only, the list of conversations is shown. */
  | { to: 'room'; room: RoomId; in: ConversationId; at?: number; list?: true }
  /** A conversation alone in a window of its own. */
  | { to: 'window'; room: RoomId; in: ConversationId; at?: number }
  /** A contact group: its people, and what went to each of them. */
  | { to: 'contact-group'; room: RoomId; group: string }
  /** A private chat, in a window of its own. */
  | { to: 'private'; room: RoomId; private: PrivateId };

/**
 * `#/` · `#/room/<room>` · `#/room/<room>/<conversation>` · `#/window/<room>/<conversation>`, these
 * two with `?at=<seq>` for a jump to one entry, the first with `?list`. `#/contact-group/<room>/<group>` ·
 * `#/private/<room>/<private>`. What cannot be read is the welcome.
 */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [to, roomPart, inPart] = path.split('/').map(decode);
  if (to === 'contact-group') return contactGroupRoute(roomPart, inPart);
  if (to === 'private') return privateRoute(roomPart, inPart);
  if (to !== 'room' && to !== 'window') return { to: 'welcome' };
  const room = roomId.safeParse(roomPart);
  const conversation = conversationId.safeParse(inPart ?? everyone);
  if (!room.success || !conversation.success) return { to: 'welcome' };
  const asked = new URLSearchParams(query);
  const at = Number(asked.get('at'));
  const place = Number.isSafeInteger(at) && at > 0 ? { at } : {};
  if (to === 'window') return { to, room: room.data, in: conversation.data, ...place };
  const list = asked.has('list') ? { list: true as const } : {};
  return { to, room: room.data, in: conversation.data, ...place, ...list };
}

function contactGroupRoute(roomPart: unknown, groupPart: unknown): Route {
  const room = roomId.safeParse(roomPart);
  const group = contactGroupId.safeParse(groupPart);
  if (!room.success || !group.success) return { to: 'welcome' };
  return { to: 'contact-group', room: room.data, group: group.data };
}

function privateRoute(roomPart: unknown, privatePart: unknown): Route {
  const room = roomId.safeParse(roomPart);
  const id = privateId.safeParse(privatePart);
  if (!room.success || !id.success) return { to: 'welcome' };
  return { to: 'private', room: room.data, private: id.data };
}

export function routeHash(route: Route): string {
  if (route.to === 'welcome') return '#/';
  if (route.to === 'contact-group') return `#/contact-group/${route.room}/${route.group}`;
  if (route.to === 'private') return `#/private/${route.room}/${route.private}`;
  const conversation =
    route.to === 'room' && route.in === everyone && !route.at ? '' : `/${route.in}`;
  const isList = route.to === 'room' && route.list === true;
  const at = isList ? '?list' : route.at === undefined ? '' : `?at=${route.at}`;
  return `#/${route.to}/${route.room}${conversation}${at}`;
}

/**
 * Shows a screen in this window; one can go back from it as from any page. It is shown when this returns: the
 * browser's own event comes some tasks later, and the keys of these would go to what was shown before.
 */
export function goTo(route: Route): void {
  window.location.hash = routeHash(route);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
