import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Epoch } from '../../src-shared/protocol/ids.ts';
import { done, orRefused, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { BackupFacts } from '../storage/backup/backup-store.ts';
import { roomFolder } from './hosting.ts';
import type { Memberships } from './memberships.ts';
import type { AppContext, Handlers } from './requests.ts';
import { viewRoom } from './room-view.ts';
import { forgetMaking, noteFile, noteMaking, takeUp } from './unfinished-rooms.ts';

type Restore = { path: string; name: string; stop: AbortSignal };

/** A room of a backup, on a computer that does not have it. */
export function restoreRoomRequests({
  memberships,
}: AppContext): Pick<Handlers, 'room/restore' | 'room/stop-restore'> {
  let running: { hash: string; stop: AbortController } | undefined;
  return {
    'room/restore': async ({ hash, name }) => {
      const { fetched } = memberships;
      // The person's own file is where it was; what was handed over is a copy.
      const forget = async (): Promise<void> => {
        await fetched.sent([hash]);
        await fetched.forget([hash]);
      };
      if (running) {
        if (running.hash !== hash) await forget();
        return refused({ code: 'backup-running' });
      }
      const stop = new AbortController();
      running = { hash, stop };
      const path = fetched.folder.pathOf(hash);
      try {
        return await restore(memberships, { path, name, stop: stop.signal });
      } finally {
        running = undefined;
        await forget();
      }
    },

    'room/stop-restore': async () => {
      running?.stop.abort();
      return done(null);
    },
  };
}

async function restore(memberships: Memberships, wanted: Restore): Promise<Outcome<RoomView>> {
  const { options } = memberships;
  const looked = await orRefused(() => options.storage.backups.look(wanted.path));
  if (!looked.ok) return looked;
  return memberships.inTurn(looked.value.room, () => restoreAs(memberships, wanted, looked.value));
}

async function restoreAs(
  memberships: Memberships,
  { path, name, stop }: Restore,
  { room, name: subject, port }: BackupFacts,
): Promise<Outcome<RoomView>> {
  const { options, pushes, replica } = memberships;
  const folder = roomFolder(options, room);
  if (memberships.get(room)) return refused({ code: 'room-here-already', subject });
  // What fails is cleared away with its folder: nothing may be in that which was there before.
  if (existsSync(folder) && readdirSync(folder).some((file) => file !== noteFile))
    return refused({ code: 'room-folder-here', subject: folder });
  noteMaking(folder, { name, port, isRestored: true });
  try {
    const epoch = options.random.text(8) as Epoch;
    const progress = pushes.send.bind(pushes, 'room/restoring');
    await options.storage.backups.restore({ path, folder, epoch }, { signal: stop, progress });
    const listed = await takeUp(memberships, room);
    if (!listed.ok) {
      await rm(folder, { recursive: true, force: true });
      return listed;
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  forgetMaking(folder);
  const record = (await replica.rooms.list()).find((each) => each.room === room);
  if (!record) throw new Error('A restored room is not listed');
  const membership = await memberships.add(record);
  await memberships.start(membership);
  return done(viewRoom(membership));
}
