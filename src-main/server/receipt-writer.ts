import type { Receipt } from '../../src-shared/protocol/frames.ts';
import type { ReceiptStore } from '../room/ports.ts';

/** Gathers the receipts of one turn of the loop into one call of the store, the newest of each reader. */
export class ReceiptWriter {
  readonly #store: Pick<ReceiptStore, 'save'>;
  readonly #run: (work: () => Promise<void>) => void;
  #waiting = new Map<string, Receipt>();
  #flushing: Promise<void> | undefined;

  /** `run` does the work aside and reports what goes wrong. */
  constructor(store: Pick<ReceiptStore, 'save'>, run: (work: () => Promise<void>) => void) {
    this.#store = store;
    this.#run = run;
  }

  save(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) {
      const key = `${receipt.in} ${receipt.account}`;
      const known = this.#waiting.get(key);
      if (!known || known.delivered < receipt.delivered) this.#waiting.set(key, receipt);
    }
    this.#flushing ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#flush();
        resolve();
      });
    });
  }

  /** Resolves when all that was handed over is on its way to the store. */
  async handedOver(): Promise<void> {
    await this.#flushing;
  }

  #flush(): void {
    const receipts = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#flushing = undefined;
    this.#run(() => this.#store.save(receipts));
  }
}
