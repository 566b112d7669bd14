import type { HostConnection, HostLogLine } from '../../src-shared/bridge/views.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import { defaultRoomLimits } from '../../src-shared/protocol/limits.ts';
import type { TcpListener } from '../net/listen-tcp.ts';
import { listenTcp } from '../net/listen-tcp.ts';
import { createMemoryPair } from '../net/memory-transport.ts';
import type { Transport } from '../net/transport.ts';
import type { RoomStore } from '../room/ports.ts';
import { Room } from '../room/room.ts';
import { ConnectionGate, isOwnComputer, limitKey } from './connection-gate.ts';
import { HostLog } from './host-log.ts';
import { MinuteCounter } from './minute-counter.ts';
import { OdaConnection } from './oda-connection.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { RoomRunner } from './room-runner.ts';

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
};

type Open = { connection: OdaConnection; view: Omit<HostConnection, 'name'> };

/** A room that runs: listens, turns connections into sessions, and tells its host what happens. */
export class RoomServer {
  readonly #options: RoomServerOptions;
  readonly #runner: RoomRunner;
  readonly #gate: ConnectionGate;
  readonly #limits: RoomLimits;
  readonly #open = new Map<number, Open>();
  readonly #listeners = new Set<RoomServerListener>();
  readonly #log = new HostLog((lines) => this.#tell((listener) => listener.logged(lines)));
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
    this.#runner = new RoomRunner({
      ...options,
      room,
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
      })),
      startedAt: this.#startedAt,
      messagesPerMinute: this.#perMinute.read(this.#options.clock.monotonicMs()),
    };
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
    await this.#runner.stop({ code: 'room-closed' });
    await portFree;
    this.#note({ event: 'closed', port });
    this.#log.flush();
    this.#listeners.clear();
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
    const connection = new OdaConnection({
      transport,
      openSession: (peer) =>
        this.#runner.open(peer, { address, addressKey, port, isOwnComputer: ownComputer }),
      onAdmitted: () => this.#changed(),
      onClosed: () => {
        if (!ownComputer) this.#gate.left(addressKey);
        this.#open.delete(id);
        this.#changed();
      },
    });
    const since = this.#options.clock.wallMs();
    this.#open.set(id, { connection, view: { connection: id, address, port, since } });
    this.#note({ event: 'connected', address, port });
    this.#changed();
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
  const accounts = await options.store.accounts.list();
  const room = new Room({ identity: options.store.identity, accounts, limits: roomLimits });
  const server = new RoomServer(options, room, roomLimits);
  await server.start();
  return server;
}

function turnAway(transport: Transport, refusal: Refusal): void {
  transport.listen({ bytes: () => undefined, closed: () => undefined });
  transport.send(Buffer.from(encodeFrame({ type: 'closed', ...refusal })));
  transport.close();
}
