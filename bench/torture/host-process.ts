/**
 * `host-process.ts FOLDER FILES PORT [LIE]`: the room that is tortured, in a process of its own. Says its port on a line when it
 * listens. With a lie it does wrong what the judge has to find.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeRoomKey } from '../../src-main/net/room-key.ts';
import { systemClock } from '../../src-main/net/system-clock.ts';
import { systemRandom } from '../../src-main/net/system-random.ts';
import type { NewRoom } from '../../src-main/room/ports.ts';
import { createPasswordHasher } from '../../src-main/server/password-hasher.ts';
import { startRoomServer } from '../../src-main/server/room-server.ts';
import { followed } from '../../src-main/storage/room/followed-log.ts';
import { createStoredRoom, openStoredRoom } from '../../src-main/storage/room/sqlite-room-store.ts';
import { openStorage } from '../../src-main/storage/worker/worker-client.ts';
import type { Epoch, RoomId } from '../../src-shared/protocol/ids.ts';
import { lies, lying } from './lies.ts';

const [folder = '', filesFolder = '', port = '0', asked] = process.argv.slice(2);
const lie = lies.find((each) => each === asked);
const isKnown = existsSync(join(folder, 'room.db'));

async function newRoom(): Promise<NewRoom> {
  const room = systemRandom.text(16) as RoomId;
  const identity = { room, name: 'Torture', epoch: systemRandom.text(8) as Epoch };
  return { identity, key: await makeRoomKey() };
}

async function openStore() {
  if (lie) {
    const opened = isKnown
      ? openStoredRoom({ folder })
      : createStoredRoom({ folder, ...(await newRoom()) });
    return followed(lying(opened, lie));
  }
  const workerUrl = new URL('../../src-main/storage/worker/storage-worker.ts', import.meta.url);
  const storage = openStorage({ workerUrl });
  return isKnown
    ? storage.openRoom({ folder })
    : storage.createRoom({ folder, ...(await newRoom()) });
}

const most = 1e9;
const server = await startRoomServer({
  store: await openStore(),
  port: Number(port),
  host: '127.0.0.1',
  clock: systemClock,
  random: systemRandom,
  passwords: createPasswordHasher(),
  filesFolder,
  // All come from one address, and nobody means harm.
  limits: {
    messageBurst: most,
    messagesPerSecond: most,
    signUpsPerAddress: most,
    sessionsPerAddress: most,
    sessionsPerRoom: most,
  },
  reportDefect: (error) => {
    throw error;
  },
});
process.stdout.write(`${server.port}\n`);
