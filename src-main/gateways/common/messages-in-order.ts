import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { CommandOf } from '../../../src-shared/protocol/protocol.ts';
import { afterRefusal, RetryPause } from '../../../src-shared/protocol/retry-pause.ts';

export type MessageInOrder = {
  cid: Cid;
  conversation: ConversationId;
  text: string;
  /** Which message it answers. */
  answers?: number | undefined;
  /** It is on the host's disk. */
  sent: () => void;
  refused: (refusal: Refusal) => void;
};

type Ask = (
  command: Omit<CommandOf<'send-message'>, 'rid'>,
  settled: (refusal: Refusal | undefined) => void,
) => void;

/**
 * Messages of one program on their way to the room, several at a time in their order. A room that takes no more just now
 * says so at once, before the next one is handed over: that one waits its turn, and nothing overtakes it.
 */
export class MessagesInOrder {
  readonly #ask: Ask;
  readonly #pause: RetryPause;
  readonly #held: MessageInOrder[] = [];
  readonly #atEnd: (() => void)[] = [];
  #underWay = 0;

  /** `ask` may be answered before it has returned. */
  constructor({ ask, clock }: { ask: Ask; clock: Clock }) {
    this.#ask = ask;
    this.#pause = new RetryPause(clock);
  }

  /** How many were not handed to the room yet. */
  get held(): number {
    return this.#held.length;
  }

  /** One more would be held. */
  get isFull(): boolean {
    return this.#held.length > 0 || this.#underWay >= limits.maxUnacknowledged;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0 && this.#underWay === 0;
  }

  add(message: MessageInOrder): void {
    this.#held.push(message);
    this.#sendOn();
  }

  /** Resolves when nothing is held or under way any more. */
  emptied(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    return new Promise((resolve) => {
      this.#atEnd.push(resolve);
    });
  }

  /** What is held is not sent any more. */
  stop(): void {
    this.#pause.end();
    this.#held.length = 0;
  }

  #sendOn(): void {
    while (!this.#pause.isOn && this.#underWay < limits.maxUnacknowledged) {
      const next = this.#held.shift();
      if (!next) break;
      this.#send(next);
    }
    if (this.isEmpty) for (const resolve of this.#atEnd.splice(0)) resolve();
  }

  #send(message: MessageInOrder): void {
    const { conversation, cid, text, answers } = message;
    const reply = answers === undefined ? {} : { reply: answers };
    this.#underWay += 1;
    this.#ask({ type: 'send-message', in: conversation, cid, text, ...reply }, (refusal) => {
      this.#underWay -= 1;
      if (!refusal) message.sent();
      else if (afterRefusal(refusal) !== 'again') message.refused(refusal);
      else {
        this.#held.unshift(message);
        this.#pause.begin(refusal, () => this.#sendOn());
      }
      this.#sendOn();
    });
  }
}
