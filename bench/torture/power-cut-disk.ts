import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('./power-cut.c', import.meta.url));
const synced = '.synced';

/** It needs Linux and a C compiler. */
export function canCutPower(): boolean {
  return process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;
}

/** What of a folder would be there after a power cut. */
export class PowerCutDisk {
  readonly isThere: boolean;
  readonly #folder: string;
  readonly #library: string;
  readonly #skipMark: string;

  constructor({ folder, buildFolder }: { folder: string; buildFolder: string }) {
    this.#folder = folder;
    this.#library = join(buildFolder, 'power-cut.so');
    this.#skipMark = join(buildFolder, 'skip-sync');
    const args = ['-O1', '-shared', '-fPIC', '-o', this.#library, source, '-ldl'];
    this.isThere = canCutPower() && spawnSync('cc', args).status === 0;
  }

  /** For the process that writes. */
  get env(): Record<string, string> {
    if (!this.isThere) return {};
    return {
      LD_PRELOAD: this.#library,
      ODA_POWER_FOLDER: this.#folder,
      ODA_SKIP_SYNC: this.#skipMark,
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
