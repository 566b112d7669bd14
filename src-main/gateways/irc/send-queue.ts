import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Random } from '../../../src-shared/outside/random.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { Requests } from './requests.ts';

/** Messages of one connection that the room has not taken yet. */
export const maxHeldMessages = 50;
const cidCharacters = 22;
/** Stored messages whose delivery this connection has not seen yet; it follows at once. */
const maxUnseen = 64;

export type HeldMessage = {
  conversation: ConversationId;
  text: string;
  /** It is on the host's disk. */
  sent: () => void;
  refused: (refusal: Refusal) => void;
};

/**
 * Messages on their way to the room, one after another: what comes faster than the room takes it waits
 * its turn, so that the order stays. IRC knows no cid of its own: at most once (W16).
 */
export class SendQueue<M extends HeldMessage> {
  readonly #parts: { requests: Requests; clock: Clock; random: Random };
  readonly #held: M[] = [];
  readonly #unseen = new Map<Cid, M>();
  readonly #atEnd: (() => void)[] = [];
  #isSending = false;

  constructor(parts: { requests: Requests; clock: Clock; random: Random }) {
    this.#parts = parts;
  }

  get isFull(): boolean {
    return this.#held.length >= maxHeldMessages;
  }

  add(message: M): void {
    this.#held.push(message);
    if (!this.#isSending) void this.#sendAll();
  }

  /** Resolves when nothing is held any more. */
  emptied(): Promise<void> {
    if (!this.#isSending) return Promise.resolve();
    return new Promise((resolve) => {
      this.#atEnd.push(resolve);
    });
  }

  /** The message that was delivered under this cid, where it is one of this connection; once. */
  takeDelivered(cid: Cid): M | undefined {
    const message = this.#unseen.get(cid);
    this.#unseen.delete(cid);
    return message;
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    for (let next = this.#held[0]; next; next = this.#held[0]) {
      await this.#send(next);
      this.#held.shift();
    }
    this.#isSending = false;
    for (const resolve of this.#atEnd.splice(0)) resolve();
  }

  async #send(message: M): Promise<void> {
    const { requests, random } = this.#parts;
    const cid = random.text(cidCharacters) as Cid;
    const { conversation, text } = message;
    this.#remember(cid, message);
    for (;;) {
      const asked = { type: 'send-message', in: conversation, cid, text } as const;
      const outcome = await requests.ask(asked);
      if (outcome.ok) return message.sent();
      const { refusal } = outcome;
      if (refusal.code !== 'too-fast') {
        this.#unseen.delete(cid);
        return message.refused(refusal);
      }
      await this.#pause(refusal.retryAfterMs ?? 1000);
    }
  }

  #remember(cid: Cid, message: M): void {
    this.#unseen.set(cid, message);
    if (this.#unseen.size <= maxUnseen) return;
    const [oldest] = this.#unseen.keys();
    if (oldest !== undefined) this.#unseen.delete(oldest);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.after(Math.max(ms, 1), resolve);
    });
  }
}
