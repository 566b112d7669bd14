import type { Random } from '../../../src-shared/outside/random.ts';
import type { Cid } from '../../../src-shared/protocol/ids.ts';

/** 96 random bits, which are drawn once for a connection, and a number behind them. */
const beginningCharacters = 16;
const numberCharacters = 6;

/** How what one connection does is called, where its program has no word for that itself. */
export class OwnCids {
  readonly #random: Random;
  #beginning: string | undefined;
  #last = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): Cid {
    this.#beginning ??= this.#random.text(beginningCharacters);
    this.#last += 1;
    return `${this.#beginning}${this.#last.toString(36).padStart(numberCharacters, '0')}` as Cid;
  }
}
