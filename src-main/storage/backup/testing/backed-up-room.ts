import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FileHash } from '../../../../src-shared/protocol/files.ts';
import { FileFolder } from '../../../files/file-folder.ts';
import type { RoomStore } from '../../../room/ports.ts';
import { ali, message, messages, newRoom } from '../../room/testing/room-samples.ts';
import { createRoomStore } from '../../room/testing/room-stores.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { copyName } from '../backup-store.ts';
import type { PackJob, Work } from '../backup-store.ts';
import { packBackup } from '../pack-backup.ts';

export const quietWork = (): Work => ({
  signal: new AbortController().signal,
  progress: () => undefined,
});

/** A room with messages and a file, in its folder, and a folder for its backups. */
export async function roomToBackUp(count = 300) {
  const folder = temporaryFolder();
  const backups = temporaryFolder();
  const store = createRoomStore({ folder, ...newRoom });
  await store.log.append(messages(count));
  const hash = await addFile(store, folder, 'what the file holds');
  return { folder, backups, store, hash };
}

async function addFile(store: RoomStore, folder: string, text: string): Promise<FileHash> {
  const files = new FileFolder(join(folder, 'files'));
  async function* bytes() {
    yield Buffer.from(text);
  }
  const { hash, size } = await files.take(bytes());
  const own = { hash, size, account: ali, at: 1 };
  await store.files.offer(own, { memberBytes: 1e9, roomBytes: 1e9 });
  await store.files.arrived(own);
  await store.log.append([message(9999, { files: [{ hash, size, name: 'a.txt' }] })]);
  return hash;
}

type Backed = { folder: string; backups: string; store: RoomStore };

function jobFor({ folder, backups }: Backed, change: Partial<PackJob> = {}): PackJob {
  const place = { workFolder: join(folder, 'backup-work'), filesFolder: join(folder, 'files') };
  const about = { madeAt: Date.UTC(2026, 10, 23, 12), isScheduled: false, port: 12_345 };
  return { ...place, folder: backups, ...about, ...change };
}

/** As the app does it: the room's own thread writes the copy, and what is packed is tried. */
export async function backUp(
  room: Backed,
  { change, work = quietWork() }: { change?: Partial<PackJob>; work?: Work } = {},
) {
  const job = jobFor(room, change);
  rmSync(job.workFolder, { recursive: true, force: true });
  mkdirSync(job.workFolder);
  await room.store.file.copyTo(join(job.workFolder, copyName));
  return packBackup(job, work);
}
