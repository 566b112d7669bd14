import type {
  Dialect,
  HostConnection,
  HostLogLine,
  HostOptions,
} from '../../src-shared/bridge/views.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import type { PrivateId } from '../../src-shared/protocol/ids.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import { defaultRoomLimits } from '../../src-shared/protocol/limits.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { refusalSentence } from '../../src-shared/translations/refusal-sentence.ts';
import type { TcpListener } from '../net/listen-tcp.ts';
import { listenTcp } from '../net/listen-tcp.ts';
import { createMemoryPair } from '../net/memory-transport.ts';
import type { Transport } from '../net/transport.ts';
import type { RoomStore } from '../room/ports.ts';
import { Room } from '../room/room.ts';
import { ConnectionGate, isOwnComputer, limitKey } from './connection-gate.ts';
import { Doorway } from './doorway.ts';
import { HeartbeatDesk } from './heartbeat-desk.ts';
import { HostLogFile } from './host-log-file.ts';
import { HostLog } from './host-log.ts';
import { MinuteCounter } from './minute-counter.ts';
import { OdaConnection } from './oda-connection.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { RoomRunner } from './room-runner.ts';
import type { ConnectionParts, Gateway, RoomConnection } from './session-port.ts';

const tickMs = 1000;
/** Connections that have not signed in; past it the one that waits longest makes room. */
const maxStrangers = 256;
const chartMinutes = 30;

export type RoomServerOptions = {
  store: RoomStore;
  /** 0 takes any free port. */
  port: number;
  /** All interfaces where missing. */
  host?: string;
  clock: Clock;
  random: Random;
  passwords: PasswordHasher;
  limits?: Partial<RoomLimits>;
  /** The plain dialects at this port; none where missing (W15). */
  gateways?: readonly Gateway[];
  /** Of the log's files, and of what a plain program reads that may not come in; English where missing. */
  language?: Language;
  /** Where the host's log is kept in files; only in memory where missing. */
  logFolder?: string;
  reportDefect: (error: unknown) => void;
  /** Hears everything from the first line of the log on. */
  listener?: RoomServerListener;
};

export type RoomServerListener = {
  /** Who is connected, or a figure of `status`, has changed. */
  changed(): void;
  logged(lines: HostLogLine[]): void;
};

export type RoomServerStatus = {
  connections: HostConnection[];
  startedAt: number;
  messagesPerMinute: number[];
  options: HostOptions;
};

type Open = {
  connection: RoomConnection & { readonly dialect: Dialect };
  isOwnComputer: boolean;
  view: Omit<HostConnection, 'name' | 'dialect'>;
};

/** A room that runs: listens, turns connections into sessions, and tells its host what happens. */
export class RoomServer {
  readonly #options: RoomServerOptions;
  readonly #runner: RoomRunner;
  readonly #gate: ConnectionGate;
  readonly #limits: RoomLimits;
  readonly #open = new Map<number, Open>();
  readonly #listeners = new Set<RoomServerListener>();
  readonly #log = new HostLog((lines) => this.#logged(lines));
  readonly #logFile: HostLogFile | undefined;
  readonly #heartbeats: HeartbeatDesk;
  readonly #perMinute = new MinuteCounter(chartMinutes);
  readonly #startedAt: number;
  #listener: TcpListener | undefined;
  #cancelTick: () => void = () => undefined;
  #lastConnection = 0;
  #phase: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(options: RoomServerOptions, room: Room, roomLimits: RoomLimits) {
    this.#options = options;
    this.#limits = roomLimits;
    this.#gate = new ConnectionGate(roomLimits.sessionsPerAddress);
    this.#startedAt = options.clock.wallMs();
    if (options.listener) this.#listeners.add(options.listener);
    const { logFolder: folder, language = 'en', clock, random, reportDefect } = options;
    if (folder !== undefined) {
      this.#logFile = new HostLogFile({ folder, language, clock, reportDefect });
    }
    this.#heartbeats = new HeartbeatDesk({ random, heard: (id) => this.#runner.heard(id) });
    this.#runner = new RoomRunner({
      ...options,
      room,
      heartbeats: this.#heartbeats,
      log: (line) => this.#log.add(line),
      counted: (messages) => this.#counted(messages),
    });
  }

  /** Rejects with a `ListenError` where the port cannot be had. */
  async start(): Promise<void> {
    const { port, host } = this.#options;
    this.#note({ event: 'socket-created' });
    this.#listener = await listenTcp({
      port,
      ...(host === undefined ? {} : { host }),
      onTransport: (transport) => this.#accept(transport),
    });
    this.#note({ event: 'bound', port: this.port });
    const hasDatagrams = await this.#heartbeats.open({ port: this.port, host });
    const event = hasDatagrams ? 'datagrams-ready' : 'datagrams-unavailable';
    this.#note({ event, port: this.port });
    this.#phase = 'running';
    this.#note({ event: 'ready', port: this.port });
    this.#scheduleTick();
  }

  get port(): number {
    return this.#listener?.port ?? 0;
  }

  /** The host's own person joins by the same path as everybody, over memory instead of a socket. */
  connectLocally(): Transport {
    const [near, far] = createMemoryPair();
    this.#accept(far);
    return near;
  }

  status(): RoomServerStatus {
    return {
      connections: [...this.#open.values()].map(({ view, connection }) => ({
        ...view,
        name: connection.memberName,
        dialect: connection.dialect,
      })),
      startedAt: this.#startedAt,
      messagesPerMinute: this.#perMinute.read(this.#options.clock.monotonicMs()),
      options: this.#runner.options,
    };
  }

  /** Takes effect at once, and is kept with the room. */
  changeOptions(changes: Partial<HostOptions>): void {
    const options = { ...this.#runner.options, ...changes };
    this.#runner.changeOptions(options);
    for (const { connection, isOwnComputer: isOwn } of this.#open.values()) {
      const isPlain = connection.dialect !== 'oda';
      if (isPlain && !isOwn && !options.plain) connection.end({ code: 'plain-off' });
    }
    this.#changed();
  }

  readLog(): HostLogLine[] {
    return this.#log.read();
  }

  /** Returns what ends the subscription. */
  listen(listener: RoomServerListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says goodbye to everybody; resolves when what was accepted is on disk and the port is free. */
  async stop(): Promise<void> {
    if (this.#phase === 'stopping') return;
    this.#phase = 'stopping';
    this.#cancelTick();
    const port = this.port;
    const portFree = this.#listener?.close();
    this.#heartbeats.close();
    await this.#runner.stop({ code: 'room-closed' });
    await portFree;
    this.#note({ event: 'closed', port });
    this.#log.flush();
    this.#listeners.clear();
    await this.#logFile?.close();
  }

  #accept(transport: Transport): void {
    const { address, port } = transport.remote;
    const ownComputer = isOwnComputer(address);
    const addressKey = limitKey(address);
    const refusal = this.#refuseArrival(ownComputer ? undefined : addressKey);
    if (refusal) return turnAway(transport, refusal);

    this.#makeRoomForStranger();
    this.#lastConnection += 1;
    const id = this.#lastConnection;
    const since = this.#options.clock.wallMs();
    this.#note({ event: 'connected', address, port });
    const connection = this.#openDoor(transport, () => {
      if (!ownComputer) this.#gate.left(addressKey);
      this.#open.delete(id);
      this.#changed();
    });
    const view = { connection: id, address, port, since };
    this.#open.set(id, { connection, isOwnComputer: ownComputer, view });
    this.#changed();
  }

  /** Over memory comes nobody but this program's own client. */
  #openDoor(transport: Transport, onClosed: () => void): Open['connection'] {
    const { clock, random, gateways = [], language = 'en' } = this.#options;
    const { address, port } = transport.remote;
    const ownComputer = isOwnComputer(address);
    const addressKey = limitKey(address);
    const connectedAtMs = clock.monotonicMs();
    const from = { address, addressKey, port, isOwnComputer: ownComputer, connectedAtMs };
    const partsOf = (
      dialect: Dialect,
      own: Pick<ConnectionParts, 'transport' | 'onClosed'>,
    ): ConnectionParts => ({
      ...own,
      openSession: (peer) => this.#runner.open(peer, { ...from, dialect }),
      onAdmitted: () => this.#changed(),
    });
    if (address === 'memory') return new OdaConnection(partsOf('oda', { transport, onClosed }));
    return new Doorway({
      transport,
      clock,
      gateways,
      mayBePlain: () => ownComputer || this.#runner.options.plain,
      plainOffSentence: refusalSentence({ code: 'plain-off' }, language),
      connect: (dialect, own) =>
        dialect === 'oda'
          ? new OdaConnection(partsOf(dialect, own))
          : dialect.connect({ ...partsOf(dialect.dialect, own), clock, random }),
      onTurnedAway: (code) => {
        if (code === 'plain-off') this.#note({ event: 'refused', address, port, code });
        this.#note({ event: 'disconnected', address, port, code });
      },
      onClosed,
    });
  }

  /** `addressKey` is missing for this computer itself, which the limits per address leave free. */
  #refuseArrival(addressKey: string | undefined): Refusal | undefined {
    if (this.#phase === 'stopping') return { code: 'room-closed' };
    if (this.#runner.memberSessionCount >= this.#limits.sessionsPerRoom) {
      return { code: 'room-full', limit: this.#limits.sessionsPerRoom };
    }
    if (addressKey === undefined) return undefined;
    return this.#gate.arrive(addressKey, this.#options.clock.monotonicMs());
  }

  /** A flood of connections that never sign in pushes out itself, not those who want to come in. */
  #makeRoomForStranger(): void {
    const strangers = [...this.#open.values()].filter(({ connection }) => connection.isStranger);
    if (strangers.length >= maxStrangers) {
      strangers[0]?.connection.end({ code: 'sign-in-deadline' });
    }
  }

  #counted(messages: number): void {
    this.#perMinute.add(messages, this.#options.clock.monotonicMs());
    this.#changed();
  }

  #scheduleTick(): void {
    this.#cancelTick = this.#options.clock.after(tickMs, () => {
      this.#runner.tick();
      this.#scheduleTick();
    });
  }

  #logged(lines: HostLogLine[]): void {
    this.#logFile?.write(lines);
    this.#tell((listener) => listener.logged(lines));
  }

  #note(line: Omit<HostLogLine, 'at'>): void {
    this.#log.add({ at: this.#options.clock.wallMs(), ...line });
  }

  #changed(): void {
    this.#tell((listener) => listener.changed());
  }

  #tell(say: (listener: RoomServerListener) => void): void {
    for (const listener of this.#listeners) say(listener);
  }
}

/** Starts a room on its stored log; rejects with a `ListenError` where the port cannot be had. */
export async function startRoomServer(options: RoomServerOptions): Promise<RoomServer> {
  const roomLimits = { ...defaultRoomLimits, ...options.limits };
  const { store, random } = options;
  const [accounts, groups, hostOptions] = await Promise.all([
    store.accounts.list(),
    store.groups.list(),
    store.readOptions(),
  ]);
  const room = new Room({
    identity: store.identity,
    accounts,
    groups,
    options: hostOptions,
    limits: roomLimits,
    newPrivateId: () => random.text(16) as PrivateId,
  });
  const server = new RoomServer(options, room, roomLimits);
  await server.start();
  return server;
}

function turnAway(transport: Transport, refusal: Refusal): void {
  transport.listen({ bytes: () => undefined, closed: () => undefined });
  transport.send(Buffer.from(encodeFrame({ type: 'closed', ...refusal })));
  transport.close();
}
