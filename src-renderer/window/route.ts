import { contactGroupId } from '../../src-shared/bridge/contacts.ts';
import {
  conversationId,
  everyone,
  privateId,
  roomId,
  type ConversationId,
  type PrivateId,
  type RoomId,
} from '../../src-shared/protocol/ids.ts';

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
  const [to, roomPart, part] = path.split('/').map(decode);
  const room = roomId.safeParse(roomPart).data;
  const group = contactGroupId.safeParse(part).data;
  const id = privateId.safeParse(part).data;
  const conversation = conversationId.safeParse(part ?? everyone).data;
  if (to === 'contact-group' && room && group) return { to, room, group };
  if (to === 'private' && room && id) return { to, room, private: id };
  if ((to !== 'room' && to !== 'window') || !room || !conversation) return { to: 'welcome' };
  const asked = new URLSearchParams(query);
  const at = Number(asked.get('at'));
  const place = Number.isSafeInteger(at) && at > 0 ? { at } : {};
  const list = to === 'room' && asked.has('list') ? { list: true as const } : {};
  return { to, room, in: conversation, ...place, ...list };
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
