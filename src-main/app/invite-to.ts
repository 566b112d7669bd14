import type { HostAddress } from '../../src-shared/host/host-network.ts';
import type { PortMapping } from '../../src-shared/host/port-mapping.ts';
import type { RoomAddress } from '../../src-shared/protocol/address.ts';
import type { InviteTerms } from '../../src-shared/host/invites.ts';
import type { InviteId, Pin } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { formatInvite, maxInviteAddresses } from '../net/invite-link.ts';
import { inviteIdOf } from '../server/hash-secret.ts';
import type { RoomServer } from '../server/room-server.ts';

export type RunningRoom = {
  server: RoomServer;
  pin: Pin;
  addresses: readonly HostAddress[];
  /** What the router does. */
  mapping: PortMapping;
};

/** Makes an invite to a room that runs here: its link, and by what the room knows it. */
export async function inviteTo(
  { server, pin, addresses, mapping }: RunningRoom,
  terms: InviteTerms,
): Promise<Outcome<{ link: string; invite: InviteId }>> {
  // A link ends at a whole second, and the room with it.
  const { expiresAt } = terms;
  const whole = { ...terms, expiresAt: expiresAt && Math.ceil(expiresAt / 1000) * 1000 };
  const made = await server.makeInvite(whole);
  if (!made.ok) return made;
  const link = formatInvite({
    ...whole,
    room: server.identity.room,
    roomName: server.identity.name,
    pin,
    secret: made.value,
    addresses: placesOf(addresses, server.port, mapping),
  });
  return done({ link, invite: inviteIdOf(made.value) });
}

/** What is at hand comes first, then what the router made, then the way over IPv6. */
function placesOf(
  addresses: readonly HostAddress[],
  port: number,
  mapping: PortMapping,
): RoomAddress[] {
  const own = addresses.filter(
    ({ scope }, _place, all) => scope !== 'loopback' || all.every(isLoopback),
  );
  const isMapped = mapping.is === 'mapped';
  const outside = isMapped ? [{ host: mapping.address, port: mapping.port }] : [];
  const places = (family: 4 | 6) =>
    own.filter((one) => one.family === family).map(({ address: host }) => ({ host, port }));
  const near = places(4).slice(0, maxInviteAddresses - outside.length);
  return [...near, ...outside, ...places(6)].slice(0, maxInviteAddresses);
}

/** Where the room is on no network, whoever is at this computer may come. */
function isLoopback({ scope }: HostAddress): boolean {
  return scope === 'loopback';
}
