import type { Receipt } from '../../src-shared/protocol/receipts.ts';
import type { ReceiptStore } from '../room/ports.ts';

/** What became of a receipt: kept, past the conversation's end, or the store failed. */
export type ReceiptOutcome = 'kept' | 'ahead' | 'failed';
type Waiting = { receipt: Receipt; done: (outcome: ReceiptOutcome) => void };

/** Gathers the receipts of one turn of the loop into one call of the store. */
export class ReceiptWriter {
  readonly #store: Pick<ReceiptStore, 'save'>;
  readonly #run: (work: () => Promise<void>) => void;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;

  /** `run` does the work aside and reports what goes wrong. */
  constructor(store: Pick<ReceiptStore, 'save'>, run: (work: () => Promise<void>) => void) {
    this.#store = store;
    this.#run = run;
  }

  save(receipt: Receipt, done: (outcome: ReceiptOutcome) => void): void {
    this.#waiting.push({ receipt, done });
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
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#flushing = undefined;
    this.#run(async () => {
      let kept: boolean[] | undefined;
      try {
        kept = await this.#store.save(waiting.map(({ receipt }) => receipt));
      } finally {
        for (const [place, { done }] of waiting.entries()) {
          done(kept ? (kept[place] ? 'kept' : 'ahead') : 'failed');
        }
      }
    });
  }
}
