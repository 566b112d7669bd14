import { ReplicaError } from '../../client/replica/replica.ts';
import { StoreError } from '../store-error.ts';
import { remoteOpener } from './remote-stores.ts';
import type { OpenedStore } from './open-stores.ts';
import type { WorkerLink, WorkerOnDemand } from './worker-link.ts';

/** Looks large databases through after they were opened, one after the other, in a worker of its own. */
export class BackgroundChecks {
  readonly #checker: WorkerOnDemand;
  readonly #failed: (cause: Error) => void;
  #begun = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(checker: WorkerOnDemand, failed: (cause: Error) => void) {
    this.#checker = checker;
    this.#failed = failed;
  }

  /** `link`: to the worker that has it open, which mends what is found. */
  begin(link: WorkerLink, { store, uncheckedPath }: OpenedStore): void {
    if (uncheckedPath === undefined) return;
    this.#begun += 1;
    this.#last = this.#last.then(async () => {
      try {
        if (await remoteOpener(this.#checker.link()).looksDamaged(uncheckedPath))
          await remoteOpener(link).mend(store);
      } catch (error) {
        // A worker that ended is reported where it did.
        const hasEnded = error instanceof StoreError || error instanceof ReplicaError;
        if (!hasEnded) this.#failed(new Error('A check failed', { cause: error }));
      } finally {
        this.#begun -= 1;
        if (this.#begun === 0) await this.#checker.end();
      }
    });
  }
}
