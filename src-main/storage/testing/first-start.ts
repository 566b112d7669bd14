import { join } from 'node:path';
import { optionsChanged } from '../../room/system-entries.ts';
import { profile } from '../replica/testing/replica-samples.ts';
import { openReplica } from '../replica/sqlite-replica.ts';
import { createRoomStore, openRoomStore } from '../room/testing/room-stores.ts';
import { newRoom } from '../room/testing/room-samples.ts';
import { hasDatabase } from '../sqlite/make-database.ts';

/** Opens a person's own copy and a room in one folder as programs do when they start: what is missing is made. */
export async function startOnce(folder: string): Promise<void> {
  const replica = openReplica({ folder });
  await replica.profile.readOrMake(profile);
  await replica.profile.saveSettings({ name: 'ali' });
  const store = hasDatabase(join(folder, 'room.db'))
    ? openRoomStore({ folder })
    : createRoomStore({ folder, ...newRoom });
  await store.log.append([optionsChanged({ plain: true, logTexts: false, access: 'open' }, 1)]);
  await Promise.all([replica.file.close(), store.file.close()]);
}

/** Run as a process of its own: `first-start.ts FOLDER`. Says `making` before it, and `made` after it. */
if (import.meta.main) {
  process.stdout.write('making\n');
  await startOnce(process.argv[2] ?? '');
  process.stdout.write('made\n');
}
