import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { showFolder } from './host-panel.ts';
import type { Hosting } from './hosting.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

const notRunning = refused({ code: 'room-not-running' });
const status = async (hosting: Hosting | undefined) =>
  hosting ? done(await hosting.status()) : notRunning;

/** Backups of a room that runs here. */
export function backupRequests(context: AppContext) {
  return ofRooms(context, {
    'host/back-up': async ({ hosting }) => {
      if (hosting?.backups.state.running) return refused({ code: 'backup-running' });
      // What becomes of it stands in the status.
      void hosting?.backups.make().catch(() => undefined);
      return status(hosting);
    },

    'host/stop-backup': async ({ hosting }) => {
      await hosting?.backups.cancel();
      return status(hosting);
    },

    'host/change-backup': async ({ hosting }, { folder, every }) => {
      hosting?.backups.change({ folder, every });
      return status(hosting);
    },

    'host/open-backups': async ({ hosting }) =>
      hosting ? showFolder(context.memberships, hosting.backups.state.folder) : notRunning,
  });
}
