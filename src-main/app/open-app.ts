import { orRefused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { createGateways } from '../gateways/create-gateways.ts';
import { bindDatagrams } from '../net/datagram-socket.ts';
import { dialRoom } from '../net/dial-room.ts';
import { thisSystem } from '../net/look-at-system.ts';
import { createNearby } from '../net/nearby/create-nearby.ts';
import { createMapPort } from '../net/port-mapping/map-port.ts';
import { listOwnNames } from '../net/own-names.ts';
import { listOwnAddresses } from '../net/own-addresses.ts';
import { createPasswordHasher } from '../server/password-hasher.ts';
import { startRoomServer } from '../server/room-server.ts';
import { keepPrivate } from '../storage/private-folder.ts';
import { openStorage } from '../storage/worker/worker-client.ts';
import type { AppOptions } from './app-parts.ts';
import { createApp } from './create-app.ts';
import type { App } from './create-app.ts';

/** Whoever waits is told before they give up. */
const dialTimeoutMs = 7000;

/** Two frames: the first message after a silence is shown at once, of those that follow closely nobody sees more. */
const writeEveryMs = 32;

type FromHere =
  | 'storage'
  | 'writeEveryMs'
  | 'dial'
  | 'startServer'
  | 'openDatagrams'
  | 'listOwnAddresses'
  | 'listOwnNames'
  | 'nearby'
  | 'mapPort'
  | 'system';
export type OpenAppOptions = Omit<AppOptions, FromHere> & {
  /** The built `storage-worker.cjs`, or `storage-worker.ts` from source. */
  storageWorkerUrl: URL;
  /** Where hosted rooms listen; on all interfaces if missing. */
  host?: string | undefined;
  /** Tells nobody nearby of its rooms, and looks for none. */
  isHidden?: boolean | undefined;
};

export type OpenedApp = Outcome<App>;

/** The app on a real disk and a real network. What the disk refuses comes back as a refusal. */
export async function openApp(options: OpenAppOptions): Promise<OpenedApp> {
  const { storageWorkerUrl, host, isHidden, clock, random, reportDefect, ...own } = options;
  const passwords = createPasswordHasher();
  return orRefused(async () => {
    keepPrivate(own.dataFolder);
    return createApp({
      ...own,
      clock,
      writeEveryMs,
      random,
      reportDefect,
      storage: openStorage({ workerUrl: storageWorkerUrl, died: reportDefect }),
      dial: (room) => dialRoom({ ...room, timeoutMs: dialTimeoutMs }),
      startServer: (room) =>
        startRoomServer({
          ...room,
          host,
          gateways: createGateways(),
          clock,
          random,
          passwords,
          reportDefect,
        }),
      nearby: isHidden ? undefined : createNearby({ clock }),
      mapPort: createMapPort(clock, thisSystem),
      system: thisSystem,
      openDatagrams: (onDatagram) => bindDatagrams({ port: 0, onDatagram }),
      listOwnAddresses: (listensOn) => listOwnAddresses({ listensOn }),
      listOwnNames: (addresses) => listOwnNames(addresses, { clock }),
    });
  });
}
