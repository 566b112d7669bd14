import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SavedFile } from '../../src-shared/bridge/files.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { orRefused } from '../../src-shared/protocol/outcome.ts';
import type { FileOfMessage } from './find-file.ts';
import type { FileCopyStore, SavedCopy } from '../client/replica/file-copies.ts';

/** Some disks keep the time to two seconds only. */
const coarsestMs = 2000;

type Place = { room: RoomId; isPrivate?: true | undefined };

/**
 * Where the person has saved files, also in an earlier run, as far as they are still there. Of private chats nothing is
 * kept on the disk: that is known while the app runs.
 */
export class SavedFiles {
  readonly #store: FileCopyStore;
  readonly #ofPrivates = new Map<string, SavedCopy>();
  /** Nothing else is shown by its path. */
  readonly #paths = new Set<string>();

  constructor(store: FileCopyStore) {
    this.#store = store;
  }

  /** `said`: where the file was said. It is saved, also where that cannot be noted. */
  async note(said: FileOfMessage, saved: SavedFile): Promise<void> {
    const { room, hash } = said;
    const { path, name } = saved;
    const found = await lstat(path).catch(() => undefined);
    this.#paths.add(path);
    if (!found?.isFile()) return;
    const { size, mtimeMs } = found;
    const copy = { hash, path, name, size, changedAt: Math.floor(mtimeMs) };
    if ('private' in said) this.#ofPrivates.set(`${room} ${hash}`, copy);
    else await orRefused(() => this.#store.noteSaved(room, copy));
  }

  /** What has gone or is another one now is forgotten; what cannot be looked at now is not. */
  async list(
    { room, isPrivate }: Place,
    hashes: readonly FileHash[],
  ): Promise<(SavedFile & { hash: FileHash })[]> {
    const known = isPrivate
      ? hashes.flatMap((hash) => this.#ofPrivates.get(`${room} ${hash}`) ?? [])
      : await this.#store.readSaved(room, hashes);
    const stands = await Promise.all(known.map(standOf));
    const there = known.filter((_, at) => stands[at] === 'there');
    for (const { path } of there) this.#paths.add(path);
    const gone = known.filter((_, at) => stands[at] === 'gone').map(({ hash }) => hash);
    if (isPrivate) for (const hash of gone) this.#ofPrivates.delete(`${room} ${hash}`);
    else if (gone.length > 0) await orRefused(() => this.#store.forgetSaved(room, gone));
    return there.map(({ hash, path, name }) => ({ hash, path, name }));
  }

  knows(path: string): boolean {
    return this.#paths.has(path);
  }
}

/** `away`: nothing tells, as where its disk is not connected just now. */
async function standOf(copy: SavedCopy): Promise<'there' | 'gone' | 'away'> {
  try {
    return isSame(await lstat(copy.path), copy) ? 'there' : 'gone';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return 'away';
    const folder = await lstat(dirname(copy.path)).catch(() => undefined);
    return folder?.isDirectory() === true ? 'gone' : 'away';
  }
}

function isSame(found: Stats, { size, changedAt }: SavedCopy): boolean {
  const isAsLeft = Math.abs(found.mtimeMs - changedAt) <= coarsestMs;
  return found.isFile() && found.size === size && isAsLeft;
}
