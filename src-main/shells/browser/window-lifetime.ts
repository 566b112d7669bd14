import type { Clock } from '../../../src-shared/outside/clock.ts';

export type WindowLifetimeOptions = {
  clock: Clock;
  /** How long a page may be away to load again. */
  graceMs: number;
  /** The first page has come. Called once. */
  opened(): void;
  /** The last page has gone. Called once. */
  end(): void;
  /** The browser ended before any page came. Called once. */
  nothingOpened(): void;
};

/** Decides when an app whose window was opened by itself has been closed by the person. */
export class WindowLifetime {
  readonly #options: WindowLifetimeOptions;
  #state: 'opening' | 'open' | 'away' | 'over' = 'opening';
  #cancel: () => void = () => {};

  constructor(options: WindowLifetimeOptions) {
    this.#options = options;
  }

  pagesChanged(count: number): void {
    if (this.#state === 'over') return;
    this.#cancel();
    if (count > 0) {
      if (this.#state === 'opening') this.#options.opened();
      this.#state = 'open';
      return;
    }
    if (this.#state === 'opening') return;
    this.#state = 'away';
    this.#cancel = this.#options.clock.after(this.#options.graceMs, () => this.#end());
  }

  /** A browser that was running already takes the window over, and the started process ends at once. */
  browserEnded(): void {
    if (this.#state === 'away') return this.#end();
    if (this.#state !== 'opening') return;
    this.#cancel();
    this.#cancel = this.#options.clock.after(this.#options.graceMs, () => {
      if (this.#state === 'opening') this.#options.nothingOpened();
    });
  }

  #end(): void {
    this.#cancel();
    this.#state = 'over';
    this.#options.end();
  }
}
