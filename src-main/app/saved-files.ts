import { lstat } from 'node:fs/promises';
import type { SavedFile } from '../../src-shared/bridge/files.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { orRefused } from '../../src-shared/protocol/outcome.ts';
import type { FileOfMessage } from './find-file.ts';
import type { FileCopyStore, SavedCopy } from '../client/replica/file-copies.ts';

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
    const size = await sizeAt(path);
    this.#paths.add(path);
    if (size === undefined) return;
    const copy = { hash, path, name, size };
    if ('private' in said) this.#ofPrivates.set(`${room} ${hash}`, copy);
    else await orRefused(() => this.#store.noteSaved(room, copy));
  }

  /** What has gone or is another one now is forgotten. */
  async list(
    { room, isPrivate }: Place,
    hashes: readonly FileHash[],
  ): Promise<(SavedFile & { hash: FileHash })[]> {
    const known = isPrivate
      ? hashes.flatMap((hash) => this.#ofPrivates.get(`${room} ${hash}`) ?? [])
      : await this.#store.readSaved(room, hashes);
    const sizes = await Promise.all(known.map(({ path }) => sizeAt(path)));
    const there = known.filter(({ size }, at) => sizes[at] === size);
    for (const { path } of there) this.#paths.add(path);
    const gone = known.filter((copy) => !there.includes(copy)).map(({ hash }) => hash);
    if (isPrivate) for (const hash of gone) this.#ofPrivates.delete(`${room} ${hash}`);
    else if (gone.length > 0) await orRefused(() => this.#store.forgetSaved(room, gone));
    return there.map(({ hash, path, name }) => ({ hash, path, name }));
  }

  knows(path: string): boolean {
    return this.#paths.has(path);
  }
}

/** Undefined if it is no file, or not there. */
async function sizeAt(path: string): Promise<number | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
}
