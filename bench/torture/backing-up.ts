import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { HostLives } from './host-lives.ts';
import type { Judge } from './judge.ts';
import { readBackup, readRoom } from './read-room.ts';

type Parts = { folder: string; host: HostLives; judge: Judge };

/** Backups that the host makes and restores while it runs, killed meanwhile or not; each is judged by what was acknowledged before it. */
export class BackingUp {
  readonly counts = { backups: 0, restored: 0 };
  readonly #parts: Parts;
  /** One to be restored again and again, with what was acknowledged before it. */
  #kept: { path: string; before: ReadonlySet<string> } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async backUp({ isKilled }: { isKilled: boolean }): Promise<void> {
    const { folder, host, judge } = this.#parts;
    const backups = join(folder, 'backups');
    mkdirSync(backups, { recursive: true });
    const before = judge.acknowledged();
    const made = this.#make(backups);
    if (isKilled) {
      await host.killWithin('backup', made);
      await host.start();
    } else await made;
    // What has the name of a backup is one, whoever made it and was killed then.
    for (const name of readdirSync(backups)) {
      const path = join(backups, name);
      if (name.endsWith('.odabackup')) {
        this.counts.backups += 1;
        const restored = join(folder, `restored-${this.counts.backups}`);
        await judge.takeBackup(before, await readBackup(path, restored));
        rmSync(restored, { recursive: true });
      }
      rmSync(path, { recursive: true });
    }
  }

  /** The host is killed while it makes a room of a backup: there is a whole one, or none and it is made then. */
  async restoreAndKill(): Promise<void> {
    const { folder, host, judge } = this.#parts;
    const { path, before } = (this.#kept ??= await this.#keep());
    const restored = join(folder, `made-${(this.counts.restored += 1)}`);
    await host.killWithin('restore', this.#restore(path, restored));
    await host.start();
    if (!existsSync(join(restored, 'room.db'))) {
      // As a program does when it starts.
      rmSync(restored, { recursive: true, force: true });
      await this.#restore(path, restored);
    }
    await judge.takeBackup(before, await readRoom(restored, join(restored, 'files')));
    rmSync(restored, { recursive: true });
  }

  async #keep() {
    const { folder, judge } = this.#parts;
    const before = judge.acknowledged();
    const path = (await this.#make(join(folder, 'kept'))) ?? '';
    return { path, before };
  }

  /** Undefined: it was killed meanwhile. */
  async #make(backups: string): Promise<string | undefined> {
    const { host } = this.#parts;
    const startedAt = Date.now();
    host.wish({ do: 'back-up', folder: backups });
    const line = await this.#answer('.odabackup');
    if (line !== undefined) host.took('backup', Date.now() - startedAt);
    return line;
  }

  async #restore(path: string, folder: string): Promise<void> {
    const { host } = this.#parts;
    const startedAt = Date.now();
    host.wish({ do: 'restore', path, folder });
    if ((await this.#answer('restored')) !== undefined)
      host.took('restore', Date.now() - startedAt);
  }

  async #answer(end: string): Promise<string | undefined> {
    const { host, judge } = this.#parts;
    const line = await host.nextLine();
    if (line !== undefined && !line.endsWith(end))
      judge.take({ is: 'broke', by: 'the host', why: line });
    return line;
  }
}
