import type { FileWithoutSpace } from '../../src-shared/member/own-copy.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { FileHash, ToldFileSpace } from '../../src-shared/protocol/files.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { refused } from '../../src-shared/protocol/outcome.ts';
import type { ParamsOf } from '../../src-shared/protocol/protocol.ts';
import type { RoomLink } from './room-link.ts';
import { ToldFiles } from './told-files.ts';
import type { FilePlace } from './transfer-task.ts';

type FileOfMessage = Pick<ToldFileSpace, 'in' | 'seq' | 'hash'>;
/** A room may say that of whomever, and of however many files. */
const maxHeard = 2000;

/** Who has no space for which file of a room, as its sender is told of it; in memory alone. */
export class FullDisks {
  readonly #changed: (file: FileWithoutSpace) => void;
  readonly #told: ToldFiles<ParamsOf<'set-file-space'>>;
  /** Of others, as the room has said it. */
  readonly #heard = new Map<string, FileOfMessage & { accounts: Set<AccountId> }>();
  /** Of this computer's disk: what the room was told, the oldest first. */
  readonly #said = new Map<string, FileOfMessage>();
  #link: RoomLink | undefined;

  constructor(parts: { clock: Clock; changed: (file: FileWithoutSpace) => void }) {
    this.#changed = parts.changed;
    this.#told = new ToldFiles<ParamsOf<'set-file-space'>>(parts.clock, {
      say: (told) =>
        this.#link?.request('set-file-space', told) ??
        Promise.resolve(refused({ code: 'connection-lost' })),
      keyOf,
    });
  }

  /**
   * What was heard before may be over meanwhile: the room tells what is so now. One that began anew knows of nothing, and
   * is told again of this disk.
   */
  attach(link: RoomLink): void {
    this.#link = link;
    for (const file of this.#said.values()) this.#told.tell({ ...file, state: 'no-space' });
    this.#told.goOn();
    const files = [...this.#heard.values()];
    this.#heard.clear();
    for (const { in: conversation, seq, hash } of files)
      this.#changed({ in: conversation, seq, hash, accounts: [] });
  }

  detach(): void {
    this.#link = undefined;
    this.#told.rest();
  }

  /** Of a file that is fetched to this disk: who gives it in private is told otherwise. */
  found(hash: FileHash, from: FilePlace, hasSpace: boolean): void {
    if (from === 'pictures' || 'private' in from) return;
    if (hasSpace) return this.over(hash);
    const file = { in: from.in, seq: from.seq, hash };
    const key = keyOf(file);
    this.#said.delete(key);
    const [oldest] = this.#said.keys();
    if (oldest !== undefined && this.#said.size >= limits.fullDisksPerAccount)
      this.#said.delete(oldest);
    this.#said.set(key, file);
    this.#told.tell({ ...file, state: 'no-space' });
  }

  /** There is space for it, or it is not fetched any more. */
  over(hash: FileHash): void {
    for (const [key, file] of this.#said) {
      if (file.hash !== hash) continue;
      this.#said.delete(key);
      this.#told.tell({ ...file, state: 'space' });
    }
  }

  take({ account, state, ...place }: ToldFileSpace): void {
    const { in: conversation, seq, hash } = place;
    const file = { in: conversation, seq, hash };
    const key = keyOf(file);
    const { accounts } = this.#heard.get(key) ?? { accounts: new Set() };
    const isFull = state === 'no-space';
    if (accounts.has(account) === isFull || (isFull && this.#heardOf() >= maxHeard)) return;
    if (isFull) accounts.add(account);
    else accounts.delete(account);
    if (accounts.size > 0) this.#heard.set(key, { ...file, accounts });
    else this.#heard.delete(key);
    this.#changed({ ...file, accounts: [...accounts] });
  }

  all(): FileWithoutSpace[] {
    return [...this.#heard.values()].map((file) => ({ ...file, accounts: [...file.accounts] }));
  }

  #heardOf(): number {
    let count = 0;
    for (const { accounts } of this.#heard.values()) count += accounts.size;
    return count;
  }
}

function keyOf({ in: conversation, seq, hash }: FileOfMessage): string {
  return `${conversation} ${seq} ${hash}`;
}
