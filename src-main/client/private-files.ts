import { sealedFileSize } from '../../src-shared/protocol/files.ts';
import type { FileHash, PrivateFile, SentFile } from '../../src-shared/protocol/files.ts';
import type { PrivatePlace } from '../../src-shared/member/private-place.ts';
import type { Bits256, RoomId } from '../../src-shared/protocol/ids.ts';
import type { FileFolder } from '../files/file-folder.ts';
import { newFileKey, sealed, unsealed } from '../files/sealed-file.ts';

type Known = { chat: PrivatePlace; key: Bits256; size: number; isOwn?: true };

/** That the other side of one chat has said; the one that was said first makes way, and never one’s own. */
const mostHeard = 1000;

/**
 * Files of private chats, of all rooms: two of these may give their chats the same id. On the disk they are sealed, and
 * what opens them is in memory only: when their chat is closed, or this program has ended in whatever way, nobody reads
 * them any more.
 */
export class PrivateFiles {
  readonly folder: FileFolder;
  readonly #known = new Map<FileHash, Known>();
  /** Those that are not closed. */
  readonly #chats = new Set<string>();
  readonly #reportDefect: (error: unknown) => void;

  constructor(folder: FileFolder, reportDefect: (error: unknown) => void) {
    this.folder = folder;
    this.#reportDefect = reportDefect;
  }

  begin(chat: PrivatePlace): void {
    this.#chats.add(keyOf(chat));
  }

  /**
   * Takes a file in that is to be said in this chat; its hash is that of what it is sealed to. Undefined if the chat is
   * closed, or was meanwhile: nothing of it stays.
   */
  async take(
    bytes: AsyncIterable<Uint8Array>,
    chat: PrivatePlace,
  ): Promise<{ hash: FileHash; size: number } | undefined> {
    if (!this.#chats.has(keyOf(chat))) return undefined;
    const key = newFileKey();
    let size = 0;
    const counted = async function* () {
      for await (const chunk of bytes) {
        size += chunk.length;
        yield chunk;
      }
    };
    const { hash } = await this.folder.take(sealed(counted(), key));
    this.#known.set(hash, { chat, key, size, isOwn: true });
    if (!this.#chats.has(keyOf(chat))) {
      this.#forget(hash);
      return undefined;
    }
    return { hash, size };
  }

  /** What is said of them to the other one; undefined if one of them was not taken in for this chat. */
  toSay(chat: PrivatePlace, files: readonly SentFile[]): PrivateFile[] | undefined {
    const said = files.flatMap((file) => {
      const known = this.#knownIn(chat, file.hash);
      if (!known) return [];
      return [{ ...file, size: known.size, key: known.key }];
    });
    return said.length === files.length ? said : undefined;
  }

  /** The other one has said these. What is known already stays as it is: nobody changes what another chat has. */
  heard(chat: PrivatePlace, files: readonly PrivateFile[]): void {
    for (const { hash, key, size } of files)
      if (!this.#known.has(hash)) this.#known.set(hash, { chat, key, size });
    for (const hash of this.heardIn(chat).slice(0, -mostHeard)) this.#forget(hash);
  }

  /** What is to be fetched of a chat: as it is sealed. */
  sealedIn(chat: PrivatePlace, hash: FileHash): { hash: FileHash; size: number } | undefined {
    const known = this.#knownIn(chat, hash);
    return known ? { hash, size: sealedFileSize(known.size) } : undefined;
  }

  /** Those that the other one has said. */
  heardIn(chat: PrivatePlace): FileHash[] {
    return [...this.#known].flatMap(([hash, known]) =>
      isSame(known.chat, chat) && !known.isOwn ? [hash] : [],
    );
  }

  /** Undefined if it is not one of a private chat of this room; how much of it itself there is when all of it is here. */
  async sizeOf(room: RoomId, hash: FileHash): Promise<number | undefined> {
    const known = this.#knownOf(room, hash);
    const isHere = known && (await this.folder.has({ hash, size: sealedFileSize(known.size) }));
    return isHere === true ? known.size : undefined;
  }

  /** What this person has sent or chosen to send stays, as nobody else has it. */
  async keepBelow(bytes: number): Promise<void> {
    const own = [...this.#known].flatMap(([hash, { isOwn }]) => (isOwn ? [hash] : []));
    await this.folder.keepBelow(bytes, new Set(own));
  }

  /** The file itself, or a part of it; rejects if it is not here. */
  async *read(
    { room, hash }: { room: RoomId; hash: FileHash },
    part: { from?: number; to?: number } = {},
  ): AsyncGenerator<Uint8Array> {
    const known = this.#knownOf(room, hash);
    if (!known) throw new Error('No file of a private chat');
    const source = await this.folder.source(hash);
    try {
      yield* unsealed(source, { ...known, ...part });
    } finally {
      await source.close();
    }
  }

  /** The chat is closed. What cannot be removed has no key any more. */
  forget(chat: PrivatePlace): FileHash[] {
    this.#chats.delete(keyOf(chat));
    const hashes = [...this.#known].flatMap(([hash, known]) =>
      isSame(known.chat, chat) ? [hash] : [],
    );
    for (const hash of hashes) this.#forget(hash);
    return hashes;
  }

  #knownOf(room: RoomId, hash: FileHash): Known | undefined {
    const known = this.#known.get(hash);
    return known?.chat.room === room ? known : undefined;
  }

  #knownIn(chat: PrivatePlace, hash: FileHash): Known | undefined {
    const known = this.#known.get(hash);
    return known && isSame(known.chat, chat) ? known : undefined;
  }

  #forget(hash: FileHash): void {
    this.#known.delete(hash);
    this.folder.removeAll(hash).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error)) this.#reportDefect(error);
    });
  }
}

function keyOf({ room, private: id }: PrivatePlace): string {
  return `${room} ${id}`;
}

function isSame(one: PrivatePlace, other: PrivatePlace): boolean {
  return one.room === other.room && one.private === other.private;
}
