import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import type { HostStatus, InviteOfRoom } from '../../src-shared/bridge/host.ts';
import type { InviteTerms } from '../../src-shared/host/invites.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Pin, RoomId } from '../../src-shared/protocol/ids.ts';
import type { PortMapping } from '../../src-shared/host/port-mapping.ts';
import type { NetworkFinding } from '../../src-shared/host/network-finding.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import type { Announced } from '../net/nearby/announce-room.ts';
import type { RoomRecord } from '../net/nearby/room-record.ts';
import { findFirewall, isInContainer } from '../net/look-at-system.ts';
import { networkFindings } from '../net/network-findings.ts';
import { makeRoomKey, pinOfRoom } from '../net/room-key.ts';
import type { MappedPort } from '../net/port-mapping/map-port.ts';
import type { HostedReach } from '../client/replica/room-records.ts';
import type { RoomIdentity, RoomStore } from '../room/ports.ts';
import type { RoomServer } from '../server/room-server.ts';
import type { AppOptions } from './app-parts.ts';
import { RoomBackups } from './room-backups.ts';
import { roomRecord } from './room-record.ts';
import { inviteTo, linkTo } from './invite-to.ts';
import type { RunningRoom } from './invite-to.ts';
import { Throttle } from './throttle.ts';

/** Twice a second is enough: only a person looks at who is connected and how many messages come. */
const statusEveryMs = 500;

const diskLookMs = 10_000;

/** What a room is started with: `language` is that of its log's files. */
type Start = { port: number; language: Language; reach: HostedReach };

export type HostingEvents = {
  changed: (status: HostStatus) => void;
  logged: (lines: HostLogLine[]) => void;
};

/** One room that this computer runs, with its store. */
export class Hosting {
  readonly #options: AppOptions;
  readonly #store: RoomStore;
  readonly #server: RoomServer;
  readonly #throttle: Throttle;
  readonly backups: RoomBackups;
  /** Looked for once: a name server may take its time. */
  #names: Promise<string[]> | undefined;
  #cancelLook: () => void = () => undefined;
  #announced: Announced | undefined;
  #mapped: MappedPort | undefined;

  private constructor(
    options: AppOptions,
    own: { store: RoomStore; server: RoomServer },
    throttle: Throttle,
  ) {
    this.#options = options;
    this.#store = own.store;
    this.#server = own.server;
    this.#throttle = throttle;
    const { clock, reportDefect, storage, downloadsFolder } = options;
    this.backups = new RoomBackups({
      store: own.store,
      backups: storage.backups,
      folder: roomFolder(options, own.store.identity.room),
      usualFolder: join(downloadsFolder, 'Oda backups'),
      port: () => own.server.port,
      clock,
      reportDefect,
      changed: () => throttle.ask(),
    });
  }

  /** Runs a room on its stored log; if it rejects (a `ListenError`), nothing goes on and the store is closed again. */
  static async start(
    options: AppOptions,
    { store, port, language, reach }: Start & { store: RoomStore },
    events: HostingEvents,
  ): Promise<Hosting> {
    const { clock, reportDefect } = options;
    const throttle = new Throttle({
      clock,
      everyMs: statusEveryMs,
      run: () => {
        started
          ?.status()
          .then(events.changed)
          .catch((error: unknown) => {
            // Nobody misses one that was asked for while the room stopped.
            if (!throttle.isStopped) reportDefect(error);
          });
      },
    });
    let started: Hosting | undefined;
    try {
      const logged: HostingEvents['logged'] = (lines) => {
        if (lines.some(({ event }) => event === 'disk-full')) throttle.ask();
        events.logged(lines);
      };
      const listener = { changed: () => throttle.ask(), logged };
      const logFolder = logFolderOf(options, store.identity.room);
      const { room } = store.identity;
      const filesFolder = join(roomFolder(options, room), 'files');
      const start = { store, port, language, logFolder, filesFolder, listener };
      const server = await options.startServer(start);
      started = new Hosting(options, { store, server }, throttle);
      await started.reach(reach);
      await started.backups.start();
      return started;
    } catch (error) {
      throttle.stop();
      await (started ? started.stop() : store.file.close());
      throw error;
    }
  }

  get identity(): RoomIdentity {
    return this.#server.identity;
  }

  /** By which others know the room (W14). */
  get pin(): Pin {
    return pinOfRoom(this.#store.key);
  }

  get server(): RoomServer {
    return this.#server;
  }

  /** A link that leads here, by which so many may come in. */
  async invite(terms: InviteTerms): Promise<Outcome<string>> {
    return inviteTo(await this.#running(), terms);
  }

  /** The newest first, each with the link that leads here now. */
  async invites(): Promise<InviteOfRoom[]> {
    const kept = await this.#server.invites();
    const running = await this.#running();
    return kept.map(({ secret, ...one }) => ({
      ...one,
      link: linkTo(running, { ...one, secret }),
    }));
  }

  async #running(): Promise<RunningRoom> {
    const { server, pin } = this;
    const { listOwnAddresses, listOwnNames } = this.#options;
    const addresses = listOwnAddresses(server.listensOn);
    this.#names ??= listOwnNames?.(addresses) ?? Promise.resolve([]);
    return { server, pin, addresses, names: await this.#names, mapping: this.#mapping() };
  }

  async status(): Promise<HostStatus> {
    const [storedBytes, fullDisk] = await Promise.all([
      this.#store.file.size(),
      this.#store.file.fullDisk(),
    ]);
    this.#cancelLook();
    // Nothing tells that there is space again, or still less of it.
    if (fullDisk && !this.#throttle.isStopped)
      this.#cancelLook = this.#options.clock.after(diskLookMs, () => this.#throttle.ask());
    const { connections, startedAt, messagesPerMinute, options } = this.#server.status();
    return {
      room: this.identity.room,
      pin: this.pin,
      port: this.#server.port,
      addresses: this.#options.listOwnAddresses(this.#server.listensOn),
      connections,
      startedAt,
      storedBytes,
      fullDisk,
      messagesPerMinute,
      options,
      announced: this.#announcedState(),
      mapping: this.#mapping(),
      logFolder: this.logFolder,
      backup: this.backups.state,
    };
  }

  /** Begins what is wanted so that others find the room and get to it, and ends what is not. */
  async reach({ isAnnounced, isPortMapped }: HostedReach): Promise<void> {
    const { nearby, mapPort } = this.#options;
    const { port, listensOn } = this.#server;
    const [announced, mapped] = [this.#announced, this.#mapped];
    const changed = () => this.#throttle.ask();
    if (!isAnnounced) this.#announced = undefined;
    else this.#announced ??= nearby?.announce(() => this.#record(), listensOn);
    if (!isPortMapped) this.#mapped = undefined;
    else this.#mapped ??= mapPort({ port, changed });
    await Promise.all([isAnnounced || announced?.stop(), isPortMapped || mapped?.stop()]);
    changed();
  }

  #record(): RoomRecord {
    return roomRecord({ pin: this.pin, server: this.#server });
  }

  #announcedState(): HostStatus['announced'] {
    if (!this.#options.nearby) return { is: 'hidden' };
    if (!this.#announced) return { is: 'off' };
    const { problem } = this.#announced;
    return problem ? { is: 'failed', problem } : { is: 'on' };
  }

  #mapping(): PortMapping {
    return this.#mapped?.state ?? { is: 'off' };
  }

  /** What is right with this computer's network, and what is in the way of those who want to join. */
  async network(): Promise<NetworkFinding[]> {
    const { system, listOwnAddresses } = this.#options;
    const { port, listensOn = '::' } = this.#server;
    const [firewall, isContainer] = await Promise.all([
      findFirewall(system, port),
      isInContainer(system),
    ]);
    const state = this.#announcedState();
    const announced = state.is === 'failed' ? state.problem : state.is;
    const addresses = listOwnAddresses(listensOn);
    const mapping = this.#mapping();
    const known = { port, listensOn, addresses, firewall, isContainer };
    return networkFindings({ ...known, announced, mapping });
  }

  get logFolder(): string {
    return logFolderOf(this.#options, this.identity.room);
  }

  async stop(): Promise<void> {
    this.#cancelLook();
    this.#throttle.stop();
    try {
      await this.backups.stop();
    } finally {
      const ended = Promise.all([this.#announced?.stop(), this.#mapped?.stop()]);
      await this.#server.stop();
      await ended;
      this.#throttle.stop();
      await this.#store.file.close();
    }
  }
}

export function roomFolder({ dataFolder }: Pick<AppOptions, 'dataFolder'>, room: RoomId): string {
  return join(dataFolder, 'rooms', room);
}

function logFolderOf(options: AppOptions, room: RoomId): string {
  return join(roomFolder(options, room), 'log');
}

/** Makes a room and runs it. If that fails, nothing of it stays on disk. */
export async function hostNewRoom(
  options: AppOptions,
  { identity, ...start }: Start & { identity: RoomIdentity },
  events: HostingEvents,
): Promise<Hosting> {
  const { storage } = options;
  const folder = roomFolder(options, identity.room);
  try {
    const store = await storage.createRoom({ folder, identity, key: await makeRoomKey() });
    return await Hosting.start(options, { store, ...start }, events);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

export async function hostStoredRoom(
  options: AppOptions,
  { room, ...start }: Start & { room: RoomId },
  events: HostingEvents,
): Promise<Hosting> {
  const store = await options.storage.openRoom({ folder: roomFolder(options, room) });
  return Hosting.start(options, { store, ...start }, events);
}
