import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Entered } from '../client/sign-in.ts';
import type { RoomRecord } from '../client/replica/room-records.ts';

export type RoomPlace = Pick<RoomRecord, 'hosted' | 'host' | 'port' | 'pin'>;

/** The membership that a first sign-in makes. */
export function newRecord(
  { greeting, admission }: Entered,
  place: RoomPlace,
  clock: Clock,
): RoomRecord {
  const { id: room, name, epoch } = greeting.room;
  const { account, name: ownName, token } = admission;
  const lastOpenedAt = clock.wallMs();
  return {
    room,
    name,
    epoch,
    account,
    ownName,
    token,
    ...place,
    syncedTo: 0,
    olderBytes: 0,
    lastOpenedAt,
    open: true,
  };
}
