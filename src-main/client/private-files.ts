import { sealedFileSize } from '../../src-shared/protocol/files.ts';
import type { FileHash, PrivateFile, SentFile } from '../../src-shared/protocol/files.ts';
import type { Bits256, PrivateId } from '../../src-shared/protocol/ids.ts';
import type { FileFolder } from '../files/file-folder.ts';
import { newFileKey, sealed, unsealed } from '../files/sealed-file.ts';

type Known = { private: PrivateId; key: Bits256; size: number; isOwn?: true };

/** Of all private chats; the one that was known first makes way. */
const mostKnown = 10_000;

/**
 * Files of private chats. On the disk they are sealed, and what opens them is in memory only: when their chat is closed,
 * or this program has ended in whatever way, nobody reads them any more.
 */
export class PrivateFiles {
  readonly folder: FileFolder;
  readonly #known = new Map<FileHash, Known>();
  readonly #reportDefect: (error: unknown) => void;

  constructor(folder: FileFolder, reportDefect: (error: unknown) => void) {
    this.folder = folder;
    this.#reportDefect = reportDefect;
  }

  /** Takes a file in that is to be said in this chat; its hash is that of what it is sealed to. */
  async take(
    bytes: AsyncIterable<Uint8Array>,
    chat: PrivateId,
  ): Promise<{ hash: FileHash; size: number }> {
    const key = newFileKey();
    let size = 0;
    const counted = async function* () {
      for await (const chunk of bytes) {
        size += chunk.length;
        yield chunk;
      }
    };
    const { hash } = await this.folder.take(sealed(counted(), key));
    this.#learn(hash, { private: chat, key, size, isOwn: true });
    return { hash, size };
  }

  /** What is said of them to the other one; undefined if one of them was not taken in for this chat. */
  toSay(chat: PrivateId, files: readonly SentFile[]): PrivateFile[] | undefined {
    const said = files.flatMap((file) => {
      const known = this.#known.get(file.hash);
      if (known?.private !== chat) return [];
      return [{ ...file, size: known.size, key: known.key }];
    });
    return said.length === files.length ? said : undefined;
  }

  /** The other one has said these. What is known already stays as it is: nobody changes what another chat has. */
  heard(chat: PrivateId, files: readonly PrivateFile[]): void {
    for (const { hash, key, size } of files)
      if (!this.#known.has(hash)) this.#learn(hash, { private: chat, key, size });
  }

  /** What is to be fetched of a chat: as it is sealed. */
  sealedIn(chat: PrivateId, hash: FileHash): { hash: FileHash; size: number } | undefined {
    const known = this.#known.get(hash);
    return known?.private === chat ? { hash, size: sealedFileSize(known.size) } : undefined;
  }

  /** Undefined if it is not one of a private chat; how much of it itself there is when all of it is here. */
  async sizeOf(hash: FileHash): Promise<number | undefined> {
    const known = this.#known.get(hash);
    const isHere = known && (await this.folder.has({ hash, size: sealedFileSize(known.size) }));
    return isHere === true ? known.size : undefined;
  }

  knows(hash: FileHash): boolean {
    return this.#known.has(hash);
  }

  /** What this person has sent or chosen to send stays, as nobody else has it. */
  async keepBelow(bytes: number): Promise<void> {
    const own = [...this.#known].flatMap(([hash, { isOwn }]) => (isOwn ? [hash] : []));
    await this.folder.keepBelow(bytes, new Set(own));
  }

  /** The file itself, or a part of it; rejects if it is not here. */
  async *read(
    hash: FileHash,
    part: { from?: number; to?: number } = {},
  ): AsyncGenerator<Uint8Array> {
    const known = this.#known.get(hash);
    if (!known) throw new Error('No file of a private chat');
    const source = await this.folder.source(hash);
    try {
      yield* unsealed(source, { ...known, ...part });
    } finally {
      await source.close();
    }
  }

  /** The chat is closed. What cannot be removed has no key any more. */
  forget(chat: PrivateId): FileHash[] {
    const hashes = [...this.#known].flatMap(([hash, known]) =>
      known.private === chat ? [hash] : [],
    );
    for (const hash of hashes) this.#forget(hash);
    return hashes;
  }

  #learn(hash: FileHash, known: Known): void {
    this.#known.set(hash, known);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > mostKnown) this.#forget(oldest);
  }

  #forget(hash: FileHash): void {
    this.#known.delete(hash);
    this.folder.removeAll(hash).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error)) this.#reportDefect(error);
    });
  }
}
