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
import type { Entered } from '../client/sign-in.ts';
import { lookOfKey } from '../net/look-of-key.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Membership } from './membership.ts';
import { newRecord } from './new-record.ts';
import type { AppContext, Handlers } from './requests.ts';
import { viewRoom } from './room-view.ts';

type Who = { name: string; nameKey: string; password: string | undefined };
type Visit = { door: AtDoor; address: RoomAddress; pin: Pin; who: Who };

/** Joins the room at an address. Only a sign-in that succeeded leaves anything behind. */
export function joinRoomRequests(
  context: AppContext,
): Pick<Handlers, 'room/join' | 'room/look-of-key'> {
  return {
    'room/join': (params) => joinRoom(context, params),
    'room/look-of-key': async ({ pin }) => done(await lookOfKey(pin)),
  };
}

async function joinRoom(
  context: AppContext,
  params: ParsedParams<'room/join'>,
): Promise<Outcome<RoomView>> {
  const { memberships } = context;
  const { options, program } = memberships;
  const name = checkName(params.name);
  if (!name.ok) return refused({ code: name.code, field: 'name', subject: name.subject });
  const parsed = parseAddress(params.address);
  if (!parsed.ok) {
    return refused({ code: parsed.code, field: 'address', subject: params.address.trim() });
  }
  const address = { host: parsed.host, port: parsed.port };
  const { transport, pin } = await options.dial({ ...address, pin: params.pin });
  // Nothing of the room's can change that, however long it takes to answer.
  const isKnown = params.pin !== undefined || memberships.knows(pin);
  const door = await knock(transport, { clock: options.clock, program });
  if (!door.ok) return refused({ subject: formatAddress(address), ...door.refusal });

  const who = { name: name.name, nameKey: name.nameKey, password: params.password };
  const visit = { door: door.value, address, pin, who };
  const { id, name: subject } = door.value.greeting.room;
  return memberships.inTurn(id, async () => {
    if (memberships.isClosing) {
      visit.door.link.end({ code: 'signed-out' });
      return refused({ code: 'bridge-closed' });
    }
    const known = memberships.get(id);
    const refusal = refuseKey({ isKnown, pin, subject }, known);
    if (refusal) {
      visit.door.link.end({ code: 'signed-out' });
      return refused(refusal);
    }
    if (known && isAtHome(known, who)) return comeHome(context, known, visit);
    const entered = await enter(visit.door, memberships.profile, who);
    if (!entered.ok) return refused(entered.refusal);
    const membership = await settle(context, known, {
      entered: entered.value,
      place: { ...address, pin },
    });
    await context.settings.learnName(who.name);
    return done(viewRoom(membership));
  });
}

/** A room that was never entered from here is compared first; one that shows another key than before is none (W14). */
function refuseKey(
  { isKnown, pin: shown, subject }: { isKnown: boolean; pin: Pin; subject: string },
  known: Membership | undefined,
): Refusal | undefined {
  const pinBefore = known?.client.record.pin;
  if (pinBefore !== undefined && pinBefore !== shown) {
    return { code: 'another-key', subject, pins: { known: pinBefore, shown } };
  }
  return isKnown ? undefined : { code: 'key-unknown', subject, pins: { shown } };
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
