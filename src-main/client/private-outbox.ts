import { assertNever } from '../../src-shared/assert-never.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Cid, PrivateId } from '../../src-shared/protocol/ids.ts';
import { afterRefusal, RetryPause } from '../../src-shared/protocol/retry-pause.ts';
import type { PrivateChat } from './private-chat.ts';
import type { RoomLink } from './room-link.ts';

export type PrivateOutboxParts = {
  clock: Clock;
  changed: (chat: PrivateChat) => void;
  /** The room knows nothing of it. */
  missing: (chat: PrivateChat) => void;
};

/** Sends what was written in private chats, one message at a time in each, so that their order stays. */
export class PrivateOutbox {
  readonly #parts: PrivateOutboxParts;
  /** Where a message is on its way. */
  readonly #busy = new Set<PrivateId>();
  /** What was too fast, to go on with after the pause. */
  readonly #paused = new Set<PrivateChat>();
  #link: RoomLink | undefined;
  readonly #pause: RetryPause;

  constructor(parts: PrivateOutboxParts) {
    this.#parts = parts;
    this.#pause = new RetryPause(parts.clock);
  }

  attach(link: RoomLink): void {
    this.detach();
    this.#link = link;
  }

  detach(): void {
    this.#link = undefined;
    this.#busy.clear();
    this.#paused.clear();
    this.#pause.end();
  }

  /** There may be something to send. */
  pump(chat: PrivateChat): void {
    if (!this.#link || this.#busy.has(chat.id)) return;
    if (!chat.isRunning || chat.isWaitingForSelf) return;
    if (this.#pause.isOn) {
      this.#paused.add(chat);
      return;
    }
    const message = chat.nextToSend();
    if (!message) return;
    this.#busy.add(chat.id);
    void this.#deliver(this.#link, chat, message);
  }

  async #deliver(
    link: RoomLink,
    chat: PrivateChat,
    { cid, sealed }: { cid: Cid; sealed: string },
  ): Promise<void> {
    const answer = await link.request('send-private', { private: chat.id, cid, sealed });
    // A message outlives the connection: it goes out over the next one.
    if (this.#link !== link) return;
    this.#busy.delete(chat.id);
    if (answer.ok) chat.acknowledged(cid, answer.value);
    else this.#refused(chat, cid, answer.refusal);
    this.#parts.changed(chat);
    this.pump(chat);
  }

  #refused(chat: PrivateChat, cid: Cid, refusal: Refusal): void {
    if (refusal.code === 'no-such-private') return this.#parts.missing(chat);
    const next = afterRefusal(refusal);
    switch (next) {
      case 'again':
        return this.#pause.begin(refusal, () => this.#goOn());
      case 'over-again':
        return this.#link?.end({ code: 'connection-lost' });
      case 'give-back':
        return chat.fail(cid, refusal);
      default:
        return assertNever(next);
    }
  }

  #goOn(): void {
    const paused = [...this.#paused];
    this.#paused.clear();
    for (const chat of paused) this.pump(chat);
  }
}
