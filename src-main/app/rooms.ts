import type { RoomOpened } from '../../src-shared/bridge/rooms.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Membership } from './membership.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';
import { viewConversation, viewGroup, viewPrivate, viewReads, viewRoom } from './room-view.ts';

/** Rooms that this person is a member of already. */
export function roomRequests(context: AppContext) {
  const { memberships } = context;
  return ofRooms(
    context,
    {
      'room/open': async (membership) => {
        const lastOpenedAt = memberships.options.clock.wallMs();
        await membership.client.changeRecord({ open: true, lastOpenedAt });
        await memberships.start(membership);
        return done(await viewOpened(membership));
      },

      'room/retry': async (membership) => {
        const { client, hosting } = membership;
        if (client.record.hosted && !hosting) await memberships.start(membership);
        else client.retryNow();
        return done(null);
      },

      'room/sign-in': async (membership, { room: _, ...typed }) => {
        const refusal = await membership.client.connect(typed);
        return refusal ? refused(refusal) : done(viewRoom(membership));
      },

      'room/set-password': async (membership, { room: _, ...change }) => {
        const changed = await membership.client.account.setPassword(change);
        return changed.ok ? done(viewRoom(membership)) : changed;
      },

      'room/set-status': ({ client }, { status }) => client.account.setStatus(status),

      'room/disconnect': async (membership) => {
        await membership.client.changeRecord({ open: false });
        await memberships.stop(membership);
        return done(null);
      },

      'room/leave': async (membership, { room }) => {
        await memberships.stop(membership);
        memberships.remove(room);
        await memberships.replica.rooms.remove(room);
        memberships.pushes.send('room/removed', { room });
        return done(null);
      },
    },
    'in-turn',
  );
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
    privates: client.privates.list().map((one) => viewPrivate(membership, one)),
    reads: client.reading.receipts.readConversations().map((id) => viewReads(client, id)),
    host,
  };
}
