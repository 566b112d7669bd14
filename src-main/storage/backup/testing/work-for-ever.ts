import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Epoch } from '../../../../src-shared/protocol/ids.ts';
import { message } from '../../room/testing/room-samples.ts';
import { openRoomStore } from '../../room/testing/room-stores.ts';
import { copyName } from '../backup-store.ts';
import { packBackup } from '../pack-backup.ts';
import { restoreBackup } from '../restore-backup.ts';

/** Backs a room up again and again while it is written to, or restores it into one folder after the other. */
const [what, folder = '', other = ''] = process.argv.slice(2);
const work = {
  signal: new AbortController().signal,
  progress: () => undefined,
};
process.stdout.write('begun\n');
if (what === 'backups') await backUpForEver();
else await restoreForEver();

async function backUpForEver(): Promise<void> {
  const store = openRoomStore({ folder });
  const workFolder = join(folder, 'backup-work');
  const filesFolder = join(folder, 'files');
  for (let count = 1; ; count += 1) {
    const number = process.pid * 1000 + count;
    const [acknowledged] = await store.log.append([message(number)]);
    if (acknowledged?.is === 'stored') process.stdout.write(`said ${number}\n`);
    rmSync(workFolder, { recursive: true, force: true });
    mkdirSync(workFolder);
    await store.file.copyTo(join(workFolder, copyName));
    const place = { workFolder, filesFolder, folder: other };
    const about = { madeAt: Date.now(), isScheduled: true, port: 1 };
    await packBackup({ ...place, ...about }, work);
  }
}

async function restoreForEver(): Promise<void> {
  for (let count = 1; ; count += 1) {
    const place = join(folder, `${process.pid}-${count}`);
    await restoreBackup({ path: other, folder: place, epoch: 'epoch333' as Epoch }, work);
  }
}
