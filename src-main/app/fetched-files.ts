import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileHash, type FileHash } from '../../src-shared/protocol/files.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { orRefused } from '../../src-shared/protocol/outcome.ts';
import { FileFolder } from '../files/file-folder.ts';
import { PrivateFiles } from '../client/private-files.ts';
import type { Replica } from '../client/replica/replica.ts';
import type { RoomClient } from '../client/room-client.ts';
import type { AppOptions } from './app-parts.ts';
import { removeUnfinishedCopies } from './save-copy.ts';

type Parts = {
  options: Pick<
    AppOptions,
    'dataFolder' | 'downloadsFolder' | 'freeBytes' | 'clock' | 'reportDefect'
  >;
  replica: Pick<Replica, 'fileCopies'>;
  clients: () => readonly RoomClient[];
};

/** Of this computer's disk: messages, and what else the person does, need some. */
const keepsFree = 100 * 1024 ** 2;
/** Of files that were fetched or sent; what was saved lies elsewhere. */
const mostBytes = 4 * 1024 ** 3;
const tidiedEveryMs = 60 * 60_000;
const dayMs = 24 * 60 * 60_000;
const mostStaged = 1000;
const mostLeft = 1000;

/**
 * Copies of files that this person has fetched, sends or has sent, of all rooms. They go with their message, with the
 * time for which the room keeps them, and where there are too many; what is to be sent stays.
 */
export class FetchedFiles {
  readonly folder: FileFolder;
  readonly ofPrivates: PrivateFiles;
  readonly #parts: Parts;
  /** Chosen to be sent or read, and not sent or done with yet. */
  readonly #staged = new Set<FileHash>();
  /** Has an empty file for each of them, by which the next run knows what to take away. */
  readonly #noted: string;
  /** Something else has them open, or the disk says no: tried again when all is tidied. */
  readonly #left = new Set<FileHash>();
  #tidying: Promise<void> | undefined;
  #cancelTidy: () => void = () => undefined;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { dataFolder, freeBytes, reportDefect } = parts.options;
    const disk = { keepsFree, freeBytes };
    this.#noted = join(dataFolder, 'profile', 'chosen');
    this.folder = new FileFolder(join(dataFolder, 'profile', 'files'), disk);
    const folder = new FileFolder(join(dataFolder, 'profile', 'private-files'), disk);
    this.ofPrivates = new PrivateFiles(folder, reportDefect);
  }

  async staged(hash: FileHash): Promise<void> {
    await mkdir(this.#noted, { recursive: true, mode: 0o700 });
    await writeFile(join(this.#noted, hash), '', { mode: 0o600 });
    this.#staged.delete(hash);
    this.#staged.add(hash);
    const [oldest] = this.#staged;
    if (oldest !== undefined && this.#staged.size > mostStaged) this.#staged.delete(oldest);
  }

  /** Their message is in the outbox: what cannot be noted does not make it unsent. */
  async said(room: RoomId, hashes: readonly FileHash[]): Promise<void> {
    const { replica, options } = this.#parts;
    await orRefused(() => replica.fileCopies.note(room, hashes, options.clock.wallMs()));
    await this.sent(hashes);
  }

  /** Its message has it, or nobody needs it any more. A note that stays holds nobody up: the next run looks at it. */
  async sent(hashes: readonly FileHash[]): Promise<void> {
    for (const hash of hashes) {
      this.#staged.delete(hash);
      await rm(join(this.#noted, hash), { force: true }).catch(unlessOfDisk);
    }
  }

  /** Their message is deleted. Another one that has them fetches them anew. What cannot be removed now holds nobody up. */
  async forget(hashes: readonly FileHash[]): Promise<void> {
    const kept = this.#waiting();
    for (const hash of hashes) if (!kept.has(hash)) await this.#remove(hash);
  }

  /** What private chats of an earlier run have left, and what was chosen in it and is named by no draft: nothing opens it any more. */
  async begin(): Promise<void> {
    await this.ofPrivates.folder.clear();
    await this.#forgetChosen();
    await this.tidy();
  }

  /** Notes that cannot be read now stay for the next run. */
  async #forgetChosen(): Promise<void> {
    const chosen = await readdir(this.#noted).catch(unlessOfDisk);
    if (!chosen) return;
    const hashes = chosen.filter((name) => fileHash.safeParse(name).success) as FileHash[];
    const inDrafts = this.#inDrafts();
    await this.forget(await this.#parts.replica.fileCopies.unknown(hashes));
    for (const hash of hashes) {
      if (inDrafts.has(hash)) this.#staged.add(hash);
      else await rm(join(this.#noted, hash), { recursive: true, force: true }).catch(unlessOfDisk);
    }
  }

  /** Again every hour, until it is stopped. */
  tidy(): Promise<void> {
    this.#tidying ??= this.#tidyNow().finally(() => {
      this.#tidying = undefined;
    });
    return this.#tidying;
  }

  async #remove(hash: FileHash): Promise<void> {
    try {
      await this.folder.removeAll(hash);
      this.#left.delete(hash);
    } catch (error) {
      unlessOfDisk(error);
      if (this.#left.size < mostLeft) this.#left.add(hash);
    }
  }

  async #tidyNow(): Promise<void> {
    this.#cancelTidy();
    if (this.#isStopped) return;
    const { clock, downloadsFolder, reportDefect } = this.#parts.options;
    await this.forget([...this.#left]);
    await removeUnfinishedCopies(downloadsFolder, clock.wallMs());
    await this.#forgetOld(clock.wallMs());
    await this.folder.keepBelow(mostBytes, this.#waiting());
    await this.ofPrivates.keepBelow(mostBytes);
    if (this.#isStopped) return;
    this.#cancelTidy = clock.after(tidiedEveryMs, () => void this.tidy().catch(reportDefect));
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTidy();
  }

  async #forgetOld(nowMs: number): Promise<void> {
    for (const { record, terms } of this.#parts.clients()) {
      const { days } = terms.facts.files;
      if (days === 0) continue;
      const { fileCopies } = this.#parts.replica;
      await this.forget(await fileCopies.takeOlder(record.room, nowMs - days * dayMs));
    }
  }

  #waiting(): Set<FileHash> {
    const said = this.#parts.clients().flatMap(({ outbox }) => outbox.list());
    const files = said.flatMap((one) => ('files' in one.said ? (one.said.files ?? []) : []));
    return new Set([...this.#staged, ...this.#inDrafts(), ...files.map(({ hash }) => hash)]);
  }

  #inDrafts(): Set<FileHash> {
    const drafts = this.#parts.clients().flatMap(({ copy }) => copy.conversations());
    const files = drafts.flatMap(({ aim }) => aim?.files ?? []);
    return new Set(files.flatMap(({ hash }) => hash ?? []));
  }
}

/** What a disk says is no defect of this program. */
function unlessOfDisk(error: unknown): undefined {
  if (!(error instanceof Error && 'code' in error)) throw error;
}
