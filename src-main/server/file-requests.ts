import { assertNever } from '../../src-shared/assert-never.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { PartFile } from '../files/part-file.ts';
import { ReceivingEnd } from '../files/receiving-end.ts';
import { FileTurns } from '../files/file-turns.ts';
import type { FileFolder } from '../files/file-folder.ts';
import type { OpenFile } from '../files/open-files.ts';
import { SendingEnd } from '../files/sending-end.ts';
import type {
  Effect,
  FileToGive,
  Now,
  SessionId,
  StoredTransfer,
  Transfer,
} from '../room/effects.ts';
import type { Offered } from '../room/file-commands.ts';
import type { FilesGone, OwnFile, RoomStore } from '../room/ports.ts';
import type { Room } from '../room/room.ts';
import { saysFull } from './disk-watch.ts';
import { FileRelay } from './file-relay.ts';
import type { OpenedFile } from './opened-file.ts';
import type { SessionPeer } from './session-port.ts';
import { SharedLock } from './shared-lock.ts';

export type FileEffect = Extract<
  Effect,
  { do: 'offer-file' | 'drop-file' | 'find-file' | 'transfer' }
>;

const fileEffects: ReadonlySet<Effect['do']> = new Set<FileEffect['do']>([
  'offer-file',
  'drop-file',
  'find-file',
  'transfer',
]);

export function isFileEffect(effect: Effect): effect is FileEffect {
  return fileEffects.has(effect.do);
}

export type FileRequestsParts = {
  room: Room;
  store: RoomStore;
  /** Where the bytes lie. */
  files: FileFolder;
  peer: (session: SessionId) => SessionPeer | undefined;
  now: () => Now;
  decided: (effects: readonly Effect[]) => void;
  reportDefect: (error: unknown) => void;
};

/** How often what nobody waits for any more is looked for. */
const sweepEveryMs = 10_000;
/** How often it is looked whether what goes to somebody is still there for them. */
const lookEveryMs = 1000;
const dayMs = 24 * 60 * 60_000;
const storeFailed: Refusal = { code: 'store-failed' };
const notPromised: Refusal = { code: 'no-such-file' };

/** The space for a file was given to something else before all of it was here; or its message is deleted. */
class NotPromised extends Error {}

/** Carries out what the room decides about files: space for them, their bytes, their end. */
export class FileRequests {
  readonly #parts: FileRequestsParts;
  /** A file is put in its place and noted as one step, beside others, and none is taken away meanwhile. */
  readonly #places = new SharedLock();
  readonly #turns = new FileTurns();
  readonly #running = new Set<Promise<void>>();
  readonly #relay: FileRelay;
  /** Not to be sent after all, while some of it came. */
  readonly #dropped = new Set<string>();
  #sweptAtMs = -Infinity;
  /** What lies in the folder is compared with the store; nothing new comes meanwhile. */
  #sweeping: Promise<void>;

  constructor(parts: FileRequestsParts) {
    this.#parts = parts;
    this.#relay = new FileRelay(() => parts.now().monotonicMs, this.#turns);
    this.#sweeping = this.#run(() => this.#removeStrays());
  }

  carryOut(effect: FileEffect): void {
    switch (effect.do) {
      case 'offer-file':
        return this.#offer(effect);
      case 'drop-file':
        return this.#drop(effect);
      case 'find-file':
        return this.#find(effect);
      case 'transfer':
        return this.#parts
          .peer(effect.reply.session)
          ?.transfer(effect.reply.rid, (gone) => this.#open(effect.transfer, gone), this.#turns);
      default:
        return assertNever(effect);
    }
  }

  /** People write. */
  giveWay(): void {
    this.#turns.giveWay();
  }

  tick(): void {
    this.#relay.tick();
    const { now, files } = this.#parts;
    const { monotonicMs, wallMs } = now();
    if (monotonicMs - this.#sweptAtMs < sweepEveryMs) return;
    this.#sweptAtMs = monotonicMs;
    const { room } = this.#parts;
    const { days } = room.options.files;
    // A clock that is wrong for a moment takes no file away, whichever way it is wrong.
    const late = Math.min(wallMs, room.lateness(now()));
    const before = this.#sweeping;
    this.#sweeping = this.#run(async () => {
      await before;
      const gone = await this.#parts.store.files.sweep({
        now: late,
        keptSince: days === 0 ? 0 : late - days * dayMs,
        broughtSince: late - limits.unsentFileMs,
        promisedSince: late - limits.promisedFileMs,
        moving: files.moving(),
      });
      await this.#places.alone(() => this.#remove(gone));
    });
  }

  /** A run that was killed has forgotten them in the store, and not in the folder. */
  async #removeStrays(): Promise<void> {
    const { files } = this.#parts;
    for await (const found of files.list()) await this.#places.alone(() => this.#remove(found));
  }

  /** What is nobody's: somebody may have come with it since that was found. */
  async #remove(found: FilesGone): Promise<void> {
    const { files, store } = this.#parts;
    const gone = await store.files.strays(found);
    await Promise.all(gone.files.map((hash) => files.remove(hash)));
    await Promise.all(gone.parts.map((part) => files.removePart(part)));
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  #offer({ reply, offer }: Extract<FileEffect, { do: 'offer-file' }>): void {
    const { room, store, now, files, decided } = this.#parts;
    void this.#run(async () => {
      const ask = async (): Promise<Offered> => {
        await this.#sweeping;
        const { monotonicMs: nowMs } = now();
        // As long as the ticket for it may lie; then for as long as it comes.
        const times = { nowMs, untilMs: nowMs + limits.ticketMs };
        const isDiskFull = !(await files.reserve(offer, times));
        const { memberBytes, roomBytes } = room.options.files;
        const offered = await store.files
          .offer(offer, { memberBytes, roomBytes, isDiskFull })
          .catch((error: unknown) => {
            files.unreserve(offer);
            throw error;
          });
        if (offered === 'wanted') return offered;
        files.unreserve(offer);
        if (offered === 'whole') return offered;
        if (offered === 'no-space-on-disk') return { refusal: { code: 'store-full' } };
        const limit = { 'no-space-for-member': memberBytes, 'no-space-for-files': roomBytes };
        if (offered === 'no-such-file') return { refusal: { code: offered } };
        return { refusal: { code: offered, limit: limit[offered] } };
      };
      const offered = await ask().catch((error: unknown) => this.#failed(error));
      decided(room.offered({ reply, offer }, { offered, now: now() }));
    });
  }

  /** Answered when it is done: what is asked without end is then done no faster than it can be. */
  #drop({ reply, file }: Extract<FileEffect, { do: 'drop-file' }>): void {
    void this.#run(async () => {
      const refusal = await this.#forget(file).catch(
        (error: unknown) => this.#failed(error).refusal,
      );
      const peer = this.#parts.peer(reply.session);
      if (refusal) peer?.refuse(reply.rid, refusal);
      else peer?.answer(reply.rid, {});
    });
  }

  async #forget(file: OwnFile): Promise<undefined> {
    const gone = await this.#parts.store.files.drop(file);
    this.#parts.files.unreserve(file);
    // What comes just now is put away first.
    const moving = new Set(this.#parts.files.moving().map(keyOf));
    for (const part of gone.parts) if (moving.has(keyOf(part))) this.#dropped.add(keyOf(part));
    await this.#places.alone(() => this.#remove(gone));
  }

  /** It comes no more: what is here stays for the next time, unless it was dropped meanwhile. */
  async #putAway(part: PartFile, file: OwnFile): Promise<void> {
    await part.close();
    if (!this.#dropped.delete(keyOf(file))) return;
    const { hash, account } = file;
    await this.#places.alone(() => this.#remove({ files: [], parts: [{ hash, account }] }));
  }

  #find(asked: Extract<FileEffect, { do: 'find-file' }>): void {
    const { room, store, now, decided } = this.#parts;
    void this.#run(async () => {
      const found = await store.files
        .find(asked.file)
        .then((file) => (file?.isKept ? file : { refusal: missing(file) }))
        .catch((error: unknown) => this.#failed(error));
      decided(room.found(asked, { found, now: now() }));
    });
  }

  async #open(transfer: Transfer, gone: AbortSignal): Promise<OpenedFile | { refusal: Refusal }> {
    if ('meeting' in transfer) return this.#relay.meet(transfer, gone);
    const { files } = this.#parts;
    try {
      if (transfer.way === 'down') {
        // Its message may be deleted since the ticket for it was given.
        if (!(await this.#isKept(transfer))) return { refusal: { code: 'no-such-file' } };
        const source = this.#whileKept(await files.source(transfer.hash), transfer);
        return {
          size: transfer.size,
          held: transfer.size,
          close: () => source.close(),
          begin: ({ out, events }) =>
            new SendingEnd({
              source,
              out: outOf(out, this.#turns),
              events: this.#reporting(events),
            }),
        };
      }
      const isDiskShared = (): boolean => this.#turns.isGivingWay;
      const part = await files.part({ ...transfer, isDiskShared });
      if (!part) return { refusal: { code: 'try-later' } };
      return await this.#receive(part, transfer);
    } catch (error) {
      return this.#failed(error);
    }
  }

  async #isKept({ place }: FileToGive): Promise<boolean> {
    return (await this.#parts.store.files.find(place))?.isKept === true;
  }

  /** No more of it is given once its message is deleted. */
  #whileKept(source: OpenFile, transfer: FileToGive): OpenFile {
    const { now } = this.#parts;
    let lookedAtMs = now().monotonicMs;
    const take: OpenFile['take'] = async (wanted) => {
      if (now().monotonicMs - lookedAtMs >= lookEveryMs) {
        lookedAtMs = now().monotonicMs;
        if (!(await this.#isKept(transfer))) throw new NotPromised();
      }
      return source.take(wanted);
    };
    return { ...source, take };
  }

  /** Its space may be gone since the ticket for it was given: then none of its bytes come. */
  async #receive(
    part: PartFile,
    transfer: StoredTransfer,
  ): Promise<OpenedFile | { refusal: Refusal }> {
    const { store, now } = this.#parts;
    const isWanted = await store.files
      .begun({ ...transfer, at: now().wallMs })
      .catch(async (error: unknown) => {
        await part.close();
        throw error;
      });
    if (!isWanted) {
      await part.discard();
      return { refusal: notPromised };
    }
    const sink = this.#sinkOf(part, transfer);
    return {
      size: transfer.size,
      held: part.heldBytes,
      close: () => this.#putAway(part, transfer),
      begin: ({ out, events }) =>
        new ReceivingEnd({ sink, out: outOf(out, this.#turns), events: this.#reporting(events) }),
    };
  }

  /** It may be sent with a message before whoever brought it is told that it is whole. */
  #sinkOf(part: PartFile, transfer: StoredTransfer) {
    return {
      size: part.size,
      get hasList() {
        return part.hasList;
      },
      get heldBytes() {
        return part.heldBytes;
      },
      missing: () => part.missing(),
      takeList: (list: Uint8Array) => part.takeList(list),
      write: (at: number, block: Uint8Array<ArrayBuffer>) => part.write(at, block),
      finish: () => this.#finish(part, transfer),
    };
  }

  async #finish(part: PartFile, transfer: StoredTransfer): Promise<void> {
    const isPromised = await this.#places.shared(async () => {
      await part.finish();
      return this.#parts.store.files.arrived(transfer);
    });
    if (isPromised) return;
    await this.#places.alone(() => this.#remove({ files: [transfer.hash], parts: [] }));
    throw new NotPromised();
  }

  #reporting(events: Parameters<OpenedFile['begin']>[0]['events']): typeof events {
    return {
      ...events,
      failed: (refusal, error) =>
        events.failed(error === undefined ? refusal : this.#failed(error).refusal),
    };
  }

  #failed(error: unknown): { refusal: Refusal } {
    if (error instanceof NotPromised) return { refusal: notPromised };
    const { code } = error as NodeJS.ErrnoException;
    // Somebody has taken it out of the folder by hand.
    if (code === 'ENOENT') return { refusal: { code: 'no-such-file' } };
    // The one who hosts is told of a disk that says no.
    this.#parts.reportDefect(error);
    return { refusal: saysFull(error) ? { code: 'store-full' } : storeFailed };
  }

  #run(work: () => Promise<void>): Promise<void> {
    const running = work()
      .catch((error: unknown) => this.#parts.reportDefect(error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }
}

function keyOf({ hash, account }: OwnFile): string {
  return `${hash} ${account}`;
}

/** Of a message that has had it, or never has. */
function missing(file: object | undefined): Refusal {
  return { code: file ? 'file-not-kept' : 'no-such-file' };
}

type Out = Parameters<OpenedFile['begin']>[0]['out'];

function outOf(out: Out, turns: FileTurns) {
  return {
    get queuedBytes() {
      return out.bytes;
    },
    get pieceBytes() {
      return turns.shareBytes;
    },
    send: (bytes: Uint8Array) => void out.send(bytes),
  };
}
