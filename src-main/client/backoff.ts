import type { Random } from '../../src-shared/outside/random.ts';

const firstMs = 500;
const longestMs = 30_000;

/** How long to wait before the next try: doubling, with full jitter so that a room's members do not come back as one. */
export class Backoff {
  readonly #random: Random;
  #failures = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  nextMs(): number {
    const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(this.#failures, 16));
    this.#failures += 1;
    return Math.round(ceiling * this.#random.fraction());
  }

  reset(): void {
    this.#failures = 0;
  }
}
