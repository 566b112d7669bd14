import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

/** Messages that the room sends at a time. */
export function laterRequests(context: AppContext) {
  return ofRooms(context, {
    'later/list': ({ client }) => client.later.list(),
    'later/send': ({ client }, { room: _, reply, ...message }) =>
      client.later.send(reply === undefined ? message : { ...message, reply }),
    'later/cancel': ({ client }, { cid }) => client.later.cancel(cid),
  });
}
