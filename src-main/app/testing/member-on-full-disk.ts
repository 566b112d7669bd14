import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoomOpened, RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { TimelinePage } from '../../../src-shared/member/own-copy.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { App } from '../create-app.ts';
import { ask, roomOfTwo, say, until } from './room-of-two.ts';

/**
 * Run as a process of its own on a disk of its own: `member-on-full-disk.ts FOLDER`. A member of a room that is kept
 * elsewhere hears and writes while something else has filled the member's disk, and again when there is space.
 */
const folder = process.argv[2] ?? '';
const { host, member, room, defects, close } = await roomOfTwo(folder);

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
await close();
