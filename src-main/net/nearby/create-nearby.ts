import { dialRoom } from '../dial-room.ts';
import type { Announced } from './announce-room.ts';
import { announceRoom } from './announce-room.ts';
import type { MulticastOptions } from './multicast.ts';
import { realNetworks } from './multicast.ts';
import { NearbyRooms } from './nearby-rooms.ts';
import type { RoomRecord } from './room-record.ts';

const tryMs = 2000;

/** Rooms of the networks that this machine is on: those that run here are told of, others are heard. */
export type Nearby = {
  /** `listensOn` is where the room can be reached: all networks, or one. */
  announce: (read: () => RoomRecord, listensOn: string | undefined) => Announced;
  rooms: Pick<NearbyRooms, 'look' | 'rest'>;
};

export function createNearby(options: Omit<MulticastOptions, 'heard' | 'joined'>): Nearby {
  const { interfaces = realNetworks, port, clock } = options;
  return {
    announce: (read, listensOn = '::') => {
      const isAll = listensOn === '::' || listensOn === '0.0.0.0';
      const reached = () => interfaces().filter((address) => isAll || address === listensOn);
      return announceRoom({ clock, port, interfaces: reached, read });
    },
    rooms: new NearbyRooms({
      clock,
      interfaces,
      port,
      try: async (room) => (await dialRoom({ ...room, timeoutMs: tryMs })).transport.destroy(),
    }),
  };
}
