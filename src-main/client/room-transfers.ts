import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { FileHash, FileTicket } from '../../src-shared/protocol/files.ts';
import type { GivenFileState } from '../../src-shared/protocol/private-chats.ts';
import type { ParamsOf } from '../../src-shared/protocol/protocol.ts';
import type { AccountId, PrivateId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { done, refused, refusalOf } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { ReceivingEnd } from '../files/receiving-end.ts';
import { FileTurns } from '../files/file-turns.ts';
import type { FileFolder } from '../files/file-folder.ts';
import { SendingEnd } from '../files/sending-end.ts';
import type { Transport } from '../net/transport.ts';
import { FileLinks } from './file-links.ts';
import type { BeginTransfer } from './file-link.ts';
import type { RoomLink } from './room-link.ts';
import { SpeedMeter } from './speed-meter.ts';
import {
  atOnce,
  carriedTo,
  isOfPrivate,
  isStoppedThere,
  keyOf,
  laneOf,
  placeOf,
  privateOf,
  viewOf,
} from './transfer-task.ts';
import type {
  Asking,
  FileOfPlace,
  FilePlace,
  FileToMove,
  Lane,
  Task,
  TransferView,
  Way,
} from './transfer-task.ts';

type OpenedEnd = { held: number; begin: BeginTransfer; close: () => Promise<void> };
type Attached = { link: RoomLink; own: AccountId };

export type RoomTransfersParts = {
  clock: Clock;
  folder: FileFolder;
  /** What private chats have, sealed. */
  privateFolder: FileFolder;
  /** Rejects if nobody can be reached. */
  dial: () => Promise<Transport>;
  changed: (view: TransferView) => void;
  /** Who fetches it in a private chat is told how it stands here. */
  tellOfFile: (told: ParamsOf<'set-private-file'>) => void;
  /** Whether this disk has space for a file that is fetched. */
  foundSpace: (hash: FileHash, from: FilePlace, hasSpace: boolean) => void;
  /** It is not fetched any more, unless in a private chat. */
  dropped: (hash: FileHash) => void;
  reportDefect: (error: unknown) => void;
};

/** Windows are told of what moves no more often. */
const toldEveryMs = 200;
const firstPauseMs = 250;
const longestPauseMs = 30_000;
/** What another moment can change. */
const passing: ReadonlySet<RefusalCode> = new Set([
  'connection-lost',
  'connection-timeout',
  'nobody-listening',
  'network-unreachable',
  'host-unreachable',
  'address-unknown',
  'ticket-unknown',
  'too-many-transfers',
  'too-many-connections',
  'try-later',
  'too-fast',
  'silent',
  'room-closed',
  'file-damaged',
  'partner-away',
]);
const mostTries = 20;

/**
 * Files on their way to a room and from it: a few at once, over connections of their own, going on where they were after
 * every cut. Without a connection to the room all of them wait.
 */
export class RoomTransfers {
  readonly #parts: RoomTransfersParts;
  readonly #tasks = new Map<string, Task>();
  readonly #turns = new FileTurns();
  readonly #links: FileLinks;
  /** The last try of each file, until it has put away what it had open. */
  readonly #lastRuns = new Map<string, Promise<void>>();
  readonly #running: Record<Lane, number> = { room: 0, partner: 0, give: 0 };
  #attached: Attached | undefined;
  #cancelTimers = new Set<() => void>();

  constructor(parts: RoomTransfersParts) {
    this.#parts = parts;
    const { clock, dial, reportDefect } = parts;
    this.#links = new FileLinks({ clock, dial, reportDefect, turns: this.#turns });
  }

  attach(attached: Attached): void {
    this.detach();
    this.#attached = attached;
    this.#links.open();
    for (const task of this.#tasks.values()) task.tries = 0;
    this.#askAgain([...this.#tasks.values()]);
  }

  /** The other side of a private chat was away. */
  partnerBack(id: PrivateId): void {
    this.#askAgain([...this.#tasks.values()].filter((task) => privateOf(task.way) === id));
  }

  /** That what is stopped there is given again may have been said meanwhile. */
  #askAgain(tasks: readonly Task[]): void {
    for (const task of tasks.filter(isStoppedThere)) this.#setWaiting(task);
    this.#pump();
  }

  #setWaiting(task: Task): void {
    task.tries = 0;
    task.state = 'waiting';
    task.refusal = undefined;
    this.#tell(task);
  }

  detach(): void {
    this.#attached = undefined;
    for (const cancel of this.#cancelTimers) cancel();
    this.#cancelTimers.clear();
    for (const task of this.#tasks.values()) if (task.state === 'pausing') task.state = 'waiting';
    this.#links.close();
  }

  /** People write. */
  giveWay(): void {
    this.#turns.giveWay();
  }

  /** Brings a file that lies in the folder to the room, however long that takes; resolves with why it cannot be. */
  bring(file: FileToMove): Promise<Refusal | undefined> {
    return this.#want(file, { is: 'up' });
  }

  /** Brings a file here; at once if it is. */
  async fetch(file: FileToMove, from: FilePlace): Promise<Refusal | undefined> {
    const way = { is: 'down', from } as const;
    if (await this.#folderOf(way).has(file)) return undefined;
    return this.#want(file, way);
  }

  /** The other side of a private chat asks for it; not if the person has stopped it. */
  give(file: FileToMove, asking: Asking): void {
    const way = { is: 'give', ...asking } as const;
    const known = this.#tasks.get(keyOf(file.hash, way));
    if (known?.state === 'stopped')
      return this.#parts.tellOfFile({ ...asking, hash: file.hash, state: 'stopped' });
    // Who asks again has lost the connection before.
    if (known) this.#end(known, undefined);
    if (known) known.run = undefined;
    known?.link?.end({ code: 'connection-lost' });
    return void this.#want(file, way);
  }

  /** What is done stays for the next time; who waits for it waits on, if it is to be sent. */
  stop(file: FileOfPlace): void {
    for (const task of this.#tasksOf(file)) {
      this.#halt(task);
      if (task.way.is === 'down') this.#end(task, { code: 'file-stopped' });
      if (task.way.is === 'give') this.#tellPartner(task, 'stopped');
    }
  }

  /** It is not to be sent after all: nothing of it stays in the room, as far as that can be told now. */
  leave(hash: FileHash): void {
    for (const task of this.#tasksOf({ hash })) {
      if (task.way.is !== 'up') continue;
      task.run = undefined;
      this.#end(task, { code: 'file-stopped' });
      task.link?.end({ code: 'file-stopped' });
    }
    // Without a connection the room forgets by itself what nobody sends.
    void this.#attached?.link.request('drop-file', { hash });
  }

  /** It is not fetched after all: nothing of it stays here. */
  async cancel({ hash, isPrivate }: FileOfPlace): Promise<void> {
    if (!isPrivate) this.#parts.dropped(hash);
    const place = isPrivate ? { isPrivate } : {};
    for (const task of this.#tasksOf({ hash, isPrivate })) {
      if (task.way.is !== 'down') continue;
      this.#halt(task);
      this.#end(task, { code: 'file-stopped' });
    }
    // What goes just now is put away first.
    await this.#lastRuns.get(`${isPrivate ? 'partner' : 'room'} down ${hash}`);
    const folder = isPrivate ? this.#parts.privateFolder : this.#parts.folder;
    await folder.removeParts(hash);
    this.#parts.changed({ ...place, hash, size: 0, is: 'dropped', done: 0, bytesPerSecond: 0 });
  }

  /** It is there no more, or will not be given: it is not fetched on. */
  drop(file: FileOfPlace, code: RefusalCode = 'no-such-file'): void {
    if (!file.isPrivate) this.#parts.dropped(file.hash);
    for (const task of this.#tasksOf(file)) {
      if (task.way.is === 'up') continue;
      task.run = undefined;
      this.#end(task, { code });
      task.link?.end({ code });
    }
  }

  /** The other side of a private chat says how a file stands there that is fetched here. */
  heardOf(hash: FileHash, state: Exclude<GivenFileState, 'no-space'>): void {
    const file = { hash, isPrivate: true } as const;
    switch (state) {
      case 'withdrawn':
        return this.drop(file, 'file-withdrawn');
      case 'ready':
        if (this.#tasksOf(file).some(isStoppedThere)) this.goOn(file);
        return undefined;
      case 'stopped':
        for (const task of this.#tasksOf(file))
          if (task.way.is === 'down') this.#halt(task, { code: 'file-stopped-there' });
        return undefined;
      default:
        return assertNever(state);
    }
  }

  /** The other side of a private chat has no space for it; it asks again when it has. */
  notTaken({ hash, size }: FileToMove): void {
    for (const task of this.#tasksOf({ hash, isPrivate: true }))
      if (task.way.is === 'give') this.#end(task, undefined);
    const stands = { is: 'stopped', done: 0, bytesPerSecond: 0 } as const;
    const refusal = { code: 'partner-no-space' } as const;
    this.#parts.changed({ hash, size, isPrivate: true, ...stands, refusal });
  }

  goOn(file: FileOfPlace): void {
    for (const task of this.#tasksOf(file)) {
      if (task.state !== 'stopped') continue;
      // It is given when it is asked for again.
      if (task.way.is === 'give') {
        this.#end(task, undefined);
        this.#tellPartner(task, 'ready');
        continue;
      }
      this.#setWaiting(task);
    }
    this.#pump();
  }

  views(hashes: ReadonlySet<FileHash>, isPrivate?: true): TransferView[] {
    const isAsked = ({ file, way }: Task) =>
      hashes.has(file.hash) && isOfPrivate(way) === (isPrivate === true);
    return [...this.#tasks.values()].filter(isAsked).map(viewOf);
  }

  #tasksOf({ hash, isPrivate }: FileOfPlace): Task[] {
    return [...this.#tasks.values()].filter(
      ({ file, way }) => file.hash === hash && isOfPrivate(way) === (isPrivate === true),
    );
  }

  #want({ hash, size }: FileToMove, way: Way): Promise<Refusal | undefined> {
    const key = keyOf(hash, way);
    const known = this.#tasks.get(key);
    if (known) {
      this.goOn({ hash, ...placeOf(way) });
      return known.settled.promise;
    }
    const task: Task = {
      file: { hash, size },
      way,
      speed: new SpeedMeter(this.#parts.clock),
      state: 'waiting',
      done: 0,
      tries: 0,
      carried: 0,
      settled: Promise.withResolvers(),
    };
    this.#tasks.set(key, task);
    this.#tell(task);
    this.#pump();
    return task.settled.promise;
  }

  /** What is done stays; the try that goes just now has no say any more. */
  #halt(task: Task, refusal?: Refusal): void {
    task.state = 'stopped';
    task.refusal = refusal;
    task.run = undefined;
    task.link?.end({ code: 'file-stopped' });
    task.speed.rest();
    this.#tell(task);
  }

  #tellPartner({ file, way }: Task, state: GivenFileState): void {
    if (way.is !== 'give') return;
    this.#parts.tellOfFile({ private: way.private, hash: file.hash, state });
  }

  #pump(): void {
    const attached = this.#attached;
    if (!attached) return;
    for (const task of this.#tasks.values()) {
      const lane = laneOf(task.way);
      if (task.state !== 'waiting' || this.#running[lane] >= atOnce[lane]) continue;
      task.state = 'running';
      this.#running[lane] += 1;
      this.#tell(task);
      this.#start(task, attached);
    }
  }

  /** When the try before it is over: one file is never worked at by two. */
  #start(task: Task, attached: Attached): void {
    const key = keyOf(task.file.hash, task.way);
    const run = {};
    task.run = run;
    const before = this.#lastRuns.get(key) ?? Promise.resolve();
    const running = before
      .then(() => this.#run(task, { attached, run }))
      .finally(() => {
        this.#running[laneOf(task.way)] -= 1;
        if (this.#lastRuns.get(key) === running) this.#lastRuns.delete(key);
        this.#pump();
      });
    this.#lastRuns.set(key, running);
  }

  async #run(task: Task, { attached, run }: { attached: Attached; run: object }): Promise<void> {
    if (task.run !== run) return;
    const refusal = await this.#tryOnce(task, { attached, run }).catch(
      (error: unknown): Refusal => {
        const known = refusalOf(error);
        if (!known) this.#parts.reportDefect(error);
        return known ?? { code: 'defect' };
      },
    );
    if (task.run === run) this.#ended(task, refusal, attached);
  }

  #ended(task: Task, refusal: Refusal | undefined, attached: Attached): void {
    task.speed.rest();
    if (!refusal || task.way.is === 'give') return this.#end(task, undefined);
    const chat = privateOf(task.way);
    const isFull = refusal.code === 'file-no-space';
    if (isFull && chat !== undefined)
      this.#parts.tellOfFile({ private: chat, hash: task.file.hash, state: 'no-space' });
    if (isFull && task.way.is === 'down')
      this.#parts.foundSpace(task.file.hash, task.way.from, false);
    if (this.#attached !== attached) {
      task.state = 'waiting';
      return this.#tell(task);
    }
    task.tries += 1;
    if (!passing.has(refusal.code) || task.tries > mostTries) return this.#end(task, refusal);
    task.state = 'pausing';
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (task.tries - 1));
    const cancel = this.#parts.clock.after(Math.max(pauseMs, refusal.retryAfterMs ?? 0), () => {
      this.#cancelTimers.delete(cancel);
      if (task.state === 'pausing') task.state = 'waiting';
      this.#pump();
    });
    this.#cancelTimers.add(cancel);
    this.#tell(task);
  }

  #end(task: Task, refusal: Refusal | undefined): void {
    this.#tasks.delete(keyOf(task.file.hash, task.way));
    task.refusal = refusal;
    task.state = 'stopped';
    if (!refusal) task.done = task.file.size;
    this.#tell(task);
    task.settled.resolve(refusal);
  }

  /** Undefined when the file is where it belongs. */
  async #tryOnce(
    task: Task,
    { attached, run }: { attached: Attached; run: object },
  ): Promise<Refusal | undefined> {
    // Who gives it is told how much of it is here: then it is opened first.
    const isAskedFirst = laneOf(task.way) !== 'partner';
    const first = isAskedFirst ? await this.#askForTicket(task, attached.link) : undefined;
    if (first && (!first.ok || first.value === undefined))
      return first.ok ? undefined : first.refusal;
    const opened = await this.#openEnd(task, attached.own);
    if ('refusal' in opened) return opened.refusal;
    try {
      const ticket = first ?? (await this.#askForTicket(task, attached.link, opened.held));
      if (!ticket.ok || ticket.value === undefined) return ticket.ok ? undefined : ticket.refusal;
      return await this.#carry(task, { run, ticket: ticket.value, begin: opened.begin });
    } finally {
      await opened.close();
    }
  }

  async #carry(
    task: Task,
    { run, ticket, begin }: { run: object; ticket: FileTicket; begin: BeginTransfer },
  ): Promise<Refusal | undefined> {
    const link = await this.#links.take();
    // It was stopped meanwhile.
    if (task.run !== run) {
      this.#links.giveBack(link);
      return undefined;
    }
    task.link = link;
    try {
      const refusal = await link.run(ticket, begin, (bytes) => this.#progress(task, bytes));
      this.#links.giveBack(link);
      return refusal;
    } finally {
      task.link = undefined;
    }
  }

  /** None: the room has it from this account. */
  async #askForTicket(
    { file, way }: Task,
    link: RoomLink,
    held = 0,
  ): Promise<Outcome<FileTicket | undefined>> {
    const { hash, size } = file;
    if (way.is === 'give') return done(way.ticket);
    const answer =
      way.is === 'up'
        ? await link.request('offer-file', { hash, size })
        : way.from === 'pictures'
          ? await link.request('fetch-picture', { hash })
          : 'private' in way.from
            ? await link.request('fetch-private-file', { ...way.from, hash, size, held })
            : await link.request('fetch-file', { ...way.from, hash });
    return answer.ok ? done(answer.value.ticket) : refused(answer.refusal);
  }

  async #openEnd(task: Task, account: AccountId): Promise<OpenedEnd | { refusal: Refusal }> {
    const { file, way } = task;
    const folder = this.#folderOf(way);
    if (way.is !== 'down') {
      if (!(await folder.has(file))) {
        if (way.is === 'give')
          this.#parts.tellOfFile({
            private: way.private,
            ticket: way.ticket,
            hash: file.hash,
            state: 'withdrawn',
          });
        return { refusal: { code: 'file-unreadable' } };
      }
      const source = await folder.source(file.hash);
      return {
        held: file.size,
        begin: ({ held }, parts) => {
          carriedTo(task, held);
          return new SendingEnd({ source, held, ...parts });
        },
        close: () => source.close(),
      };
    }
    const nowMs = this.#parts.clock.monotonicMs();
    const times = { nowMs, untilMs: nowMs + limits.ticketMs };
    const hasSpace = await folder.reserve({ ...file, account }, times);
    if (!hasSpace) return { refusal: { code: 'file-no-space' } };
    this.#parts.foundSpace(file.hash, way.from, true);
    const isDiskShared = (): boolean => this.#turns.isGivingWay;
    const sink = await folder.part({ ...file, account, isDiskShared });
    if (!sink) return { refusal: { code: 'try-later' } };
    return {
      held: sink.heldBytes,
      begin: (_, parts) => new ReceivingEnd({ sink, ...parts }),
      close: () => sink.close(),
    };
  }

  #folderOf(way: Way): FileFolder {
    return isOfPrivate(way) ? this.#parts.privateFolder : this.#parts.folder;
  }

  #progress(task: Task, bytes: number): void {
    task.done = bytes;
    // What is given may not arrive, or not be right: when it is opened again it is known what has.
    if (task.way.is === 'down') carriedTo(task, bytes);
    task.speed.at(bytes);
    if (task.speed.isDue(toldEveryMs)) this.#tell(task);
  }

  #tell(task: Task): void {
    this.#parts.changed(viewOf(task));
  }
}
