import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { ParamsOf } from '../../src-shared/protocol/protocol.ts';
import { afterRefusal, RetryPause } from '../../src-shared/protocol/retry-pause.ts';

export type ToldOfFile = ParamsOf<'set-private-file'>;

/** However often the other side asks. */
const mostUntold = 1000;

/**
 * What partners are to be told of one's files, one after another: what came too fast is said again, and of each file the
 * last word alone counts.
 */
export class ToldFiles {
  readonly #say: (told: ToldOfFile) => Promise<Outcome<unknown>>;
  readonly #untold = new Map<string, ToldOfFile>();
  readonly #pause: RetryPause;
  /** What is being said just now. */
  #saying: ToldOfFile | undefined;

  constructor(clock: Clock, say: (told: ToldOfFile) => Promise<Outcome<unknown>>) {
    this.#pause = new RetryPause(clock);
    this.#say = say;
  }

  tell(told: ToldOfFile): void {
    const key = keyOf(told);
    if (!this.#untold.has(key) && this.#untold.size >= mostUntold) return;
    this.#untold.set(key, told);
    this.#pump();
  }

  /** The connection is lost: the partner asks again when this side is back. */
  clear(): void {
    this.#untold.clear();
    this.#pause.end();
    this.#saying = undefined;
  }

  #pump(): void {
    const [told] = this.#untold.values();
    if (!told || this.#saying || this.#pause.isOn) return;
    this.#saying = told;
    void this.#say(told).then((answer) => {
      if (this.#saying !== told) return;
      this.#saying = undefined;
      const isOver = answer.ok || afterRefusal(answer.refusal) !== 'again';
      if (isOver && this.#untold.get(keyOf(told)) === told) this.#untold.delete(keyOf(told));
      if (!answer.ok && !isOver) return this.#pause.begin(answer.refusal, () => this.#pump());
      this.#pump();
    });
  }
}

function keyOf({ private: id, hash }: ToldOfFile): string {
  return `${id} ${hash}`;
}
