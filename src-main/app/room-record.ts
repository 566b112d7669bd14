import type { Pin } from '../../src-shared/protocol/ids.ts';
import type { RoomRecord } from '../net/nearby/room-record.ts';
import type { RoomServer } from '../server/room-server.ts';

/** What a room that runs here says of itself on the networks of this computer. */
export function roomRecord({ pin, server }: { pin: Pin; server: RoomServer }): RoomRecord {
  const { room, name } = server.identity;
  const { connections, options } = server.status();
  // One person may have several windows and computers.
  const names = connections.flatMap((one) => (one.name === undefined ? [] : [one.name]));
  const people = new Set(names).size;
  return { room, name, pin, port: server.port, people, isInvited: options.access === 'invited' };
}
