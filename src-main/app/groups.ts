import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomGroups } from '../client/room-groups.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { findMembership } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';
import { viewGroup } from './room-view.ts';

type GroupRequests = Pick<
  Handlers,
  'group/make' | 'group/rename' | 'group/add' | 'group/remove' | 'group/leave'
>;

/** Group conversations: the room decides, and tells all members how a group stands then. */
export function groupRequests(context: AppContext): GroupRequests {
  async function ask<T, V>(
    room: RoomId,
    work: (groups: RoomGroups) => Promise<Outcome<T>>,
    view: (value: T) => V,
  ): Promise<Outcome<V>> {
    const found = findMembership(context, room);
    if (!found.ok) return found;
    const outcome = await work(found.value.client.groups);
    return outcome.ok ? done(view(outcome.value)) : refused(outcome.refusal);
  }
  const nothing = () => null;

  return {
    'group/make': ({ room, name, members }) =>
      ask(
        room,
        (groups) => groups.make(name, members),
        (made) => viewGroup(room, made),
      ),

    'group/rename': ({ room, in: id, name }) =>
      ask(room, (groups) => groups.rename(id, name), nothing),

    'group/add': ({ room, in: id, account }) =>
      ask(room, (groups) => groups.add(id, account), nothing),

    'group/remove': ({ room, in: id, account }) =>
      ask(room, (groups) => groups.remove(id, account), nothing),

    'group/leave': ({ room, in: id }) => ask(room, (groups) => groups.leave(id), nothing),
  };
}
