import { done } from '../../src-shared/protocol/outcome.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';
import { viewGroup } from './room-view.ts';

/** Group conversations: the room decides, and tells all members how a group stands then. */
export function groupRequests(context: AppContext) {
  return ofRooms(context, {
    'group/make': async ({ client }, { room, name, members }) => {
      const made = await client.groups.make(name, members);
      return made.ok ? done(viewGroup(room, made.value)) : made;
    },
    'group/rename': ({ client }, { in: id, name }) => client.groups.rename(id, name),
    'group/set-read-only': ({ client }, { in: id, readOnly }) =>
      client.groups.setReadOnly(id, readOnly),
    'group/add': ({ client }, { in: id, account }) => client.groups.add(id, account),
    'group/remove': ({ client }, { in: id, account }) => client.groups.remove(id, account),
    'group/leave': ({ client }, { in: id }) => client.groups.leave(id),
  });
}
