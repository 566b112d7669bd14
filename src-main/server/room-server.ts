import { afterAwake } from '../../src-shared/outside/after-awake.ts';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import type { FilesOfRoom } from '../../src-shared/host/files-of-room.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { InviteTerms, KeptInvite } from '../../src-shared/host/invites.ts';
import type { FileTicket } from '../../src-shared/protocol/files.ts';
import type { InviteId, InviteSecret, PrivateId } from '../../src-shared/protocol/ids.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Knock } from '../../src-shared/protocol/knocks.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import { defaultRoomLimits } from '../../src-shared/protocol/limits.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import type { TcpListener } from '../net/listen-tcp.ts';
import { listenTcp } from '../net/listen-tcp.ts';
import { createMemoryPair } from '../net/memory-transport.ts';
import { listOwnAddresses } from '../net/own-addresses.ts';
import { serverTls } from '../net/tls.ts';
import type { Transport } from '../net/transport.ts';
import type {
  AppendOutcome,
  HostId,
  HostNotices,
  RoomIdentity,
  RoomSnapshot,
} from '../room/ports.ts';
import { Room } from '../room/room.ts';
import type { ImportedDraft } from '../room/system-entries.ts';
import { inviteMade, inviteRevoked, optionsChanged } from '../room/system-entries.ts';
import type { FreeBytes } from '../files/disk-space.ts';
import { FileFolder } from '../files/file-folder.ts';
import { Connections } from './connections.ts';
import { inviteIdOf } from './hash-secret.ts';
import { HeartbeatServer } from './heartbeat-server.ts';
import { HostLogFile, HostLog } from './host-log.ts';
import { RoomRunner } from './room-runner.ts';
import type { RoomRunnerParts } from './room-runner.ts';
import type { Gateway } from './session-port.ts';

const tickMs = 1000;
const chartMinutes = 30;

export type RoomServerOptions = Pick<
  RoomRunnerParts,
  'store' | 'clock' | 'random' | 'passwords' | 'reportDefect'
> & {
  /** 0 takes any free port. */
  port: number;
  /** All interfaces if missing. */
  host?: string | undefined;
  limits?: Partial<RoomLimits>;
  /** If several hosts run the room on one log: who this is, and how it reaches the others. */
  hosts?: { id: HostId; notices: HostNotices };
  /** Others come from this computer's own address, through a tunnel: it is an address like any other. */
  isTunnelled?: boolean;
  /** The plain dialects at this port; none if missing (W15). */
  gateways?: readonly Gateway[];
  /** Of the log's files, and of what a plain program reads that may not come in; English if missing. */
  language?: Language;
  /** Where the host's log is kept in files; only in memory if missing. */
  logFolder?: string;
  /** Where the bytes of files lie. */
  filesFolder: string;
  /** Of the disk on which they lie; the system is asked if missing. */
  freeBytes?: FreeBytes;
  /** Hears everything from the first line of the log on. */
  listener?: RoomServerListener;
};

export type RoomServerListener = {
  /** Who is connected, or a figure of `status`, has changed. */
  changed(): void;
  logged(lines: HostLogLine[]): void;
};

/** A room that runs: listens, turns connections into sessions, and tells its host what happens. */
export class RoomServer {
  readonly #options: RoomServerOptions;
  readonly #runner: RoomRunner;
  readonly #connections: Connections;
  #told: RoomServerListener | undefined;
  readonly #log = new HostLog((lines) => this.#logged(lines));
  readonly #logFile: HostLogFile | undefined;
  readonly #heartbeats: HeartbeatServer;
  readonly #perMinute = new MinuteCounter(chartMinutes);
  readonly #startedAt: number;
  #listener: TcpListener | undefined;
  /** As they were when they were last looked at. */
  #invites: readonly KeptInvite[] = [];
  #cancelTick: () => void = () => undefined;
  #phase: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(options: RoomServerOptions, snapshot: RoomSnapshot, roomLimits: RoomLimits) {
    this.#options = options;
    this.#startedAt = options.clock.wallMs();
    this.#told = options.listener;
    const { logFolder: folder, language = 'en', clock, random, reportDefect } = options;
    if (folder !== undefined) {
      this.#logFile = new HostLogFile({ folder, language, clock, reportDefect });
    }
    this.#heartbeats = new HeartbeatServer({ random, heard: (id) => this.#runner.heard(id) });
    const { store, hosts } = options;
    const { identity } = store;
    const newPrivateId = () => random.text(16) as PrivateId;
    const newTicket = () => random.text(22) as FileTicket;
    const { filesFolder, freeBytes } = options;
    this.#runner = new RoomRunner({
      ...options,
      room: new Room({
        identity,
        snapshot,
        limits: roomLimits,
        newPrivateId,
        newTicket,
        host: hosts?.id,
      }),
      files: new FileFolder(filesFolder, { freeBytes }),
      notices: hosts?.notices,
      head: snapshot.head,
      heartbeats: this.#heartbeats,
      log: (line) => this.#log.add(line),
      counted: (messages) => this.#counted(messages),
      optionsChanged: (changed) => this.#connections.optionsChanged(changed),
    });
    this.#connections = new Connections({
      ...options,
      limits: roomLimits,
      tls: serverTls(store.key),
      areManyInvited: () => this.#areManyInvited(),
      ownAddresses: () => listOwnAddresses().map(({ address }) => address),
      runner: this.#runner,
      gateways: options.gateways ?? [],
      language,
      note: (line) => this.#note(line),
      changed: () => this.#changed(),
    });
  }

  /** Rejects with a `ListenError` if the port cannot be had. */
  async start(): Promise<void> {
    const { port, host } = this.#options;
    this.#note({ event: 'socket-created' });
    try {
      this.#listener = await listenTcp({
        port,
        host,
        onTransport: (transport) => this.#connections.accept(transport),
      });
    } catch (error) {
      // What its beginning has asked of the store; whoever opened that closes it next.
      await this.#runner.settled();
      this.#runner.end();
      await this.#endLog();
      throw error;
    }
    this.#note({ event: 'bound', port: this.port });
    const hasDatagrams = await this.#heartbeats.open({ port: this.port, host });
    const event = hasDatagrams ? 'datagrams-ready' : 'datagrams-unavailable';
    this.#note({ event, port: this.port });
    this.#phase = 'running';
    this.#note({ event: 'ready', port: this.port });
    this.#scheduleTick();
    void this.#noteFindings();
  }

  /** Ends with the store; if that fails, whoever asks it for something else is told. */
  async #noteFindings(): Promise<void> {
    const { store } = this.#options;
    const next = () => store.file.nextFinding().catch(() => undefined);
    for (let found = await next(); found !== undefined; found = await next())
      if (this.#phase === 'running') this.#note({ event: found });
  }

  /** With the name that it has now. */
  get identity(): RoomIdentity {
    return this.#runner.identity;
  }

  get port(): number {
    return this.#listener?.port ?? 0;
  }

  /** What it listens on: `::`, `0.0.0.0`, or one address. */
  get listensOn(): string | undefined {
    return this.#listener?.address;
  }

  /** The host's own person joins by the same path as everybody, over memory instead of a socket. */
  connectLocally(): Transport {
    const [near, far] = createMemoryPair();
    this.takeIn(far);
    return near;
  }

  /** A connection that needs no TLS, because nobody is in between. */
  takeIn(transport: Transport): void {
    this.#connections.accept(transport);
  }

  status() {
    return {
      connections: this.#connections.list(),
      startedAt: this.#startedAt,
      messagesPerMinute: this.#perMinute.read(this.#options.clock.monotonicMs()),
      options: this.#runner.options,
    };
  }

  /** How much of files there is, and of whom. */
  files(): Promise<FilesOfRoom> {
    return this.#runner.fileUsage();
  }

  /** Has taken effect, and is kept with the room, when it answers with nothing. */
  changeOptions(changes: Partial<HostOptions>): Promise<Refusal | undefined> {
    return this.#runner.write(optionsChanged(changes, this.#options.clock.wallMs()));
  }

  /** What was said elsewhere (`imported`), by who hosts: nobody asks for it over the wire. */
  bring(drafts: readonly ImportedDraft[]): Promise<readonly AppendOutcome[]> {
    return this.#runner.bring(drafts);
  }

  /** Its secret: who hosts can hand it on again. */
  async makeInvite(terms: InviteTerms): Promise<Outcome<InviteSecret>> {
    const { random, clock } = this.#options;
    // The 22 characters hold four bits more than an invite has.
    const bytes = Buffer.from(random.text(22), 'base64url');
    const secret = bytes.toString('base64url') as InviteSecret;
    const draft = inviteMade({ invite: inviteIdOf(secret), secret }, terms, clock.wallMs());
    const refusal = await this.#runner.write(draft);
    if (refusal) return refused(refusal);
    await this.invites();
    return done(secret);
  }

  /** Nobody new comes in by it from now on; who has come stays. */
  async revokeInvite(invite: InviteId): Promise<Refusal | undefined> {
    const refusal = await this.#runner.write(inviteRevoked(invite, this.#options.clock.wallMs()));
    await this.invites();
    return refusal;
  }

  /** Those in force and those that have ended, the newest first. */
  async invites(): Promise<KeptInvite[]> {
    const invites = await this.#options.store.invites.list();
    this.#invites = invites;
    return invites;
  }

  #areManyInvited(): boolean {
    const now = this.#options.clock.wallMs();
    return this.#invites.some(
      ({ uses, expiresAt }) => uses !== 1 && (expiresAt === undefined || expiresAt > now),
    );
  }

  /** Who waits at the door of a room that asks first. */
  knocks(): Knock[] {
    return this.#runner.knocks();
  }

  /** False if nobody waits there any more. */
  answerKnock(knock: number, letIn: boolean): boolean {
    return this.#runner.answerKnock(knock, letIn);
  }

  readLog(): HostLogLine[] {
    return this.#log.read();
  }

  /** Says goodbye to everybody; resolves when what was accepted is on disk and the port is free. */
  async stop(): Promise<void> {
    if (this.#phase === 'stopping') return;
    this.#phase = 'stopping';
    this.#cancelTick();
    const port = this.port;
    const portFree = this.#listener?.close();
    this.#heartbeats.close();
    this.#connections.shut();
    await this.#runner.settled();
    this.#runner.end();
    await portFree;
    this.#note({ event: 'closed', port });
    await this.#endLog();
    this.#told = undefined;
  }

  async #endLog(): Promise<void> {
    this.#log.flush();
    await this.#logFile?.close();
  }

  #counted(messages: number): void {
    this.#perMinute.add(messages, this.#options.clock.monotonicMs());
    this.#changed();
  }

  #scheduleTick(): void {
    this.#cancelTick = afterAwake(this.#options.clock, tickMs, (lateMs) => {
      this.#runner.tick(lateMs);
      this.#scheduleTick();
    });
  }

  #logged(lines: HostLogLine[]): void {
    this.#logFile?.write(lines);
    this.#told?.logged(lines);
  }

  #note(line: Omit<HostLogLine, 'at'>): void {
    this.#log.add({ at: this.#options.clock.wallMs(), ...line });
  }

  #changed(): void {
    this.#told?.changed();
  }
}

/** Starts a room on its stored log; rejects with a `ListenError` if the port cannot be had. */
export async function startRoomServer(options: RoomServerOptions): Promise<RoomServer> {
  const roomLimits = { ...defaultRoomLimits, ...options.limits };
  const snapshot = await options.store.log.snapshot();
  const server = new RoomServer(options, snapshot, roomLimits);
  await server.invites();
  await server.start();
  return server;
}

/** Counts events in each of the last `minutes` minutes of a monotonic clock. */
export class MinuteCounter {
  readonly #counts: number[];
  #minute = 0;

  constructor(minutes: number) {
    this.#counts = Array.from({ length: minutes }, () => 0);
  }

  add(count: number, nowMs: number): void {
    this.#moveTo(nowMs);
    this.#counts.push((this.#counts.pop() ?? 0) + count);
  }

  /** Oldest first; the last one is the minute that runs. */
  read(nowMs: number): number[] {
    this.#moveTo(nowMs);
    return [...this.#counts];
  }

  #moveTo(nowMs: number): void {
    const minute = Math.floor(nowMs / 60_000);
    for (; this.#minute < minute; this.#minute += 1) {
      if (minute - this.#minute > this.#counts.length) this.#minute = minute - this.#counts.length;
      this.#counts.shift();
      this.#counts.push(0);
    }
  }
}
