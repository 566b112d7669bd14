import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { keywordFinder } from '../../src-shared/text/find-keywords.ts';
import type { Membership } from './membership.ts';
import type { PushViews } from './push-queue.ts';
import { viewArrival, viewConversation, viewGroup, viewPrivate, viewRoom } from './room-view.ts';

/** What windows are told of, as it is when they are told. `keywords`: as the person typed them. */
export function pushViews(
  memberships: { get(room: RoomId): Membership | undefined },
  keywords: () => string,
): PushViews {
  let known = { typed: '', holds: keywordFinder('') };
  const holdsKeyword = () => {
    const typed = keywords();
    if (typed !== known.typed) known = { typed, holds: keywordFinder(typed) };
    return known.holds;
  };
  return {
    room: (room) => {
      const membership = memberships.get(room);
      return membership && viewRoom(membership);
    },
    groups: (room, ids) => {
      const groups = memberships.get(room)?.client.groups;
      return [...ids].flatMap((id) => {
        const group = groups?.get(id);
        return group ? [viewGroup(room, group)] : [];
      });
    },
    conversations: (room, ids) => {
      const membership = memberships.get(room);
      return membership ? [...ids].map((id) => viewConversation(membership, id)) : [];
    },
    outbox: ({ room, in: id }) => memberships.get(room)?.client.outbox.list(id) ?? [],
    privates: (room, ids) => {
      const membership = memberships.get(room);
      if (!membership) return [];
      const all = membership.client.privates.list();
      const changed = all.filter((one) => ids.has(one.private));
      return changed.map((one) => viewPrivate(membership, one));
    },
    arrival: ({ room }, entries) => {
      const membership = memberships.get(room);
      return membership && viewArrival(membership, entries, holdsKeyword());
    },
  };
}
