import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import { dialTcp } from '../net/dial-tcp.ts';
import { listOwnAddresses } from '../net/own-addresses.ts';
import { createPasswordHasher } from '../server/password-hasher.ts';
import { startRoomServer } from '../server/room-server.ts';
import { openStorage } from '../storage/worker/worker-client.ts';
import type { Program } from './app-parts.ts';
import { createApp, type App } from './create-app.ts';
import { refusalOf } from './refusal-of.ts';

export type OpenAppOptions = {
  dataFolder: string;
  program: Program;
  systemName: string;
  /** The built `storage-worker.js`, or `storage-worker.ts` from source. */
  storageWorkerUrl: URL;
  clock: Clock;
  random: Random;
  reportDefect: (error: unknown) => void;
};

/** An app that could not start has a reason that the person can do something about. */
export type OpenedApp = { ok: true; app: App } | ({ ok: false } & Refusal);

const dialTimeoutMs = 10_000;

/** The app with the parts it has on a person's computer: SQLite, TCP and this machine's addresses. */
export async function openApp(options: OpenAppOptions): Promise<OpenedApp> {
  const { storageWorkerUrl, ...own } = options;
  const { clock, random, reportDefect } = own;
  const passwords = createPasswordHasher();
  try {
    const app = await createApp({
      ...own,
      storage: openStorage({ workerUrl: storageWorkerUrl, died: reportDefect }),
      dial: ({ host, port }) => dialTcp({ host, port, timeoutMs: dialTimeoutMs }),
      startServer: (room) => startRoomServer({ ...room, clock, random, passwords, reportDefect }),
      listOwnAddresses,
    });
    return { ok: true, app };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { ok: false, ...refusal };
  }
}
