import type { RoomOpened, RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Membership } from './membership.ts';
import { findMembership } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';
import { viewConversation, viewGroup, viewPrivate, viewRoom } from './room-view.ts';

type RoomRequests = Pick<
  Handlers,
  | 'room/open'
  | 'room/retry'
  | 'room/sign-in'
  | 'room/set-password'
  | 'room/disconnect'
  | 'room/leave'
>;

/** Rooms that this person is a member of already. */
export function roomRequests(context: AppContext): RoomRequests {
  const { memberships } = context;

  /** One after another for each room, and only for a room that is in the list. */
  function inTurn<T>(
    room: RoomId,
    work: (membership: Membership) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    return memberships.inTurn(room, async () => {
      const found = findMembership(context, room);
      return found.ok ? work(found.value) : found;
    });
  }

  return {
    'room/open': ({ room }) =>
      inTurn<RoomOpened>(room, async (membership) => {
        const lastOpenedAt = memberships.options.clock.wallMs();
        await membership.client.changeRecord({ open: true, lastOpenedAt });
        await memberships.start(membership);
        return done(await viewOpened(membership));
      }),

    'room/retry': ({ room }) =>
      inTurn<null>(room, async (membership) => {
        const { client, hosting } = membership;
        if (client.record.hosted && !hosting) await memberships.start(membership);
        else client.retryNow();
        return done(null);
      }),

    'room/sign-in': ({ room, password }) =>
      inTurn<RoomView>(room, async (membership) => {
        const refusal = await membership.client.connect(password);
        return refusal ? refused(refusal) : done(viewRoom(membership));
      }),

    'room/set-password': ({ room, ...change }) =>
      inTurn<RoomView>(room, async (membership) => {
        const changed = await membership.client.setPassword(change);
        return changed.ok ? done(viewRoom(membership)) : refused(changed.refusal);
      }),

    'room/disconnect': ({ room }) =>
      inTurn<null>(room, async (membership) => {
        await membership.client.changeRecord({ open: false });
        await memberships.stop(membership);
        return done(null);
      }),

    'room/leave': ({ room }) =>
      inTurn<null>(room, async (membership) => {
        await memberships.stop(membership);
        memberships.remove(room);
        await memberships.replica.rooms.remove(room);
        memberships.pushes.send('room/removed', { room });
        return done(null);
      }),
  };
}

async function viewOpened(membership: Membership): Promise<RoomOpened> {
  const { client, contacts, contactGroups, hosting } = membership;
  const { room } = client.record;
  const host = await hosting?.status();
  return {
    room: viewRoom(membership),
    conversations: client.copy
      .conversations()
      .map(({ in: id }) => viewConversation(membership, id)),
    members: client.members.list(),
    outbox: client.outbox.list(),
    groups: client.groups.list().map((group) => viewGroup(room, group)),
    contacts: contacts.list().map((contact) => ({ room, ...contact })),
    contactGroups: contactGroups.list().map((group) => ({ room, ...group })),
    privates: client.privates.list().map((one) => viewPrivate(client, one)),
    host,
  };
}
