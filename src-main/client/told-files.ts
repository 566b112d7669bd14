import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { afterRefusal, RetryPause } from '../../src-shared/protocol/retry-pause.ts';

type ToldFilesParts<T> = {
  say: (told: T) => Promise<Outcome<unknown>>;
  /** Of which file it is. */
  keyOf: (told: T) => string;
};

/** However often it is asked for. */
const mostUntold = 1000;

/**
 * What others are to be told of files, one after another: what came too fast is said again, and of each file the last word
 * alone counts.
 */
export class ToldFiles<T> {
  readonly #parts: ToldFilesParts<T>;
  readonly #untold = new Map<string, T>();
  readonly #pause: RetryPause;
  /** What is being said just now. */
  #saying: T | undefined;

  constructor(clock: Clock, parts: ToldFilesParts<T>) {
    this.#pause = new RetryPause(clock);
    this.#parts = parts;
  }

  tell(told: T): void {
    const key = this.#parts.keyOf(told);
    if (!this.#untold.has(key) && this.#untold.size >= mostUntold) return;
    this.#untold.set(key, told);
    this.#pump();
  }

  /** The connection is lost, and with it whoever was to hear it. */
  clear(): void {
    this.#untold.clear();
    this.rest();
  }

  /** The connection is lost: what was not said is said on the next one. */
  rest(): void {
    this.#pause.end();
    this.#saying = undefined;
  }

  goOn(): void {
    this.#pump();
  }

  #pump(): void {
    const [told] = this.#untold.values();
    if (!told || this.#saying || this.#pause.isOn) return;
    this.#saying = told;
    const { say, keyOf } = this.#parts;
    void say(told).then((answer) => {
      if (this.#saying !== told) return;
      this.#saying = undefined;
      if (!answer.ok && answer.refusal.code === 'connection-lost') return;
      const isOver = answer.ok || afterRefusal(answer.refusal) !== 'again';
      if (isOver && this.#untold.get(keyOf(told)) === told) this.#untold.delete(keyOf(told));
      if (!answer.ok && !isOver) return this.#pause.begin(answer.refusal, () => this.#pump());
      this.#pump();
    });
  }
}
