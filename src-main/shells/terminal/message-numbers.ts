import type { ConversationId } from '../../../src-shared/protocol/ids.ts';

type Named = { in: ConversationId; seq: number };

/** Older ones have no number any more. */
const mostNumbers = 10_000;

/** Short numbers for the messages that were shown, from 1 on, in whatever conversation they stand. */
export class MessageNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #named = new Map<number, Named>();
  readonly #most: number;
  #last = 0;

  constructor(most = mostNumbers) {
    this.#most = most;
  }

  /** The same for one that is shown once more. */
  of(conversation: ConversationId, seq: number): number {
    const known = this.known(conversation, seq);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#numbers.set(keyOf(conversation, seq), this.#last);
    this.#named.set(this.#last, { in: conversation, seq });
    const oldest = this.#named.get(this.#last - this.#most);
    if (oldest) {
      this.#named.delete(this.#last - this.#most);
      this.#numbers.delete(keyOf(oldest.in, oldest.seq));
    }
    return this.#last;
  }

  /** Undefined if it was not shown. */
  known(conversation: ConversationId, seq: number): number | undefined {
    return this.#numbers.get(keyOf(conversation, seq));
  }

  named(number: number): Named | undefined {
    return this.#named.get(number);
  }

  /** Other messages have their places now; no number means another one. */
  forget(): void {
    this.#numbers.clear();
    this.#named.clear();
  }
}

function keyOf(conversation: ConversationId, seq: number): string {
  return `${conversation} ${seq}`;
}
