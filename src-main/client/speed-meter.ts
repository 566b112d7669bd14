import type { Clock } from '../../src-shared/outside/clock.ts';

/** The speed is that of about so long. */
const windowMs = 3000;

/** How fast something moves, by where it was when. */
export class SpeedMeter {
  readonly #clock: Clock;
  #marks: { atMs: number; bytes: number }[] = [];
  #toldAtMs = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  at(bytes: number): void {
    const atMs = this.#clock.monotonicMs();
    this.#marks.push({ atMs, bytes });
    while (this.#marks.length > 2 && (this.#marks[1]?.atMs ?? atMs) < atMs - windowMs)
      this.#marks.shift();
  }

  rest(): void {
    this.#marks = [];
  }

  get bytesPerSecond(): number {
    const [first] = this.#marks;
    const last = this.#marks.at(-1);
    if (!first || !last || last.atMs <= first.atMs) return 0;
    return Math.max(0, (1000 * (last.bytes - first.bytes)) / (last.atMs - first.atMs));
  }

  /** Whether so long has passed since this was last true. */
  isDue(everyMs: number): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#toldAtMs < everyMs) return false;
    this.#toldAtMs = nowMs;
    return true;
  }
}
