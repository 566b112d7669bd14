import { join } from 'node:path';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { FileFolder } from '../files/file-folder.ts';
import type { Replica } from '../client/replica/replica.ts';
import type { RoomClient } from '../client/room-client.ts';
import type { AppOptions } from './app-parts.ts';

type Parts = {
  options: Pick<AppOptions, 'dataFolder' | 'clock' | 'reportDefect'>;
  replica: Pick<Replica, 'fileCopies'>;
  clients: () => readonly RoomClient[];
};

/** Of files that were fetched or sent; what was saved lies elsewhere. */
const mostBytes = 4 * 1024 ** 3;
const tidiedEveryMs = 60 * 60_000;
const dayMs = 24 * 60 * 60_000;
const mostStaged = 1000;

/**
 * Copies of files that this person has fetched, sends or has sent, of all rooms. They go with their message, with the
 * time for which the room keeps them, and where there are too many; what is to be sent stays.
 */
export class FetchedFiles {
  readonly folder: FileFolder;
  readonly #parts: Parts;
  /** Chosen to be sent, and not sent yet. */
  readonly #staged = new Set<FileHash>();
  #cancelTidy: () => void = () => undefined;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.folder = new FileFolder(join(parts.options.dataFolder, 'profile', 'files'));
  }

  staged(hash: FileHash): void {
    this.#staged.delete(hash);
    this.#staged.add(hash);
    const [oldest] = this.#staged;
    if (oldest !== undefined && this.#staged.size > mostStaged) this.#staged.delete(oldest);
  }

  sent(hashes: readonly FileHash[]): void {
    for (const hash of hashes) this.#staged.delete(hash);
  }

  /** Their message is deleted. Another one that has them fetches them anew. */
  async forget(hashes: readonly FileHash[]): Promise<void> {
    const kept = this.#waiting();
    for (const hash of hashes) if (!kept.has(hash)) await this.folder.removeAll(hash);
  }

  /** Again every hour, until it is stopped. */
  async tidy(): Promise<void> {
    this.#cancelTidy();
    const { clock, reportDefect } = this.#parts.options;
    await this.#forgetOld(clock.wallMs());
    await this.folder.keepBelow(mostBytes, this.#waiting());
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
    return new Set([...this.#staged, ...files.map(({ hash }) => hash)]);
  }
}
