import type { Clock } from '../../src-shared/outside/clock.ts';

/** Runs at once when first asked, and then at most once in `everyMs`, however often it is asked. */
export class Throttle {
  readonly #parts: { clock: Clock; everyMs: number; run: () => void };
  #phase: 'idle' | 'resting' | 'asked-again' | 'stopped' = 'idle';
  #cancel: () => void = () => undefined;

  constructor(parts: { clock: Clock; everyMs: number; run: () => void }) {
    this.#parts = parts;
  }

  ask(): void {
    if (this.#phase === 'resting') this.#phase = 'asked-again';
    if (this.#phase !== 'idle') return;
    this.#phase = 'resting';
    const { clock, everyMs, run } = this.#parts;
    this.#cancel = clock.after(everyMs, () => {
      const isAsked = this.#phase === 'asked-again';
      this.#phase = 'idle';
      if (isAsked) this.ask();
    });
    run();
  }

  get isStopped(): boolean {
    return this.#phase === 'stopped';
  }

  stop(): void {
    this.#phase = 'stopped';
    this.#cancel();
  }
}
