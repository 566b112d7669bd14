import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { HostAddress } from '../../src-shared/host/host-network.ts';
import type { BackupEnd, BackupEvery, BackupProgress } from '../../src-shared/host/backup.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { RoomChanges } from '../../src-shared/protocol/room-settings.ts';
import type { NetworkFinding } from '../../src-shared/host/network-finding.ts';
import type { PortMapping } from '../../src-shared/host/port-mapping.ts';
import type { KeyLook } from '../../src-shared/invite/key-look.ts';
import { everyone, hostAccount } from '../../src-shared/protocol/ids.ts';
import type { Keep } from '../../src-shared/protocol/retention.ts';
import type { Epoch, Pin, RoomId } from '../../src-shared/protocol/ids.ts';
import { orRefused, RefusalError } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { checkName, checkRoomName } from '../../src-shared/text/names.ts';
import { createGateways } from '../gateways/create-gateways.ts';
import { createNearby } from '../net/nearby/create-nearby.ts';
import { thisSystem } from '../net/look-at-system.ts';
import { mappingFinding } from '../net/network-findings.ts';
import { createMapPort } from '../net/port-mapping/map-port.ts';
import type { MappedPort } from '../net/port-mapping/map-port.ts';
import { listOwnNames } from '../net/own-names.ts';
import { listOwnAddresses } from '../net/own-addresses.ts';
import { lookOfKey } from '../net/look-of-key.ts';
import { makeRoomKey, pinOfRoom } from '../net/room-key.ts';
import type { RoomLog, RoomStore } from '../room/ports.ts';
import { optionsChanged, systemPlace } from '../room/system-entries.ts';
import { createPasswordHasher } from '../server/password-hasher.ts';
import { startRoomServer } from '../server/room-server.ts';
import type { RoomServerListener, RoomServerOptions } from '../server/room-server.ts';
import { keepPrivate } from '../storage/private-folder.ts';
import type { BackupStore } from '../storage/backup/backup-store.ts';
import { hasDatabase } from '../storage/sqlite/make-database.ts';
import { openStorage } from '../storage/worker/worker-client.ts';
import { inviteTo, linkTo } from './invite-to.ts';
import type { RunningRoom } from './invite-to.ts';
import { RoomBackups } from './room-backups.ts';
import { roomRecord } from './room-record.ts';

/** Usually it is one; a router that is not there takes four. */
const routerMs = 6000;
const inviteLifetimeMs = 7 * 24 * 60 * 60_000;

export type HostWithoutWindowOptions = Pick<
  RoomServerOptions,
  'port' | 'host' | 'limits' | 'language' | 'clock' | 'random' | 'reportDefect'
> & {
  /** Holds this one room; made if it is missing. */
  folder: string;
  /** Must fit if the folder holds a room already. */
  roomName?: string | undefined;
  /** Of a new room if nothing else is said. */
  usualName: string;
  /** Others come through a tunnel, from this machine's own address. */
  isTunnelled?: boolean | undefined;
  /** The router is asked to let people in from the internet. */
  isPortMapped: boolean;
  /** Hears what the router says, and what that means. */
  mapped: (mapping: PortMapping, finding: NetworkFinding) => void;
  /** The networks of this machine are told of the room. */
  isAnnounced: boolean;
  /** The name of the account whose room it is from now on. */
  owner?: string | undefined;
  /** What the room is switched to, whatever it was before. */
  options: HostOptions;
  /** The same of the room's rules, as far as they are given. */
  rules?: RoomChanges | undefined;
  /** How long messages are kept; as it was if it is missing. */
  keep?: Keep | undefined;
  storageWorkerUrl: URL;
  logged: RoomServerListener['logged'];
  /** A backup that the room is made of; then the folder must hold none. */
  restore?: string | undefined;
  restoring?: (progress: BackupProgress) => void;
  /** What is missing stays as it was. */
  backup?: { every?: BackupEvery | undefined; folder?: string | undefined };
  backedUp?: (end: BackupEnd) => void;
};

export type HostedRoom = {
  name: string;
  /** Of a room for those alone who are invited. */
  invite?: string | undefined;
  /** By which others know it, and how that looks to people (W14). */
  pin: Pin;
  look: KeyLook;
  port: number;
  addresses: HostAddress[];
  stop(): Promise<void>;
};

/** Runs a room without a window. What the disk or the port refuses comes back as a refusal. */
export async function hostWithoutWindow(
  options: HostWithoutWindowOptions,
): Promise<Outcome<HostedRoom>> {
  return orRefused(async () => {
    const storage = openStorage({ workerUrl: options.storageWorkerUrl });
    try {
      keepPrivate(options.folder);
      const room = await start(options, await openOrCreate(options, storage), storage);
      return {
        ...room,
        stop: async () => {
          await room.stop();
          await storage.close();
        },
      };
    } catch (error) {
      await storage.close();
      throw error;
    }
  });
}

type OpenStorage = ReturnType<typeof openStorage>;

async function openOrCreate(
  options: HostWithoutWindowOptions,
  storage: OpenStorage,
): Promise<RoomStore> {
  const { folder, roomName, usualName, random, restore } = options;
  if (restore !== undefined) await restoreInto(options, storage, restore);
  if (hasDatabase(join(folder, 'room.db'))) {
    const store = await storage.openRoom({ folder });
    const { name } = store.identity;
    if (roomName === undefined || roomName === name) return store;
    await store.file.close();
    throw new RefusalError({ code: 'another-room', subject: name });
  }
  const name = checkRoomName(roomName ?? usualName);
  if (!name.ok) throw new RefusalError({ code: name.code });
  const room = random.text(16) as RoomId;
  const epoch = random.text(8) as Epoch;
  const identity = { room, name: name.name, epoch };
  return storage.createRoom({ folder, identity, key: await makeRoomKey() });
}

async function restoreInto(
  { folder, random, restoring = () => undefined }: HostWithoutWindowOptions,
  storage: OpenStorage,
  path: string,
): Promise<void> {
  if (hasDatabase(join(folder, 'room.db')))
    throw new RefusalError({ code: 'room-folder-here', subject: folder });
  const epoch = random.text(8) as Epoch;
  const { signal } = new AbortController();
  await storage.backups.restore({ path, folder, epoch }, { signal, progress: restoring });
}

/** Made by itself if that is wanted, from its start on; what becomes of it is told. Throws if the folder cannot be used. */
function keepBackups(
  { folder, clock, reportDefect, backup, backedUp }: HostWithoutWindowOptions,
  store: RoomStore,
  { backups, port }: { backups: BackupStore; port: () => number },
): RoomBackups {
  const kept = new RoomBackups({
    store,
    backups,
    folder,
    usualFolder: join(folder, 'backups'),
    port,
    clock,
    changed: () => undefined,
    ended: backedUp,
    reportDefect,
  });
  if (backup) kept.change(backup);
  return kept;
}

async function start(
  options: HostWithoutWindowOptions,
  store: RoomStore,
  storage: OpenStorage,
): Promise<HostedRoom> {
  const { folder, options: wanted, rules = {}, keep, logged, owner, ...own } = options;
  // Before anybody can come in: members are told at the door whether texts are kept.
  await keepOptions(store.log, wanted, own.clock.wallMs());
  await keepRules(store.log, rules, own.clock.wallMs());
  await keepMessages(store.log, keep, own.clock.wallMs());
  if (owner !== undefined) await handOver(store.log, owner, own.clock.wallMs());
  const pin = pinOfRoom(store.key);
  const look = await lookOfKey(pin);
  const { backups } = storage;
  const kept = keepBackups(options, store, { backups, port: () => server.port });
  const server = await startRoomServer({
    ...own,
    store,
    passwords: createPasswordHasher(),
    isTunnelled: options.isTunnelled ?? false,
    gateways: createGateways(),
    logFolder: join(folder, 'log'),
    filesFolder: join(folder, 'files'),
    listener: { changed: () => undefined, logged },
  });
  const read = () => roomRecord({ pin, server });
  const announced = options.isAnnounced
    ? createNearby({ clock: own.clock }).announce(read, server.listensOn)
    : undefined;
  let mapped: MappedPort | undefined;
  const stop = async (): Promise<void> => {
    try {
      await Promise.all([announced?.stop(), mapped?.stop(), kept.stop()]);
    } finally {
      await server.stop();
    }
  };
  try {
    const addresses = listOwnAddresses({ listensOn: server.listensOn });
    if (options.isPortMapped) mapped = await openPort(options, server.port, addresses);
    const names = await listOwnNames(addresses, { clock: own.clock });
    const mapping: PortMapping = mapped?.state ?? { is: 'off' };
    await kept.start();
    const invite = await firstInvite(
      { server, pin, addresses, names, mapping },
      own.clock.wallMs(),
    );
    const { name } = store.identity;
    return { name, invite, pin, look, port: server.port, addresses, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits a little for the router, so that the first invite holds what it opened. */
async function openPort(
  { clock, mapped }: HostWithoutWindowOptions,
  port: number,
  addresses: readonly HostAddress[],
): Promise<MappedPort> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const opened = createMapPort(
    clock,
    thisSystem,
  )({
    port,
    changed: () => {
      resolve(undefined);
      const ownAddress = addresses[0]?.address ?? '';
      const finding = mappingFinding(opened.state, { port, ownAddress });
      if (finding) mapped(opened.state, finding);
    },
  });
  const cancel = clock.after(routerMs, () => resolve(undefined));
  await promise;
  cancel();
  return opened;
}

/** Nobody is at a window who could make one. The newest for any number counts on, as long as half of its time is left. */
async function firstInvite(room: RunningRoom, nowMs: number): Promise<string | undefined> {
  if (room.server.status().options.access === 'open') return undefined;
  const made = (await room.server.invites()).find(
    ({ role, uses, expiresAt = Infinity }) =>
      role === 'member' && uses === undefined && expiresAt - nowMs > inviteLifetimeMs / 2,
  );
  if (made) return linkTo(room, made);
  const terms = { role: 'member', expiresAt: nowMs + inviteLifetimeMs } as const;
  const link = await inviteTo(room, terms);
  return link.ok ? link.value : undefined;
}

/** Nobody signs in from within this program: whoever starts it says whose the room is. */
async function handOver(
  log: Pick<RoomLog, 'append' | 'snapshot'>,
  name: string,
  at: number,
): Promise<void> {
  const { accounts } = await log.snapshot();
  const wanted = checkName(name);
  const found = accounts.find(
    ({ nameKey, isGuest }) => wanted.ok && nameKey === wanted.nameKey && !isGuest,
  );
  if (!found) throw new RefusalError({ code: 'no-such-member', subject: name });
  if (found.role === 'owner') return;
  const by = hostAccount;
  const place = { in: systemPlace, at, by, account: found.account } as const;
  const [outcome] = await log.append([{ type: 'handed-over', ...place }]);
  if (outcome?.is === 'refused') throw new RefusalError({ code: outcome.code });
}

/** Who was in before is told by the record. */
async function keepRules(
  log: Pick<RoomLog, 'append' | 'snapshot'>,
  changes: RoomChanges,
  at: number,
): Promise<void> {
  const { settings } = await log.snapshot();
  if (isDeepStrictEqual(settings, { ...settings, ...changes })) return;
  const place = { in: systemPlace, at, by: hostAccount } as const;
  const [outcome] = await log.append([{ type: 'room-changed', ...place, changes }]);
  if (outcome?.is === 'refused') throw new RefusalError({ code: outcome.code });
}

async function keepMessages(
  log: Pick<RoomLog, 'append' | 'snapshot'>,
  keep: Keep | undefined,
  at: number,
): Promise<void> {
  const { settings } = await log.snapshot();
  if (keep === undefined || isDeepStrictEqual(settings.keep, keep)) return;
  const place = { in: everyone, at, by: hostAccount } as const;
  const [outcome] = await log.append([{ type: 'retention-changed', ...place, keep }]);
  if (outcome?.is === 'refused') throw new RefusalError({ code: outcome.code });
}

/** A room never runs with other options than those that were asked for, on a full disk either. */
export async function keepOptions(
  log: Pick<RoomLog, 'append' | 'snapshot'>,
  wanted: HostOptions,
  at: number,
): Promise<void> {
  const { options: kept } = await log.snapshot();
  if (isDeepStrictEqual(kept, wanted)) return;
  const [outcome] = await log.append([optionsChanged(wanted, at)]);
  if (outcome?.is === 'refused') throw new RefusalError({ code: outcome.code });
}
