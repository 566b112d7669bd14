import { createHash } from 'node:crypto';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { givenRoles } from '../../src-shared/protocol/roles.ts';
import type { InviteTerms } from '../../src-shared/host/invites.ts';
import { invitePrefix, maxInviteCharacters } from '../../src-shared/invite/invite-text.ts';
import { parseAddress } from '../../src-shared/protocol/address.ts';
import type { RoomAddress } from '../../src-shared/protocol/address.ts';
import type { InviteSecret, Pin, RoomId } from '../../src-shared/protocol/ids.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { checkRoomName } from '../../src-shared/text/names.ts';

export type Invite = InviteTerms & {
  room: RoomId;
  roomName: string;
  /** By which the room is known (W14). */
  pin: Pin;
  secret: InviteSecret;
  /** Where the room may be reached, the likeliest first; 1 to 16. */
  addresses: readonly RoomAddress[];
};

const version = 1;
export const maxInviteAddresses = 16;
const checkBytes = 4;
/**
 * Nobody is there alone: this network, many at once, kept back; and where a machine in a cloud asks for its own
 * secrets, which is no place for a room.
 */
const unusable = new BlockList();
unusable.addSubnet('0.0.0.0', 8);
unusable.addSubnet('224.0.0.0', 3);
unusable.addAddress('169.254.169.254');
unusable.addAddress('::', 'ipv6');
unusable.addAddress('fd00:ec2::254', 'ipv6');
unusable.addSubnet('ff00::', 8, 'ipv6');

/** `oda://join/…`: a few hundred characters, all of them letters, digits, `-` and `_`. */
export function formatInvite(invite: Invite): string {
  const name = Buffer.from(invite.roomName);
  const head = Buffer.alloc(71);
  head[0] = version;
  head.write(invite.room, 1, 'base64url');
  head.write(invite.pin, 13, 'base64url');
  head.write(invite.secret, 45, 'base64url');
  head.writeUIntBE(Math.floor((invite.expiresAt ?? 0) / 1000), 61, 5);
  head.writeUInt16BE(invite.uses ?? 0, 66);
  head[68] = givenRoles.indexOf(invite.role);
  head.writeUInt16BE(name.length, 69);
  const count = Buffer.from([invite.addresses.length]);
  const body = Buffer.concat([head, name, count, ...invite.addresses.map(addressBytes)]);
  return invitePrefix + Buffer.concat([body, checkOf(body)]).toString('base64url');
}

/**
 * The invite in a link, with blanks around it or without `oda://join/`. Refuses what is none or was changed on its way
 * (`invite-invalid`), one of a later version of Oda (`invite-newer`), one that has ended (`invite-expired`), and one
 * that leads where no room can be (`invite-address`).
 */
export function readInvite(text: string, nowMs: number): Outcome<Invite> {
  const [, code] =
    /^\s*(?:oda:\/\/join\/)?([\w-]{100,})\/?\s*$/i.exec(text.slice(0, maxInviteCharacters)) ?? [];
  if (code === undefined || text.length > maxInviteCharacters)
    return refused({ code: 'invite-invalid' });
  const bytes = Buffer.from(code, 'base64url');
  const body = bytes.subarray(0, -checkBytes);
  if (!checkOf(body).equals(bytes.subarray(-checkBytes)))
    return refused({ code: 'invite-invalid' });
  if (body[0] !== version) return refused({ code: 'invite-newer' });
  const invite = readBody(new Reader(body));
  if (!invite) return refused({ code: 'invite-invalid' });
  const { expiresAt, roomName: subject } = invite;
  if (expiresAt !== undefined && expiresAt <= nowMs)
    return refused({ code: 'invite-expired', subject });
  const wrong = invite.addresses.find((address) => !isPlace(address));
  return wrong ? refused({ code: 'invite-address', subject: wrong.host }) : done(invite);
}

function readBody(reader: Reader): Invite | undefined {
  reader.take(1);
  const room = reader.take(12).toString('base64url') as RoomId;
  const pin = reader.take(32).toString('base64url') as Pin;
  const secret = reader.take(16).toString('base64url') as InviteSecret;
  const seconds = reader.number(5);
  const uses = reader.number(2);
  const role = givenRoles[reader.number(1)];
  const name = checkRoomName(reader.text(reader.number(2)));
  const addresses: RoomAddress[] = [];
  for (let left = reader.number(1); left > 0 && reader.isWhole; left -= 1)
    addresses.push(readAddress(reader));
  const isWhole = reader.isWhole && reader.isAtEnd;
  const hasPlaces = addresses.length > 0 && addresses.length <= maxInviteAddresses;
  if (!isWhole || !hasPlaces || role === undefined || !name.ok) return undefined;
  return {
    room,
    roomName: name.name,
    pin,
    secret,
    ...(seconds > 0 ? { expiresAt: seconds * 1000 } : {}),
    ...(uses > 0 ? { uses } : {}),
    role,
    addresses,
  };
}

/** The length of its bytes tells what it is: 4 or 16 of an address, else a name with its length before it. */
function addressBytes({ host, port }: RoomAddress): Buffer {
  const place = Buffer.alloc(3);
  place.writeUInt16BE(port, 1);
  if (isIPv4(host)) {
    place[0] = 4;
    return Buffer.concat([place, Buffer.from(host.split('.').map(Number))]);
  }
  const name = Buffer.from(host);
  place[0] = 0;
  return Buffer.concat([place, Buffer.from([name.length]), name]);
}

function readAddress(reader: Reader): RoomAddress {
  const kind = reader.number(1);
  const port = reader.number(2);
  const host = kind === 4 ? [...reader.take(4)].join('.') : reader.text(reader.number(1));
  return { host, port };
}

/** Somewhere that a room can be, and nothing that only looks like an address. */
function isPlace({ host, port }: RoomAddress): boolean {
  const written = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const parsed = parseAddress(written);
  if (!parsed.ok || parsed.host !== host || parsed.port !== port) return false;
  if (isIPv4(host)) return !unusable.check(host);
  return !isIPv6(host) || !unusable.check(host, 'ipv6');
}

function checkOf(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, checkBytes);
}

/** Past the end it gives nothing, and `isWhole` says so. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  isWhole = true;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(count: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    if (taken.length < count) this.isWhole = false;
    this.#at += taken.length;
    return taken;
  }

  number(count: number): number {
    const taken = this.take(count);
    return taken.length === count ? taken.readUIntBE(0, count) : 0;
  }

  text(count: number): string {
    return this.take(count).toString('utf8');
  }
}
