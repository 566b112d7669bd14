import { mkdirSync } from 'node:fs';
import { open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { copyHashed } from './copy-hashed.ts';
import { DiskSpace } from './disk-space.ts';
import type { DiskSpaceParts } from './disk-space.ts';
import { countBlocks } from './file-blocks.ts';
import { OpenFiles } from './open-files.ts';
import type { OpenFile } from './open-files.ts';
import { listPathOf, PartFile, putInPlace } from './part-file.ts';
import type { KnownPart } from './part-file.ts';

const hashCharacters = 43;
/** Of so many parts that were left it is known what they have. */
const keptKnown = 16;
const nameInFolder =
  /^(?<hash>[A-Za-z0-9_-]{43})(?:\.(?:(?<account>.+)\.(?:part|blocks)|blocks))?$/;
const takenName = /^taken-\d+-\d+$/;
/** What this process takes in. */
const takenHere = `taken-${process.pid}-`;

/** Bytes of files, each file once, by its hash: those of a room, or those that this computer has or sends. */
export class FileFolder {
  readonly #folder: string;
  readonly #open = new OpenFiles((hash) => this.pathOf(hash));
  /** Of one account one after the other: two connections never write one part. */
  readonly #parts = new Set<string>();
  /** Parts that are gone on with soon, most probably; what was left longest ago stands first. */
  readonly #known = new Map<string, KnownPart>();
  readonly #space: DiskSpace;
  #taken = 0;

  /** Without a word about its disk it keeps what a room's keeps. */
  constructor(folder: string, disk: Partial<Omit<DiskSpaceParts, 'folder'>> = {}) {
    this.#folder = folder;
    this.#space = new DiskSpace({ folder, keepsFree: limits.freeDiskBytesForFiles, ...disk });
  }

  source(hash: FileHash): Promise<OpenFile> {
    return this.#open.source(hash);
  }

  /** Copies it in, on disk when this resolves. */
  async take(bytes: AsyncIterable<Uint8Array>): Promise<{ hash: FileHash; size: number }> {
    this.#taken += 1;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const copy = join(this.#folder, `${takenHere}${this.#taken}`);
    try {
      const { hash, size, list } = await copyHashed(this.#leavingSpace(bytes), copy);
      mkdirSync(this.#folderOf(hash), { recursive: true, mode: 0o700 });
      if (countBlocks(size) > 1)
        await writeFile(listPathOf(this.pathOf(hash)), list, { mode: 0o600 });
      await putInPlace(copy, this.pathOf(hash), size);
      return { hash, size };
    } finally {
      await rm(copy, { force: true });
    }
  }

  /** All of it is here. */
  async has({ hash, size }: { hash: FileHash; size: number }): Promise<boolean> {
    return (await this.sizeOf(hash)) === size;
  }

  /** Undefined if it is not here. */
  async sizeOf(hash: FileHash): Promise<number | undefined> {
    return (await stat(this.pathOf(hash)).catch(() => undefined))?.size;
  }

  /** All of it at once: for what is small. */
  readAll(hash: FileHash): Promise<Buffer> {
    return readFile(this.pathOf(hash));
  }

  /** Its bytes from `from` up to and without `to`, or up to its end. */
  async readPart(hash: FileHash, { from, to }: { from: number; to: number }): Promise<Buffer> {
    const file = await open(this.pathOf(hash));
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  pathOf(hash: FileHash): string {
    return join(this.#folderOf(hash), hash);
  }

  /** Undefined while another connection of the account brings it. */
  async part(file: {
    hash: FileHash;
    size: number;
    account: AccountId;
    isDiskShared?: () => boolean;
  }): Promise<PartFile | undefined> {
    const key = `${file.hash}.${file.account}`;
    if (this.#parts.has(key)) return undefined;
    this.#parts.add(key);
    const known = this.#known.get(key);
    this.#known.delete(key);
    const free = (left?: KnownPart): void => {
      this.#parts.delete(key);
      this.#space.end(key);
      if (left) this.#keepKnown(key, left);
    };
    try {
      mkdirSync(this.#folderOf(file.hash), { recursive: true, mode: 0o700 });
      const place = { ...this.#place(file.hash), ...file, owner: file.account };
      const written = (bytes: number, work: () => Promise<void>) =>
        this.#space.write(bytes, work, key);
      const part = await PartFile.open({ ...place, known, free, written });
      this.#space.begin(key, file.size - part.heldBytes);
      return part;
    } catch (error) {
      free();
      throw error;
    }
  }

  /**
   * Keeps space on the disk for what of it is not here, until then or for as long as it comes; false if the disk has not
   * so much besides what it keeps free and what others were promised.
   */
  async reserve(
    file: { hash: FileHash; size: number; account: AccountId },
    times: { nowMs: number; untilMs: number },
  ): Promise<boolean> {
    const key = `${file.hash}.${file.account}`;
    const here = await PartFile.bytesOnDisk({ ...this.#place(file.hash), owner: file.account });
    const isThere = await this.#space.take(key, Math.max(0, file.size - here), times);
    // As with the room's promises: an account has so many.
    this.#space.keepLast(`.${file.account}`, limits.promisedFilesPerAccount);
    return isThere;
  }

  /** It will not come. */
  unreserve({ hash, account }: { hash: FileHash; account: AccountId }): void {
    this.#space.giveBack(`${hash}.${account}`);
  }

  async remove(hash: FileHash): Promise<void> {
    await rm(listPathOf(this.pathOf(hash)), { force: true });
    await rm(this.pathOf(hash), { force: true });
  }

  /** Nothing in it stays. */
  clear(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  /** What of it has come, too, from whomever. */
  async removeAll(hash: FileHash): Promise<void> {
    await this.remove(hash);
    const names = await readdir(this.#folderOf(hash)).catch(() => []);
    const isPart = (name: string): boolean => name.startsWith(`${hash}.`);
    for (const name of names.filter(isPart))
      await rm(join(this.#folderOf(hash), name), { force: true });
  }

  /** How much of it has come, as far as its blocks tell before they are read again. */
  async partBytes(hash: FileHash): Promise<number> {
    const owners = await this.#ownersOf(hash);
    const own = owners.map((owner) => PartFile.bytesOnDisk({ ...this.#place(hash), owner }));
    return Math.max(0, ...(await Promise.all(own)));
  }

  /** What of it has come, from whomever, unless it comes just now. */
  async removeParts(hash: FileHash): Promise<void> {
    for (const account of await this.#ownersOf(hash)) await this.removePart({ hash, account });
  }

  async removePart({ hash, account }: { hash: FileHash; account: AccountId }): Promise<void> {
    if (this.#parts.has(`${hash}.${account}`)) return;
    await PartFile.remove({ ...this.#place(hash), owner: account });
  }

  /** What comes just now. */
  moving(): { hash: FileHash; account: AccountId }[] {
    return [...this.#parts].map((key) => ({
      hash: key.slice(0, hashCharacters) as FileHash,
      account: key.slice(hashCharacters + 1) as AccountId,
    }));
  }

  /** All that lies here, some of it at a time; what no run goes on with is gone. */
  async *list(): AsyncGenerator<{
    files: FileHash[];
    parts: { hash: FileHash; account: AccountId }[];
  }> {
    const folders = await readdir(this.#folder, { withFileTypes: true }).catch(() => []);
    for (const folder of folders) {
      const path = join(this.#folder, folder.name);
      if (!folder.isDirectory()) {
        if (takenName.test(folder.name)) await rm(path, { force: true });
        continue;
      }
      const names = await readdir(path);
      const files: FileHash[] = [];
      const parts: { hash: FileHash; account: AccountId }[] = [];
      for (const name of names) {
        const { hash, account } = nameInFolder.exec(name)?.groups ?? {};
        if (account !== undefined)
          parts.push({ hash: hash as FileHash, account: account as AccountId });
        else if (hash !== undefined) files.push(hash as FileHash);
      }
      yield { files, parts };
    }
  }

  /** Takes away what was used longest ago until so much is left; never what is kept, or is used just now. */
  async keepBelow(bytes: number, kept: ReadonlySet<string>): Promise<void> {
    const isUsed = (hash: string): boolean =>
      kept.has(hash) ||
      this.#open.has(hash as FileHash) ||
      [...this.#parts].some((key) => key.startsWith(hash));
    const found = await filesIn(this.#folder);
    let total = found.reduce((sum, { size }) => sum + size, 0);
    for (const { path, name, size } of found) {
      if (total <= bytes) return;
      // What is just being taken in has no hash yet.
      if (name.startsWith(takenHere) || isUsed(name.slice(0, hashCharacters))) continue;
      await rm(path, { force: true });
      total -= size;
    }
  }

  /** Whose parts of it lie here. */
  async #ownersOf(hash: FileHash): Promise<AccountId[]> {
    const names = await readdir(this.#folderOf(hash)).catch(() => []);
    const owners = names.flatMap((name) => {
      const found = nameInFolder.exec(name)?.groups;
      return found?.['hash'] === hash ? (found['account'] ?? []) : [];
    });
    return [...new Set(owners)] as AccountId[];
  }

  async *#leavingSpace(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      await this.#space.write(chunk.length, async () => undefined);
      yield chunk;
    }
  }

  #keepKnown(key: string, known: KnownPart): void {
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > keptKnown && oldest !== undefined) this.#known.delete(oldest);
  }

  #place(hash: FileHash): { path: string } {
    return { path: this.pathOf(hash) };
  }

  #folderOf(hash: FileHash): string {
    return join(this.#folder, hash.slice(0, 2));
  }
}

/** What was used longest ago first. */
async function filesIn(
  folder: string,
): Promise<{ path: string; name: string; size: number; usedAtMs: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        const found = await stat(path).catch(() => undefined);
        const usedAtMs = Math.max(found?.atimeMs ?? 0, found?.mtimeMs ?? 0);
        return { path, name, size: found?.size ?? 0, usedAtMs };
      }),
  );
  return files.toSorted((one, other) => one.usedAtMs - other.usedAtMs);
}
