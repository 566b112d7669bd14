/**
 * `host-process.ts FOLDER FILES PORT STEPS [LIE]`: the room that is tortured, in a process of its own. Says on a line each that it
 * opens its room and that it has, then its port, and one more for whatever is wished. Its schema has so many steps more than
 * released ones. With a lie it does wrong what the judge has to find.
 */
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeRoomKey } from '../../src-main/net/room-key.ts';
import { systemRandom } from '../../src-main/net/system-random.ts';
import type { NewRoom } from '../../src-main/room/ports.ts';
import { createPasswordHasher } from '../../src-main/server/password-hasher.ts';
import { startRoomServer } from '../../src-main/server/room-server.ts';
import { boundNewObjects } from '../../src-main/app/bound-new-objects.ts';
import { copyName } from '../../src-main/storage/backup/backup-store.ts';
import { followed } from '../../src-main/storage/room/followed-log.ts';
import { createStoredRoom, openStoredRoom } from '../../src-main/storage/room/sqlite-room-store.ts';
import { openStorage } from '../../src-main/storage/worker/worker-client.ts';
import { everyone, hostAccount } from '../../src-shared/protocol/ids.ts';
import type { Epoch, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Keep } from '../../src-shared/protocol/retention.ts';
import type { HostWish } from './claims.ts';
import { lies, lying } from './lies.ts';
import { withMoreSteps } from './more-steps.ts';
import { ShiftedClock } from './shifted-clock.ts';

boundNewObjects();
const [folder = '', filesFolder = '', port = '0', steps = '0', asked] = process.argv.slice(2);
const lie = lies.find((each) => each === asked);
const isKnown = existsSync(join(folder, 'room.db'));

async function newRoom(): Promise<NewRoom> {
  const room = systemRandom.text(16) as RoomId;
  const identity = { room, name: 'Torture', epoch: systemRandom.text(8) as Epoch };
  return { identity, key: await makeRoomKey() };
}

const workerUrl = new URL('../../src-main/storage/worker/storage-worker.ts', import.meta.url);
const storage = openStorage({ workerUrl });
const clock = new ShiftedClock();

async function openStore() {
  if (lie || steps !== '0') {
    const outside = { migrations: withMoreSteps(Number(steps)) };
    const opened = isKnown
      ? openStoredRoom({ folder }, outside)
      : createStoredRoom({ folder, ...(await newRoom()) }, outside);
    return { ...followed(lie ? lying(opened, lie) : opened), file: opened.file };
  }
  return isKnown
    ? storage.openRoom({ folder })
    : storage.createRoom({ folder, ...(await newRoom()) });
}

const most = 1e9;
const quiet = { signal: new AbortController().signal, progress: () => undefined };
process.stdout.write('opening\n');
const store = await openStore();
process.stdout.write('opened\n');
const server = await startRoomServer({
  store,
  port: Number(port),
  host: '127.0.0.1',
  clock,
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
    throw new Error('A defect', { cause: error });
  },
});
process.stdout.write(`${server.port}\n`);

createInterface({ input: process.stdin }).on('line', (line) => {
  const wish = JSON.parse(line) as HostWish;
  if (wish.do === 'shift-clock') clock.shift(wish.byMs);
  else if (wish.do === 'keep') void keep(wish.keep);
  else if (wish.do === 'back-up') answer(backUp(wish.folder));
  else answer(restore(wish.path, wish.folder));
});

function answer(work: Promise<string>): void {
  work.then(
    (done) => process.stdout.write(`${done}\n`),
    (error: unknown) => process.stdout.write(`no: ${String(error)}\n`),
  );
}

async function keep(rule: Keep): Promise<void> {
  const here = { in: everyone, at: Date.now(), by: hostAccount } as const;
  const [outcome] = await store.log.append([{ type: 'retention-changed', ...here, keep: rule }]);
  process.stdout.write(`${outcome?.is}\n`);
}

/** A room beside the one that runs, as another one that this computer hosts. */
async function restore(path: string, into: string): Promise<string> {
  const epoch = systemRandom.text(8) as Epoch;
  await storage.backups.restore({ path, folder: into, epoch }, quiet);
  return 'restored';
}

/** As the app makes one, with its work beside the backups: the room’s own disk is small. */
async function backUp(backups: string): Promise<string> {
  mkdirSync(backups, { recursive: true });
  const workFolder = mkdtempSync(join(backups, 'work-'));
  await store.file.copyTo(join(workFolder, copyName));
  const about = { madeAt: Date.now(), isScheduled: false, port: server.port };
  const job = { workFolder, filesFolder, folder: backups, ...about };
  const { path } = await storage.backups.pack(job, quiet);
  return path;
}
