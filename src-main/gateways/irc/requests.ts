import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Random } from '../../../src-shared/outside/random.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type {
  Answer,
  AnswerOf,
  CommandName,
  CommandOf,
  ParamsOf,
} from '../../../src-shared/protocol/protocol.ts';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import { afterRefusal, RetryPause } from '../../../src-shared/protocol/retry-pause.ts';
import type { SessionPort } from '../../server/session-port.ts';

export type Asked<N extends CommandName> = { type: N } & ParamsOf<N>;

/** Requests of one connection to the room. After the connection's end they stay without an answer. */
export class Requests {
  readonly #port: SessionPort;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, (outcome: Outcome<Answer>) => void>();
  #lastRid = 0;

  constructor(port: SessionPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  async ask<N extends CommandName>(command: Asked<N>): Promise<Outcome<AnswerOf<N>>> {
    const outcome = await this.#begin((rid) => {
      this.#port.handle({ ...command, rid } as unknown as CommandOf<N>);
    });
    return outcome as Outcome<AnswerOf<N>>;
  }

  /** What comes faster than the room takes it waits its turn and is asked again: the pace is never its refusal. */
  async askInTurn<N extends CommandName>(command: Asked<N>): Promise<Outcome<AnswerOf<N>>> {
    for (;;) {
      const outcome = await this.ask(command);
      if (outcome.ok || afterRefusal(outcome.refusal) !== 'again') return outcome;
      const { refusal } = outcome;
      await new Promise<void>((resolve) => new RetryPause(this.#clock).begin(refusal, resolve));
    }
  }

  async enterAsGuest(name: string, roomPassword?: string): Promise<Outcome<Answer>> {
    return this.#begin((rid) => this.#port.enterAsGuest(rid, name, roomPassword));
  }

  settle(rid: number, outcome: Outcome<Answer>): void {
    const settle = this.#waiting.get(rid);
    this.#waiting.delete(rid);
    settle?.(outcome);
  }

  /** The answer can come before `start` has returned. */
  #begin(start: (rid: number) => void): Promise<Outcome<Answer>> {
    this.#lastRid += 1;
    const rid = this.#lastRid;
    return new Promise((resolve) => {
      this.#waiting.set(rid, resolve);
      start(rid);
    });
  }
}

/** Messages of one connection that the room has not taken yet; before one more there is a wait. */
const maxHeldMessages = 50;
const cidCharacters = 22;
/** Stored messages whose delivery this connection has not seen yet; it follows at once. */
const maxUnseen = 64;

export type HeldMessage = {
  conversation: ConversationId;
  text: string;
  /** How the room will call it. */
  named: (cid: Cid) => void;
  /** It is on the host's disk. */
  sent: () => void;
  refused: (refusal: Refusal) => void;
};

/**
 * Messages on their way to the room, one after another: what comes faster than the room takes it waits
 * its turn, so that the order stays. IRC knows no cid of its own: at most once (W16).
 */
export class OwnMessages<M extends HeldMessage> {
  readonly #parts: { requests: Requests; random: Random };
  readonly #held: M[] = [];
  readonly #unseen = new Map<Cid, M>();
  readonly #atRoom: (() => void)[] = [];
  readonly #atEnd: (() => void)[] = [];
  #isSending = false;

  constructor(parts: { requests: Requests; random: Random }) {
    this.#parts = parts;
  }

  get isSending(): boolean {
    return this.#isSending;
  }

  /** Resolves when one more may be added. */
  async roomForOne(): Promise<void> {
    while (this.#held.length >= maxHeldMessages) {
      await new Promise<void>((resolve) => {
        this.#atRoom.push(resolve);
      });
    }
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

  /** The message that was delivered under this cid, if it is one of this connection; once. */
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
      for (const resolve of this.#atRoom.splice(0)) resolve();
    }
    this.#isSending = false;
    for (const resolve of this.#atEnd.splice(0)) resolve();
  }

  async #send(message: M): Promise<void> {
    const { requests, random } = this.#parts;
    const cid = random.text(cidCharacters) as Cid;
    const { conversation, text } = message;
    message.named(cid);
    this.#remember(cid, message);
    const outcome = await requests.askInTurn({ type: 'send-message', in: conversation, cid, text });
    if (outcome.ok) return message.sent();
    this.#unseen.delete(cid);
    message.refused(outcome.refusal);
  }

  #remember(cid: Cid, message: M): void {
    this.#unseen.set(cid, message);
    if (this.#unseen.size <= maxUnseen) return;
    const [oldest] = this.#unseen.keys();
    if (oldest !== undefined) this.#unseen.delete(oldest);
  }
}
