import type { Random } from '../../src-shared/outside/random.ts';
import { troublesSeldom } from './troubles.ts';
import type { TroubleName } from './troubles.ts';

/** What takes long is done every so often. */
const seldom = 4;

/** Each once before any a second time, in another order each time. */
export class TroubleOrder {
  readonly #possible: readonly TroubleName[];
  readonly #random: Random;
  #ahead: TroubleName[] = [];
  #cycles = 0;

  constructor(possible: readonly TroubleName[], random: Random) {
    this.#possible = possible;
    this.#random = random;
  }

  next(): TroubleName {
    if (this.#ahead.length === 0) {
      const often = this.#possible.filter((name) => !troublesSeldom.includes(name));
      const isTime = often.length === 0 || this.#cycles % seldom === 0;
      const ahead = isTime ? this.#possible : often;
      this.#ahead = this.#cycles === 0 ? [...ahead] : shuffled(ahead, this.#random);
      this.#cycles += 1;
    }
    return this.#ahead.shift() ?? 'none';
  }
}

function shuffled<T>(from: readonly T[], random: Random): T[] {
  return from
    .map((each) => ({ each, place: random.fraction() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ each }) => each);
}
