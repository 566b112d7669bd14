import type { TroubleName } from './troubles.ts';

/** Nobody shall wait longer. */
const soonMs = 5000;

/** How long it took after each trouble until everybody had everything. */
export class SettledTimes {
  readonly #ms: number[] = [];
  /** Both ends have to notice the silence first. */
  readonly #halfOpenMs: number[] = [];

  note(name: TroubleName, ms: number): void {
    (name === 'half-open' ? this.#halfOpenMs : this.#ms).push(ms);
  }

  figures(): Record<string, number> {
    return {
      'settled p50 ms': quantile(this.#ms, 0.5),
      'settled worst ms': quantile(this.#ms, 1),
      'settled after more than 5 s': this.#ms.filter((ms) => ms > soonMs).length,
      'half-open worst ms': quantile(this.#halfOpenMs, 1),
    };
  }
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
