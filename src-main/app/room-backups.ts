import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { backupTimes } from '../../src-shared/host/backup.ts';
import type {
  BackupEnd,
  BackupEvery,
  BackupProgress,
  BackupState,
} from '../../src-shared/host/backup.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { refusalOf, RefusalError } from '../../src-shared/protocol/outcome.ts';
import type { RoomStore } from '../room/ports.ts';
import { copyName } from '../storage/backup/backup-store.ts';
import type { BackupStore, PackedBackup } from '../storage/backup/backup-store.ts';
import { throwIfStopped } from '../storage/backup/byte-streams.ts';
import { removeUnfinished } from '../storage/backup/thin-out.ts';
import { freeBytes } from '../storage/sqlite/files.ts';
import { diskRefusalCode } from '../storage/store-error.ts';

const hourMs = 60 * 60_000;
const lookMs = 10 * 60_000;
const periodMs = { daily: 24 * hourMs, weekly: 7 * 24 * hourMs } as const;
/** After one that could not be made: somebody may have put the stick in again. */
const againMs = hourMs;

const settingsFile = 'backup.json';
/** Holds a copy of the room while a backup is made; nothing of it stays. */
const workFolder = 'backup-work';

/** What stays from one start to the next; what happened last is only told. */
const settings = z.object({
  folder: z.string().max(4096).optional(),
  every: z.enum(backupTimes),
  /** When the last one was made, or tried in vain. */
  madeAt: z.number().optional(),
  triedAt: z.number().optional(),
});
type Settings = z.infer<typeof settings>;

export type RoomBackupsParts = {
  store: Pick<RoomStore, 'identity' | 'file'>;
  backups: BackupStore;
  /** Of the room itself. */
  folder: string;
  /** Where they go if nobody has chosen another one; made when it is needed. */
  usualFolder: string;
  port: () => number;
  clock: Clock;
  /** What is told has changed. */
  changed: () => void;
  ended?: ((end: BackupEnd) => void) | undefined;
  reportDefect: (error: unknown) => void;
};

/** Backups of one room that runs: when they are wanted, and by themselves. */
export class RoomBackups {
  readonly #parts: RoomBackupsParts;
  #settings: Settings;
  #running: { progress: BackupProgress; stop: AbortController; done: Promise<void> } | undefined;
  #last: BackupEnd | undefined;
  #cancelLook: () => void = () => undefined;
  #isStarted = false;
  #isStopped = false;

  constructor(parts: RoomBackupsParts) {
    this.#parts = parts;
    this.#settings = readSettings(join(parts.folder, settingsFile));
  }

  /** Clears away what a program that was killed has left, and makes what is due from now on. */
  async start(): Promise<void> {
    this.#removeWork();
    await removeUnfinished(this.#folder, this.#parts.store.identity.room);
    this.#isStarted = true;
    this.#look();
  }

  get state(): BackupState {
    const { every } = this.#settings;
    const running = this.#running?.progress;
    return { folder: this.#folder, every, running, last: this.#last };
  }

  /** Refused with `backup-running` or what became of it; resolves when it is made. */
  async make(isScheduled = false): Promise<void> {
    if (this.#running) throw new RefusalError({ code: 'backup-running' });
    const stop = new AbortController();
    const over = Promise.withResolvers<void>();
    const progress: BackupProgress = { step: 'copying', done: 0, total: 0 };
    this.#running = { progress, stop, done: over.promise };
    this.#parts.changed();
    try {
      await this.#make(isScheduled, stop.signal);
    } finally {
      this.#running = undefined;
      over.resolve();
      this.#parts.changed();
    }
  }

  /** Nothing is left of what is being made. */
  async cancel(): Promise<void> {
    const { store } = this.#parts;
    const running = this.#running;
    if (!running) return;
    running.stop.abort();
    try {
      await store.file.stopCopy();
    } finally {
      await running.done;
    }
  }

  /** Before the start, too. A folder must be there when it is chosen; the refusal says why it cannot be used. */
  change({ folder, every }: { folder?: string | undefined; every?: BackupEvery | undefined }) {
    const wanted = folder === undefined || folder === this.#parts.usualFolder ? undefined : folder;
    if (wanted !== undefined) refuseFolder(wanted);
    const isChosen = folder !== undefined;
    this.#save({
      ...this.#settings,
      ...(isChosen ? { folder: wanted } : {}),
      ...(every === undefined ? {} : { every }),
      // What was in vain before says nothing of the new place.
      triedAt: undefined,
    });
    this.#look();
    this.#parts.changed();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelLook();
    await this.cancel();
  }

  get #folder(): string {
    return this.#settings.folder ?? this.#parts.usualFolder;
  }

  async #make(isScheduled: boolean, signal: AbortSignal): Promise<void> {
    const { clock, reportDefect } = this.#parts;
    const at = clock.wallMs();
    try {
      const { path, counts } = await this.#pack({ isScheduled, at, signal });
      this.#end({ at, path, counts });
    } catch (error) {
      const refusal = refusalOf(error) ?? diskRefusal(error, this.#parts.folder);
      if (!refusal) reportDefect(error);
      this.#end({ at, refusal: refusal ?? { code: 'defect' } });
      throw refusal ? new RefusalError(refusal, { cause: error }) : error;
    } finally {
      this.#removeWork();
    }
    if (isScheduled) await this.#thinOut();
  }

  async #pack({
    isScheduled,
    at: madeAt,
    signal,
  }: {
    isScheduled: boolean;
    at: number;
    signal: AbortSignal;
  }): Promise<PackedBackup> {
    const { store, backups, folder: roomFolder, usualFolder, port } = this.#parts;
    const folder = this.#folder;
    if (folder === usualFolder) mkdirSync(folder, { recursive: true, mode: 0o700 });
    refuseFolder(folder);
    // The copy, and the room that is restored from the backup to try it.
    const needed = 2 * (await store.file.size());
    if (freeBytes(roomFolder) < needed + limits.freeDiskBytes)
      throw new RefusalError({ code: 'backup-no-space', subject: roomFolder, limit: needed });
    const work = join(roomFolder, workFolder);
    this.#removeWork();
    mkdirSync(work, { mode: 0o700 });
    throwIfStopped(signal);
    await store.file.copyTo(join(work, copyName));
    throwIfStopped(signal);
    const filesFolder = join(roomFolder, 'files');
    return backups.pack(
      { workFolder: work, filesFolder, folder, madeAt, isScheduled, port: port() },
      { signal, progress: (progress) => this.#progressed(progress) },
    );
  }

  #progressed(progress: BackupProgress): void {
    if (this.#running) this.#running.progress = progress;
    this.#parts.changed();
  }

  #end(end: BackupEnd): void {
    // It is due at the next start as it was at this one.
    if (this.#isStopped) return;
    const isMade = 'path' in end;
    // Whoever stops one has seen it end.
    if (isMade || end.refusal.code !== 'backup-stopped') {
      this.#last = end;
      this.#parts.ended?.(end);
    }
    const { at } = end;
    this.#save({
      ...this.#settings,
      ...(isMade ? { madeAt: at, triedAt: undefined } : { triedAt: at }),
    });
  }

  /** Makes what is due, and looks again later. */
  #look(): void {
    const { clock } = this.#parts;
    this.#cancelLook();
    if (!this.#isStarted || this.#isStopped || this.#settings.every === 'off') return;
    this.#cancelLook = clock.after(lookMs, () => this.#look());
    if (!this.#isDue(clock.wallMs()) || this.#running) return;
    // What became of it is told, a defect too.
    void this.make(true).catch(() => undefined);
  }

  #isDue(now: number): boolean {
    const { every, madeAt, triedAt } = this.#settings;
    if (every === 'off') return false;
    const isOver = (since: number | undefined, ms: number): boolean =>
      // A clock that went back says nothing.
      since === undefined || now - since >= ms || now < since;
    return isOver(madeAt, periodMs[every]) && isOver(triedAt, againMs);
  }

  async #thinOut(): Promise<void> {
    const { backups, store, reportDefect } = this.#parts;
    try {
      await backups.thinOut({ folder: this.#folder, room: store.identity.room });
    } catch (error) {
      if (!refusalOf(error)) reportDefect(error);
    }
  }

  #removeWork(): void {
    rmSync(join(this.#parts.folder, workFolder), { recursive: true, force: true });
  }

  #save(change: Settings): void {
    this.#settings = change;
    const path = join(this.#parts.folder, settingsFile);
    try {
      writeFileSync(`${path}.new`, JSON.stringify(change), { mode: 0o600, flush: true });
      renameSync(`${path}.new`, path);
    } catch (error) {
      // It holds until the room stops, then.
      if (diskRefusalCode(error) === undefined) throw error;
    }
  }
}

function refuseFolder(folder: string): void {
  if (isAbsolute(folder) && statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new RefusalError({ code: 'backup-folder', subject: folder });
}

function diskRefusal(error: unknown, folder: string): Refusal | undefined {
  const code = diskRefusalCode(error);
  return code && { code: code === 'data-full' ? 'backup-no-space' : code, subject: folder };
}

function readSettings(path: string): Settings {
  try {
    return settings.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // It is not there yet, or somebody has changed it.
    return { every: 'off' };
  }
}
