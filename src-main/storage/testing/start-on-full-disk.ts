import { readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, DeviceId, Secret } from '../../../src-shared/protocol/ids.ts';
import { openReplica } from '../replica/sqlite-replica.ts';
import { kitchen, profile, roomRecord, waiting } from '../replica/testing/replica-samples.ts';
import { createRoomStore, openRoomStore } from '../room/testing/room-stores.ts';
import { readPage } from '../room/testing/read-page.ts';
import { newRoom, message, messages } from '../room/testing/room-samples.ts';

/**
 * Run as a process of its own on a disk of its own: `start-on-full-disk.ts FOLDER`. A host and a member are closed in
 * good order, something else fills the disk to its last byte, and both are started again and again.
 */
const folder = process.argv[2] ?? '';
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

const first = createRoomStore({ folder, ...newRoom, keptFreeBytes: 0 });
await first.log.append(messages(100, { text: 'x'.repeat(1000) }));
await first.file.close();
const copy = openReplica({ folder });
await copy.profile.readOrMake(profile);
await copy.rooms.save(roomRecord());
await copy.file.close();

try {
  for (let file = 0; ; file += 1) writeFileSync(join(folder, `other-${file}`), Buffer.alloc(4096));
} catch {
  say({ free: statfsSync(folder).bavail });
}

for (let start = 1; start <= 3; start += 1) {
  const store = openRoomStore({ folder });
  const replica = openReplica({ folder });
  for (let number = 0; number < 50; number += 1)
    await store.accounts.saveToken({
      account: 'ali0000000' as AccountId,
      device: `device${number}` as DeviceId,
      tokenHash: `hash ${start} ${number}`,
      expiresAt: number,
    });
  const [refused] = await store.log.append([message(1000 + start)]);
  const { entries } = await readPage(store.log, { in: everyone, limit: 1000 });
  await replica.outbox.add(kitchen, waiting(start));
  await replica.rooms.update(kitchen, { token: `token ${start}` as Secret });
  await Promise.all([store.file.close(), replica.file.close()]);
  say({ start, refused, read: entries.length });
}
const last = openReplica({ folder });
const [record] = await last.rooms.list();
say({ token: record?.token, waiting: (await last.outbox.list(kitchen)).length });
await last.file.close();
say(readdirSync(folder).filter((name) => !name.startsWith('other-')));
