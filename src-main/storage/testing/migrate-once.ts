import { openRoomStore } from '../room/testing/room-stores.ts';
import { withMoreSteps } from './more-steps.ts';

/** Run as a process of its own: `migrate-once.ts FOLDER STEPS`. Brings a room so many steps further; says `migrating` before it and `migrated` after it. */
const [folder = '', steps = '1'] = process.argv.slice(2);
process.stdout.write('migrating\n');
const store = openRoomStore({ folder }, { migrations: withMoreSteps(Number(steps)) });
process.stdout.write('migrated\n');
await store.file.close();
