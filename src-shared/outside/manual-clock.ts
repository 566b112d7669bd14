import type { Clock } from './clock.ts';

type Timer = { due: number; run: () => void };

/** A clock for tests that stands still until it is moved. */
export class ManualClock implements Clock {
  #wall: number;
  #monotonic = 0;
  readonly #timers = new Set<Timer>();

  constructor(wallMs = 1_750_000_000_000) {
    this.#wall = wallMs;
  }

  wallMs(): number {
    return this.#wall;
  }

  monotonicMs(): number {
    return this.#monotonic;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { due: this.#monotonic + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves both clocks and runs what falls due, in order. */
  advance(ms: number): void {
    const end = this.#monotonic + ms;
    for (;;) {
      const next = [...this.#timers].filter((t) => t.due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#moveTo(Math.max(next.due, this.#monotonic));
      next.run();
    }
    this.#moveTo(end);
  }

  /** The program was stopped, or its computer asleep: what fell due meanwhile runs when it goes on, with the next `advance`. */
  sleep(ms: number): void {
    this.#moveTo(this.#monotonic + ms);
  }

  /** The wall clock was set: only the time for people changes. */
  jumpWall(ms: number): void {
    this.#wall += ms;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  #moveTo(monotonicMs: number): void {
    this.#wall += monotonicMs - this.#monotonic;
    this.#monotonic = monotonicMs;
  }
}
