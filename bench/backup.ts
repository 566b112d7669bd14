import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from '../e2e/harness/fresh-folder.ts';
import { HeadlessRoom } from '../e2e/harness/headless-room.ts';
import { makeRoomKey } from '../src-main/net/room-key.ts';
import { systemRandom } from '../src-main/net/system-random.ts';
import { createStoredRoom } from '../src-main/storage/room/sqlite-room-store.ts';
import { everyone } from '../src-shared/protocol/ids.ts';
import type { AccountId, Cid, Epoch, RoomId } from '../src-shared/protocol/ids.ts';
import { talk } from './delivery.ts';
import type { Measurement, Row } from './measurement.ts';
import { round } from './statistics.ts';

const messages = 1_000_000;
const atOnce = 5000;
const quietMs = 15_000;

/** The program without a window, as it is built: what is measured is what people have. */
export const backup: Measurement = {
  name: 'backup',
  title: `A room of ${messages} messages: two members talk, 100 messages a second, without and during a backup; then it is restored`,
  async measure() {
    const room = freshFolder();
    const backups = freshFolder();
    const restored = freshFolder();
    try {
      await fill(room.path);
      return [
        await talkBefore(room),
        await talkDuring(room, backups.path),
        await restore(restored, backups.path),
      ];
    } finally {
      for (const folder of [room, backups, restored]) folder.remove();
    }
  },
};

type Folder = ReturnType<typeof freshFolder>;

async function talkBefore(folder: Folder): Promise<Row> {
  const room = await open(folder);
  const until = performance.now() + quietMs;
  const figures = await talk(room.port, () => performance.now() > until);
  await room.process.stop();
  return { what: 'Without a backup', figures };
}

/** The first one is due as soon as it is wanted. */
async function talkDuring(folder: Folder, backups: string): Promise<Row> {
  const begun = performance.now();
  const room = await open(folder, ['--backup', 'daily', '--backup-folder', backups]);
  const figures = await talk(room.port, () => fileIn(backups) !== undefined);
  const seconds = (performance.now() - begun) / 1000;
  await room.process.stop();
  const bytes = statSync(fileIn(backups) ?? '').size;
  return {
    what: 'During a backup, which is tried too',
    figures: { ...figures, backupSeconds: round(seconds), backupMb: round(bytes / 1e6) },
  };
}

async function restore(folder: Folder, backups: string): Promise<Row> {
  rmSync(folder.path, { recursive: true });
  const begun = performance.now();
  const room = await open(folder, ['--restore', fileIn(backups) ?? '']);
  const restoreSeconds = round((performance.now() - begun) / 1000);
  await room.process.stop();
  return { what: 'Restored, and open', figures: { restoreSeconds } };
}

function open(folder: Folder, more: readonly string[] = []): Promise<HeadlessRoom> {
  return HeadlessRoom.start('Bench', 0, { folder, more: ['--host', '127.0.0.1', ...more] });
}

/** It has this name only when it was tried. */
function fileIn(folder: string): string | undefined {
  const name = existsSync(folder)
    ? readdirSync(folder).find((each) => each.endsWith('.odabackup') && !each.startsWith('.'))
    : undefined;
  return name && join(folder, name);
}

async function fill(folder: string): Promise<void> {
  const identity = {
    room: systemRandom.text(16) as RoomId,
    name: 'Bench',
    epoch: systemRandom.text(8) as Epoch,
  };
  const store = createStoredRoom({ folder, identity, key: await makeRoomKey() });
  for (let from = 0; from < messages; from += atOnce)
    await store.log.append(Array.from({ length: atOnce }, (_, index) => draft(from + index)));
  await store.file.close();
}

function draft(number: number) {
  const account = `account-${10 + (number % 20)}` as AccountId;
  const cid = `bench${String(number).padStart(11, '0')}` as Cid;
  const text = `${number} Merhaba, yarınki toplantı saat kaçta başlıyor, bakabilir misin?`;
  const at = 1_700_000_000_000 + number * 20_000;
  return { type: 'message', in: everyone, from: account, cid, text, at } as const;
}
