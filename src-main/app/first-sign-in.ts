import { enter, knock } from '../client/join-room.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Hosting } from './hosting.ts';
import type { Memberships } from './memberships.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Entered } from '../client/sign-in.ts';
import type { HostedReach, RoomRecord } from '../client/replica/room-records.ts';

type RoomPlace = Pick<RoomRecord, 'hosted' | 'host' | 'port' | 'pin'> & Partial<HostedReach>;

/** The membership that a first sign-in makes. */
export function newRecord(entered: Entered, place: RoomPlace, clock: Clock): RoomRecord {
  const { id: room, name, epoch } = entered.greeting.room;
  const { account, name: ownName, token } = entered.admission;
  const seen = { seenId: 0, seenAt: 0 };
  const kept = { syncedTo: 0, olderBytes: 0, lastOpenedAt: clock.wallMs(), ...seen, open: true };
  const reach = { isAnnounced: false, isPortMapped: false };
  return { room, name, epoch, account, ownName, token, ...reach, ...place, ...kept };
}

/** Whoever hosts comes in by the same way as everybody. */
export async function enterOwnRoom(
  { options, profile, program }: Memberships,
  { server, pin }: Hosting,
  name: string,
): Promise<Outcome<Entered>> {
  const door = await knock(server.connectLocally(), { clock: options.clock, program });
  const who = { name, pin, computer: options.computerName };
  return door.ok ? enter(door.value, profile, who) : door;
}
