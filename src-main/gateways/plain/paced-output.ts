import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Transport } from '../../net/transport.ts';

/** How long a program gets to read one object before the next one is written (docs/PROTOCOL.md, Bare JSON). */
export const paceMs = 150;
/**
 * Objects that wait for their turn. Where more come the room talks faster than a program could follow that takes each
 * read for one object: then all that waits goes at once, for those that can.
 */
export const maxPaced = 100;
const lineFeed = 0x0a;

/**
 * Writes objects one by one with a pause in between, because there are programs that take what one read gives them
 * for one whole object (R0.12). Objects are given with a line feed behind each, which is not written.
 */
export class PacedOutput {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #waiting: Uint8Array[] = [];
  #cancelPause: (() => void) | undefined;

  constructor({ transport, clock }: { transport: Transport; clock: Clock }) {
    this.#transport = transport;
    this.#clock = clock;
  }

  send(objects: Uint8Array): void {
    let start = 0;
    for (let end = objects.indexOf(lineFeed); end !== -1; end = objects.indexOf(lineFeed, start)) {
      this.#waiting.push(objects.subarray(start, end));
      start = end + 1;
    }
    if (this.#waiting.length > maxPaced) this.flush();
    else if (!this.#cancelPause) this.#next();
  }

  /** All that waits, at once. */
  flush(): void {
    for (const object of this.#waiting.splice(0)) this.#transport.send(object);
    if (!this.#cancelPause) this.#pause();
  }

  stop(): void {
    this.#cancelPause?.();
    this.#cancelPause = undefined;
    this.#waiting.length = 0;
  }

  #next(): void {
    const object = this.#waiting.shift();
    if (!object) return;
    this.#transport.send(object);
    this.#pause();
  }

  #pause(): void {
    this.#cancelPause = this.#clock.after(paceMs, () => {
      this.#cancelPause = undefined;
      this.#next();
    });
  }
}
