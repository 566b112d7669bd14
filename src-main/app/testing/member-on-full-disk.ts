import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { HostStatus } from '../../../src-shared/bridge/host.ts';
import type { RoomOpened, RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { TimelinePage } from '../../../src-shared/member/own-copy.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { systemClock } from '../../net/system-clock.ts';
import { systemRandom } from '../../net/system-random.ts';
import type { App } from '../create-app.ts';
import { openApp } from '../open-app.ts';

/**
 * Run as a process of its own on a disk of its own: `member-on-full-disk.ts FOLDER`. A member of a room that is kept
 * elsewhere hears and writes while something else has filled the member's disk, and again when there is space.
 */
const folder = process.argv[2] ?? '';
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);
const defects: string[] = [];

async function open(dataFolder: string): Promise<App> {
  const opened = await openApp({
    dataFolder,
    downloadsFolder: join(dataFolder, 'downloads'),
    program: { version: '0.0.0', shell: 'browser' },
    systemName: 'Test',
    systemLanguage: 'en',
    clock: systemClock,
    random: systemRandom,
    reportDefect: (error) => defects.push(String(error)),
    storageWorkerUrl: new URL('../../storage/worker/storage-worker.ts', import.meta.url),
    host: '127.0.0.1',
  });
  if (!opened.ok) throw new Error(opened.refusal.code);
  return opened.value;
}

async function ask<T>(app: App, name: string, params: object): Promise<T> {
  const answer = (await app.handle(name, params)) as Outcome<T>;
  if (!answer.ok) throw new Error(`${name}: ${answer.refusal.code}`);
  return answer.value;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(5);
}

const elsewhere = mkdtempSync(join(tmpdir(), 'oda-elsewhere-'));
const [host, member] = [await open(elsewhere), await open(folder)];
const made = { name: 'ali', roomName: 'Mutfak', port: 0 };
const { room, address } = await ask<RoomView>(host, 'room/host', made);
const where = `127.0.0.1:${address.split(':').at(-1)}`;
const { pin } = await ask<HostStatus>(host, 'host/status', { room });
await ask(member, 'room/join', { name: 'veli', address: where, pin });

const connection = async () => {
  const { rooms } = await ask<{ rooms: RoomView[] }>(member, 'app/start', {});
  return rooms[0]?.connection;
};
const texts = async (app: App) => {
  const page = await ask<TimelinePage>(app, 'timeline/page', { room, in: everyone, limit: 500 });
  return page.entries.flatMap((entry) => (entry.type === 'message' ? [entry.text] : []));
};
const send = (app: App, text: string) => app.handle('message/send', { room, in: everyone, text });

await until(async () => (await connection())?.is === 'live');
await send(member, 'before');
await until(async () => (await texts(host)).includes('before'));

const filler = join(folder, 'other');
try {
  for (let at = 0; ; at += 1)
    writeFileSync(`${filler}-${at % 4}`, Buffer.alloc(65_536), { flag: 'a' });
} catch {
  for (let at = 0; statfsSync(folder).bavail > 0; at += 1)
    writeFileSync(`${filler}-${at % 4}`, Buffer.alloc(4096), { flag: 'a' });
}
await send(host, 'from the host');
await until(async () => (await connection())?.is === 'closed');
say({ free: statfsSync(folder).bavail, connection: await connection() });

// What is taken is on disk; what is not is said.
const taken: string[] = [];
let refusal: string | undefined;
for (let number = 0; refusal === undefined; number += 1) {
  const text = `${number} `.padEnd(8000, 'x');
  const answer = await send(member, text);
  if (answer.ok) taken.push(text);
  else refusal = answer.refusal.code;
}
await member.handle('room/open', { room });
await until(async () => (await connection())?.is === 'closed');
say({ refusal, again: await connection(), tookSome: taken.length > 0 });

for (let at = 0; at < 4; at += 1) rmSync(`${filler}-${at}`, { force: true });
await ask(member, 'room/open', { room });
await until(async () => (await texts(host)).length === taken.length + 2);
await until(async () => (await ask<RoomOpened>(member, 'room/open', { room })).outbox.length === 0);
const expected = ['before', 'from the host', ...taken];
const isSame = (found: string[]) => found.join() === expected.join();
say({ host: isSame(await texts(host)), member: isSame(await texts(member)), defects });
await Promise.all([host.close(), member.close()]);
rmSync(elsewhere, { recursive: true });
