import type { Clock } from '../../../src-shared/outside/clock.ts';
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

  async enterAsGuest(name: string): Promise<Outcome<Answer>> {
    return this.#begin((rid) => this.#port.enterAsGuest(rid, name));
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
