import type { PrivateFrame } from '../../src-shared/protocol/protocol.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';

export type PrivateMessageFrame = Extract<PrivateFrame, { type: 'private-message' }>;

/** What was said last in a private chat, for a side whose connection was lost. */
export class HeldMessages {
  #held: PrivateMessageFrame[] = [];
  #characters = 0;
  #lastSeq = 0;

  add(said: Omit<PrivateMessageFrame, 'type' | 'seq'>): PrivateMessageFrame {
    this.#lastSeq += 1;
    const { private: id, at, from, cid, sealed } = said;
    const frame = {
      type: 'private-message',
      private: id,
      seq: this.#lastSeq,
      at,
      from,
      cid,
      sealed,
    } as const;
    this.#held.push(frame);
    this.#characters += sealed.length;
    while (this.#isTooMuch()) this.#characters -= this.#held.shift()?.sealed.length ?? 0;
    return frame;
  }

  /** The message that this cid was given to, as long as it is held (W4). */
  find(from: AccountId, cid: Cid): PrivateMessageFrame | undefined {
    return this.#held.find((message) => message.cid === cid && message.from === from);
  }

  /** One more would push the oldest out. */
  isFullFor(sealed: string): boolean {
    return (
      this.#held.length >= limits.privateReplay ||
      this.#characters + sealed.length > limits.privateReplayCharacters
    );
  }

  /** Oldest first. */
  get all(): readonly PrivateMessageFrame[] {
    return this.#held;
  }

  #isTooMuch(): boolean {
    if (this.#held.length <= 1) return false;
    return (
      this.#held.length > limits.privateReplay || this.#characters > limits.privateReplayCharacters
    );
  }
}
