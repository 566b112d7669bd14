/** Counts events in each of the last `minutes` minutes of a monotonic clock. */
export class MinuteCounter {
  readonly #counts: number[];
  #minute = 0;

  constructor(minutes: number) {
    this.#counts = Array.from({ length: minutes }, () => 0);
  }

  add(count: number, nowMs: number): void {
    this.#moveTo(nowMs);
    this.#counts.push((this.#counts.pop() ?? 0) + count);
  }

  /** Oldest first; the last one is the minute that runs. */
  read(nowMs: number): number[] {
    this.#moveTo(nowMs);
    return [...this.#counts];
  }

  #moveTo(nowMs: number): void {
    const minute = Math.floor(nowMs / 60_000);
    for (; this.#minute < minute; this.#minute += 1) {
      if (minute - this.#minute > this.#counts.length) this.#minute = minute - this.#counts.length;
      this.#counts.shift();
      this.#counts.push(0);
    }
  }
}
