import { SeldomMap } from '../../../src-shared/seldom.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Random } from '../../../src-shared/outside/random.ts';
import type { Cid } from '../../../src-shared/protocol/ids.ts';
import type {
  Answer,
  AnswerOf,
  CommandName,
  CommandOf,
  ParamsOf,
} from '../../../src-shared/protocol/protocol.ts';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import { afterRefusal, RetryPause } from '../../../src-shared/protocol/retry-pause.ts';
import { MessagesInOrder, type MessageInOrder } from '../common/messages-in-order.ts';
import { OwnCids } from '../common/own-cids.ts';
import type { SessionPort } from '../../server/session-port.ts';

type Settle = (outcome: Outcome<Answer>) => void;

export type Asked<N extends CommandName> = { type: N } & ParamsOf<N>;

/** Requests of one connection to the room. After the connection's end they stay without an answer. */
export class Requests {
  readonly #port: SessionPort;
  readonly #clock: Clock;
  readonly #waiting = new SeldomMap<number, Settle>();
  #lastRid = 0;

  constructor(port: SessionPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  async ask<N extends CommandName>(command: Asked<N>): Promise<Outcome<AnswerOf<N>>> {
    const outcome = await new Promise<Outcome<Answer>>((settle) => this.begin(command, settle));
    return outcome as Outcome<AnswerOf<N>>;
  }

  /** `settle` may be called before this has returned. */
  begin<N extends CommandName>(command: Asked<N>, settle: Settle): void {
    const rid = this.#expect(settle);
    this.#port.handle({ ...command, rid } as unknown as CommandOf<N>);
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
    return new Promise((settle) => {
      this.#port.enterAsGuest(this.#expect(settle), name, roomPassword);
    });
  }

  settle(rid: number, outcome: Outcome<Answer>): void {
    const settle = this.#waiting.get(rid);
    this.#waiting.delete(rid);
    settle?.(outcome);
  }

  #expect(settle: Settle): number {
    this.#lastRid += 1;
    this.#waiting.set(this.#lastRid, settle);
    return this.#lastRid;
  }
}

/** Messages of one connection that the room has not taken yet; before one more there is a wait. */
const maxHeldMessages = 50;
/** Stored messages whose delivery this connection has not seen yet; it follows at once. */
const maxUnseen = 128;

export type OwnMessageParts = Omit<MessageInOrder, 'cid'> & {
  /** How the room will call it. */
  named: (cid: Cid) => void;
};

/**
 * Messages of one connection: on their way, and until it has seen them; then it gets back what waits for that. IRC knows no cid of
 * its own: at most once (W16).
 */
export class OwnMessages<Seen> {
  readonly #cids: OwnCids;
  readonly #order: MessagesInOrder;
  readonly #unseen = new SeldomMap<Cid, Seen>();
  readonly #atRoom: (() => void)[] = [];

  constructor({ requests, random, clock }: { requests: Requests; random: Random; clock: Clock }) {
    this.#cids = new OwnCids(random);
    this.#order = new MessagesInOrder({
      clock,
      ask: (command, settled) =>
        requests.begin(command, (outcome) => settled(outcome.ok ? undefined : outcome.refusal)),
    });
  }

  get isSending(): boolean {
    return !this.#order.isEmpty;
  }

  /** Resolves when one more may be added. */
  async roomForOne(): Promise<void> {
    while (this.#order.held >= maxHeldMessages) {
      await new Promise<void>((resolve) => {
        this.#atRoom.push(resolve);
      });
    }
  }

  add(message: OwnMessageParts & Seen): void {
    const cid = this.expect(message);
    message.named(cid);
    const { conversation, text, answers } = message;
    this.#order.add({
      cid,
      conversation,
      text,
      answers,
      sent: () => {
        message.sent();
        this.#wake();
      },
      refused: (refusal) => {
        this.forget(cid);
        message.refused(refusal);
        this.#wake();
      },
    });
  }

  /** Resolves when nothing is on its way any more. */
  emptied(): Promise<void> {
    return this.#order.emptied();
  }

  /** How something that this connection does is called by the room. */
  expect(seen: Seen): Cid {
    const cid = this.#cids.next();
    this.#unseen.set(cid, seen);
    if (this.#unseen.size > maxUnseen) {
      const [oldest] = this.#unseen.keys();
      if (oldest !== undefined) this.#unseen.delete(oldest);
    }
    return cid;
  }

  /** It was refused. */
  forget(cid: Cid): void {
    this.#unseen.delete(cid);
  }

  /** What waits for what was delivered under this cid, if this connection did it; once. */
  takeDelivered(cid: Cid): Seen | undefined {
    const message = this.#unseen.get(cid);
    this.#unseen.delete(cid);
    return message;
  }

  #wake(): void {
    for (const resolve of this.#atRoom.splice(0)) resolve();
  }
}
