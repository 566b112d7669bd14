import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('./wrong-disk.c', import.meta.url));
const synced = '.synced';

/** It needs Linux and a C compiler. */
export function canGoWrong(): boolean {
  return process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;
}

/** Every so many of a hundred calls fail. */
export type DiskFailure = 'sync' | 'write' | 'read' | 'read-only';

/** A folder's disk that can fail, and of which only what was synced is there after a power cut. */
export class WrongDisk {
  readonly isThere: boolean;
  readonly #folder: string;
  readonly #library: string;
  readonly #skipMark: string;
  readonly #failsMark: string;
  readonly #seed: number;

  constructor({
    folder,
    buildFolder,
    seed,
  }: {
    folder: string;
    buildFolder: string;
    seed: number;
  }) {
    this.#seed = seed;
    this.#failsMark = join(buildFolder, 'disk-fails');
    this.#folder = folder;
    this.#library = join(buildFolder, 'wrong-disk.so');
    this.#skipMark = join(buildFolder, 'skip-sync');
    const args = ['-O1', '-shared', '-fPIC', '-o', this.#library, source, '-ldl', '-lpthread'];
    this.isThere = canGoWrong() && spawnSync('cc', args).status === 0;
  }

  /** For the process that writes. */
  get env(): Record<string, string> {
    if (!this.isThere) return {};
    return {
      LD_PRELOAD: this.#library,
      ODA_POWER_FOLDER: this.#folder,
      ODA_SKIP_SYNC: this.#skipMark,
      ODA_DISK_FAILS: this.#failsMark,
      ODA_DISK_SEED: `${this.#seed}`,
    };
  }

  /** What is there when the host starts is safe. */
  begin(): void {
    if (!this.isThere) return;
    for (const name of this.#names()) {
      const path = join(this.#folder, name);
      rmSync(path + synced, { force: true });
      copyFileSync(path, path + synced);
    }
  }

  /** A lie of the disk: what is synced from now on is not. */
  skipFromNow(): void {
    writeFileSync(this.#skipMark, '');
  }

  fail(what: DiskFailure, percent: number): void {
    writeFileSync(this.#failsMark, `${what} ${percent}`);
  }

  failNoMore(): void {
    rmSync(this.#failsMark, { force: true });
  }

  /** Takes away whatever was not synced. */
  lose(): void {
    for (const name of this.#names()) {
      const path = join(this.#folder, name);
      if (existsSync(path + synced)) renameSync(path + synced, path);
      else rmSync(path, { force: true });
    }
  }

  #names(): string[] {
    const files = readdirSync(this.#folder, { withFileTypes: true });
    return files
      .filter((file) => file.isFile() && !file.name.includes(synced))
      .map(({ name }) => name);
  }
}
