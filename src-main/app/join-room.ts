import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import { formatAddress, parseAddress } from '../../src-shared/protocol/address.ts';
import type { RoomAddress } from '../../src-shared/protocol/address.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import { checkName } from '../../src-shared/text/names.ts';
import { enter, knock } from '../client/join-room.ts';
import type { AtDoor } from '../client/join-room.ts';
import type { Credentials, Entered } from '../client/sign-in.ts';
import { fitsCode, readSpokenCode } from '../../src-shared/invite/spoken-code.ts';
import type { NearbyRoom } from '../../src-shared/host/nearby.ts';
import { dialFirst } from '../net/dial-first.ts';
import { isInvite } from '../../src-shared/invite/invite-text.ts';
import { readInvite } from '../net/invite-link.ts';
import type { Invite } from '../net/invite-link.ts';
import { lookOfKey } from '../net/look-of-key.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Membership } from './membership.ts';
import type { Memberships } from './memberships.ts';
import { newRecord } from './first-sign-in.ts';
import type { AppContext, Handlers } from './requests.ts';
import { viewRoom } from './room-view.ts';

/** A sentence names no more of what was typed. */
const longestSubject = 512;

type Who = Credentials & { nameKey: string };
type Visit = { door: AtDoor; address: RoomAddress; pin: Pin; who: Who };
/** What was typed, as one goes there: one address, or those of an invite. */
type Way = {
  addresses: readonly RoomAddress[];
  /** The key that the room must have, or how one that it may have begins. */
  pin?: Pin | undefined;
  code?: string | undefined;
  invite?: Invite | undefined;
};

/** Joins the room at an address. Only a sign-in that succeeded leaves anything behind. */
export function joinRoomRequests(
  context: AppContext,
): Pick<Handlers, 'room/join' | 'room/read-invite' | 'room/look-of-key'> {
  const { memberships } = context;
  return {
    'room/join': (params) => joinRoom(context, params),
    'room/read-invite': async ({ link }) => {
      const read = readInvite(link, memberships.options.clock.wallMs());
      if (!read.ok) return read;
      const { room, roomName, role, expiresAt } = read.value;
      const isMember = memberships.get(room) !== undefined;
      return done({ room, roomName, role, expiresAt, isMember });
    },
    'room/look-of-key': async ({ pin }) => done(await lookOfKey(pin)),
  };
}

async function joinRoom(
  context: AppContext,
  params: ParsedParams<'room/join'>,
): Promise<Outcome<RoomView>> {
  const { memberships } = context;
  const { options, program } = memberships;
  const { clock } = options;
  const name = checkName(params.name);
  if (!name.ok) return refused({ code: name.code, field: 'name', subject: name.subject });
  const way = readWay(params, context);
  if (!way.ok) return way;
  const { addresses, pin: expected, code, invite } = way.value;
  const dial = (address: RoomAddress) => options.dial({ ...address, pin: expected });
  const { transport, pin, address } = await dialFirst({ addresses, dial, clock });
  if (code !== undefined && !fitsCode(pin, code)) {
    transport.destroy();
    return refused({ code: 'not-the-room-meant' });
  }
  // Nothing of the room's can change that, however long it takes to answer.
  const isKnown = expected !== undefined || code !== undefined || memberships.knows(pin);
  const door = await knock(transport, { clock, program });
  if (!door.ok) return refused({ subject: formatAddress(address), ...door.refusal });

  const who = {
    name: name.name,
    nameKey: name.nameKey,
    password: params.password,
    newPassword: params.newPassword,
    computer: options.computerName,
    invite: invite?.secret,
    roomPassword: params.roomPassword,
  };
  const visit = { door: door.value, address, pin, who };
  const { id, name: subject } = door.value.greeting.room;
  return memberships.inTurn(id, async () => {
    const known = memberships.get(id);
    const refusal: Refusal | undefined =
      refuseClosing(memberships) ??
      refuseAnother(way.value, visit) ??
      refuseKey({ pin, subject }, known?.client.record.pin) ??
      (isKnown ? undefined : askForKey({ pin, subject }, memberships.otherKeyAt(address, pin)));
    if (refusal) {
      visit.door.link.end({ code: 'signed-out' });
      return refused(refusal);
    }
    if (known && isAtHome(known, who)) return comeHome(context, known, visit);
    const entered = await enterOrWait(memberships, visit);
    if (!entered.ok) return refused({ subject: invite?.roomName, ...entered.refusal });
    const membership = await settle(context, known, {
      entered: entered.value,
      place: { ...address, pin },
    });
    await context.settings.learnName(who.name);
    return done(viewRoom(membership));
  });
}

/** A room that asks first may take its time: windows are told, and can end it. */
async function enterOrWait(
  memberships: Memberships,
  { door, who, pin }: Visit,
): Promise<Outcome<Entered>> {
  const { id: room, name: roomName } = door.greeting.room;
  let waiting: { done: () => void } | undefined;
  const asked = (): void => {
    waiting = memberships.waitAtDoor(door.link);
    memberships.pushes.send('knock/asked', { room, roomName });
  };
  const entered = await enter(door, memberships.profile, { ...who, pin, asked });
  waiting?.done();
  return entered;
}

/** All of it is checked here, before anything is dialled. */
function readWay(
  { address, pin }: ParsedParams<'room/join'>,
  { memberships, settings }: AppContext,
): Outcome<Way> {
  const { clock, nearby } = memberships.options;
  if (isInvite(address)) {
    const read = readInvite(address, clock.wallMs());
    if (!read.ok) return refused({ field: 'address', ...read.refusal });
    const invite = read.value;
    return done({ addresses: invite.addresses, pin: invite.pin, invite });
  }
  const { code, rest: typed } = splitCode(address);
  const found = code === undefined || !settings.current.nearby ? undefined : nearby?.rooms.look();
  const isMeant = (room: NearbyRoom) => code !== undefined && fitsCode(room.pin, code);
  // Anybody can say that the room is at an address; where it has shown its key it is.
  const meant = found?.rooms.filter(isMeant) ?? [];
  const nearest = meant.find(({ state }) => state === 'there') ?? meant[0];
  const rest = typed || (nearest?.address ?? '');
  if (code !== undefined && rest === '') return refused({ code: 'code-alone', field: 'address' });
  const parsed = parseAddress(rest);
  if (!parsed.ok) {
    const subject = rest.trim().slice(0, longestSubject);
    return refused({ code: parsed.code, field: 'address', subject });
  }
  const { host, port } = parsed;
  return done({ addresses: [{ host, port }], pin, code });
}

/** A code that was read aloud stands before the address, or behind it. */
function splitCode(typed: string): { code?: string; rest: string } {
  const words = typed.slice(0, longestSubject).trim().split(/\s+/);
  const alone = readSpokenCode(words.join(''));
  if (alone !== undefined) return { code: alone, rest: '' };
  for (const [spoken, rest = ''] of [
    [words.slice(0, -1), words.at(-1)],
    [words.slice(1), words[0]],
  ] as const) {
    const code = readSpokenCode(spoken.join(''));
    if (code !== undefined) return { code, rest };
  }
  return { rest: typed };
}

function refuseClosing({ isClosing }: Memberships): Refusal | undefined {
  return isClosing ? { code: 'bridge-closed' } : undefined;
}

/** Another room than the one that was meant, though its key may be known here. */
function refuseAnother({ invite }: Way, { door }: Visit): Refusal | undefined {
  const isMeant = invite === undefined || door.greeting.room.id === invite.room;
  return isMeant ? undefined : { code: 'not-the-room-meant', subject: door.greeting.room.name };
}

/** A room that shows another key than before is none (W14). */
function refuseKey(
  { pin: shown, subject }: { pin: Pin; subject: string },
  known: Pin | undefined,
): Refusal | undefined {
  if (known === undefined || known === shown) return undefined;
  return { code: 'another-key', subject, pins: { known, shown } };
}

/**
 * A room that was never entered from here is compared first. Who stands in between may say that it is a new one: if
 * another key is known at the address, both are shown.
 */
function askForKey(
  { pin: shown, subject }: { pin: Pin; subject: string },
  known: Pin | undefined,
): Refusal {
  return { code: 'key-unknown', subject, pins: known === undefined ? { shown } : { known, shown } };
}

/** The room runs here, or the connection to it is live under this name: there is nothing to join. */
function isAtHome({ client, hosting }: Membership, who: Who): boolean {
  if (hosting) return true;
  const own = checkName(client.record.ownName);
  return client.connection.is === 'live' && own.ok && own.nameKey === who.nameKey;
}

async function comeHome(
  { memberships }: AppContext,
  membership: Membership,
  { door, address }: Visit,
): Promise<Outcome<RoomView>> {
  door.link.end({ code: 'signed-out' });
  const lastOpenedAt = memberships.options.clock.wallMs();
  const place = membership.hosting ? {} : address;
  await membership.client.changeRecord({ ...place, open: true, lastOpenedAt });
  return done(viewRoom(membership));
}

/** Puts the membership on disk and goes on with the connection that has signed in. */
async function settle(
  { memberships }: AppContext,
  known: Membership | undefined,
  { entered, place }: { entered: Entered; place: RoomAddress & { pin: Pin } },
): Promise<Membership> {
  const { replica, options } = memberships;
  const record = newRecord(entered, { hosted: false, ...place }, options.clock);
  if (known && known.client.record.account === record.account) {
    const { open, lastOpenedAt } = record;
    await known.client.changeRecord({ ...place, hosted: false, open, lastOpenedAt });
    known.client.takeOver(entered);
    return known;
  }
  if (known) {
    // Another account of the same room sees other things: nothing of the first one's is kept.
    await memberships.stop(known);
    await replica.rooms.remove(record.room);
  }
  await replica.rooms.save(record);
  const membership = await memberships.add(record);
  membership.client.takeOver(entered);
  return membership;
}
