import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, DeviceId } from '../../../src-shared/protocol/ids.ts';
import { createRoomStore } from '../room/testing/room-stores.ts';
import { newRoom, messages } from '../room/testing/room-samples.ts';
import { readPage } from '../room/testing/read-page.ts';

/**
 * Run as a process of its own on a disk of its own: `full-disk.ts FOLDER`. Keeps a room, lets something else fill
 * the disk to its last byte, and goes on: people come back again and again, read, and write.
 */
const folder = process.argv[2] ?? '';
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

const store = createRoomStore({ folder, ...newRoom });
const saveToken = (number: number) =>
  store.accounts.saveToken({
    account: `account${number}` as AccountId,
    device: `device${number}` as DeviceId,
    tokenHash: `hash ${number}`,
    expiresAt: number,
  });
await saveToken(0);

try {
  for (let file = 0; ; file += 1) writeFileSync(join(folder, `other-${file}`), Buffer.alloc(4096));
} catch {
  say({ free: statfsSync(folder).bavail });
}
let saved = 0;
// A hundred people at once, each for the first time: journal and file both have to hold what is new.
for (let turn = 1; turn <= 5; turn += 1) {
  const hundred = Array.from({ length: 100 }, (_, place) => saveToken(turn * 100 + place));
  saved += (await Promise.all(hundred)).length;
}
say({ saved });
say((await store.log.append(messages(1)))[0] ?? {});
say({ read: (await readPage(store.log, { in: everyone, limit: 9 })).entries.length });
await store.file.close();
