import type { HostAddress } from '../../src-shared/host/host-network.ts';
import type { InviteTerms } from '../../src-shared/host/invites.ts';
import type { InviteId, Pin } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { formatInvite, maxInviteAddresses } from '../net/invite-link.ts';
import type { RoomIdentity } from '../room/ports.ts';
import { inviteIdOf } from '../server/hash-secret.ts';
import type { RoomServer } from '../server/room-server.ts';

export type RunningRoom = {
  server: RoomServer;
  identity: RoomIdentity;
  pin: Pin;
  addresses: readonly HostAddress[];
};

/** Makes an invite to a room that runs here: its link, and by what the room knows it. */
export async function inviteTo(
  { server, identity, pin, addresses }: RunningRoom,
  terms: InviteTerms,
): Promise<Outcome<{ link: string; invite: InviteId }>> {
  // A link ends at a whole second, and the room with it.
  const { expiresAt } = terms;
  const whole = { ...terms, expiresAt: expiresAt && Math.ceil(expiresAt / 1000) * 1000 };
  const made = await server.makeInvite(whole);
  if (!made.ok) return made;
  const link = formatInvite({
    ...whole,
    room: identity.room,
    roomName: identity.name,
    pin,
    secret: made.value,
    addresses: addresses
      .filter(({ scope }, _place, all) => scope !== 'loopback' || all.every(isLoopback))
      .slice(0, maxInviteAddresses)
      .map(({ address: host }) => ({ host, port: server.port })),
  });
  return done({ link, invite: inviteIdOf(made.value) });
}

/** Where the room is on no network, whoever is at this computer may come. */
function isLoopback({ scope }: HostAddress): boolean {
  return scope === 'loopback';
}
