import type { Pin, RoomId } from '../../../../src-shared/protocol/ids.ts';
import { systemClock } from '../../system-clock.ts';
import { announceRoom } from '../announce-room.ts';
import { NearbyRooms } from '../nearby-rooms.ts';

/** `host` tells of a room until it is ended; `look` says where the first one is. */
if (process.argv[2] === 'host') {
  const room = 'abcdefghijklmnop' as RoomId;
  const pin = 'k'.repeat(43) as Pin;
  const record = { room, pin, name: 'Lab', port: 12_345, people: 1, isInvited: false };
  announceRoom({ clock: systemClock, read: () => record });
} else {
  const rooms = new NearbyRooms({ clock: systemClock, try: async () => undefined });
  const look = () => {
    const [found] = rooms.look().rooms;
    if (!found) return void systemClock.after(20, look);
    process.stdout.write(`${found.address}\n`);
    void rooms.rest();
  };
  look();
}
