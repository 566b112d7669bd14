import { changedMessage, takeIn } from '../../src-shared/protocol/changed-message.ts';
import type { ChangedMessage } from '../../src-shared/protocol/changed-message.ts';
import type { ChangeDraft, ChangeEntry, MessageEntry } from '../../src-shared/protocol/entries.ts';

/** What is kept of messages that were changed, in bytes, as well as can be guessed. */
const maxKeptBytes = 16 * 1024 * 1024;
/** A reaction's account, or a version without its words. */
const bytesOfChange = 100;

/** By the number or the name of its conversation and its own number. */
type Key = `${string} ${number}`;
type Folded = { message: ChangedMessage; lastSeq: number; bytes: number };

/**
 * Messages with what changes them, those used last. One more change is taken in by itself: to read and fold all of
 * them each time would cost the square of their number.
 */
export class FoldedMessages {
  readonly #folded = new Map<Key, Folded>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = maxKeptBytes) {
    this.#maxBytes = maxBytes;
  }

  static key(conversation: string | number, seq: number): Key {
    return `${conversation} ${seq}`;
  }

  /** Undefined if it is not kept, and has to be read. */
  get(key: Key): ChangedMessage | undefined {
    const found = this.#folded.get(key);
    if (!found) return undefined;
    this.#folded.delete(key);
    this.#folded.set(key, found);
    return found.message;
  }

  /** `changes`: all that are stored, in the order of the log. What nothing changes is not kept. */
  fold(key: Key, written: MessageEntry, changes: readonly ChangeEntry[]): ChangedMessage {
    const message = changedMessage(written, changes);
    const lastSeq = changes.at(-1)?.seq ?? 0;
    this.drop(key);
    if (lastSeq === 0) return message;
    const bytes = changes.reduce((sum, change) => sum + bytesOf(change), bytesOf(written));
    this.#folded.set(key, { message, lastSeq, bytes });
    this.#grow(bytes);
    return message;
  }

  /** It was stored under `seq`. */
  advance(key: Key, change: ChangeDraft, seq: number): void {
    const found = this.#folded.get(key);
    if (!found) return;
    if (seq <= found.lastSeq) return this.drop(key);
    takeIn(change, found.message);
    found.lastSeq = seq;
    found.bytes += bytesOf(change);
    this.#grow(bytesOf(change));
  }

  drop(key: Key): void {
    this.#bytes -= this.#folded.get(key)?.bytes ?? 0;
    this.#folded.delete(key);
  }

  /** What was written with them may have been rolled back. */
  forget(): void {
    this.#folded.clear();
    this.#bytes = 0;
  }

  #grow(bytes: number): void {
    this.#bytes += bytes;
    for (const key of this.#folded.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.drop(key);
    }
  }
}

function bytesOf(entry: ChangeDraft | MessageEntry): number {
  return bytesOfChange + ('text' in entry ? entry.text.length * 2 : 0);
}
