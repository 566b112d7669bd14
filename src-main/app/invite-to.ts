import type { HostAddress } from '../../src-shared/host/host-network.ts';
import type { PortMapping } from '../../src-shared/host/port-mapping.ts';
import type { RoomAddress } from '../../src-shared/protocol/address.ts';
import type { InviteTerms } from '../../src-shared/host/invites.ts';
import type { InviteSecret, Pin } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { formatInvite, maxInviteAddresses } from '../net/invite-link.ts';
import type { RoomServer } from '../server/room-server.ts';

export type RunningRoom = {
  server: RoomServer;
  pin: Pin;
  addresses: readonly HostAddress[];
  /** Under which others find this computer; whoever follows one still compares the key. */
  names: readonly string[];
  /** What the router does. */
  mapping: PortMapping;
};

/** Makes an invite to a room that runs here, and gives back its link. */
export async function inviteTo(room: RunningRoom, terms: InviteTerms): Promise<Outcome<string>> {
  // A link ends at a whole second, and the room with it.
  const { expiresAt } = terms;
  const whole = { ...terms, expiresAt: expiresAt && Math.ceil(expiresAt / 1000) * 1000 };
  const made = await room.server.makeInvite(whole);
  return made.ok ? done(linkTo(room, { ...whole, secret: made.value })) : made;
}

/** The link of an invite, with the ways that lead to the room now. */
export function linkTo(
  room: RunningRoom,
  { role, expiresAt, uses, secret }: InviteTerms & { secret: InviteSecret },
): string {
  const { room: id, name } = room.server.identity;
  const terms = { role, expiresAt, uses };
  const { pin } = room;
  return formatInvite({
    ...terms,
    room: id,
    roomName: name,
    pin,
    secret,
    addresses: placesOf(room),
  });
}

/** What is at hand comes first, then what the router made, then the way over IPv6, and by a name. */
function placesOf({ server, addresses, mapping, names }: RunningRoom): RoomAddress[] {
  const { port } = server;
  const own = addresses.filter(
    ({ scope }, _place, all) => scope !== 'loopback' || all.every(isLoopback),
  );
  const isMapped = mapping.is === 'mapped';
  const outside = isMapped ? [{ host: mapping.address, port: mapping.port }] : [];
  const places = (family: 4 | 6) =>
    own.filter((one) => one.family === family).map(({ address: host }) => ({ host, port }));
  const near = places(4).slice(0, maxInviteAddresses - outside.length);
  const named = names.map((host) => ({ host, port }));
  const rest = [...places(6), ...named];
  return [...near, ...outside, ...rest].slice(0, maxInviteAddresses);
}

/** Where the room is on no network, whoever is at this computer may come. */
function isLoopback({ scope }: HostAddress): boolean {
  return scope === 'loopback';
}
