import { ReplicaError } from '../../client/replica/replica.ts';
import { StoreError } from '../store-error.ts';
import { remoteOpener } from './remote-stores.ts';
import type { OpenedStore } from './open-stores.ts';
import { WorkerLink } from './worker-link.ts';

export type BackgroundChecksOptions = { workerUrl: URL; died: (cause: Error) => void };

/** Looks large databases through after they were opened, one after the other, in a worker of its own. */
export class BackgroundChecks {
  readonly #options: BackgroundChecksOptions;
  #link: WorkerLink | undefined;
  #begun = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(options: BackgroundChecksOptions) {
    this.#options = options;
  }

  /** `link`: to the worker that has it open, which mends what is found. */
  begin(link: WorkerLink, { store, uncheckedPath }: OpenedStore): void {
    if (uncheckedPath === undefined) return;
    this.#begun += 1;
    this.#last = this.#last.then(async () => {
      try {
        const checker = (this.#link ??= this.#start());
        if (await remoteOpener(checker).looksDamaged(uncheckedPath))
          await remoteOpener(link).mend(store);
      } catch (error) {
        // A worker that ended is reported where it did.
        const hasEnded = error instanceof StoreError || error instanceof ReplicaError;
        if (!hasEnded) this.#options.died(new Error('A check failed', { cause: error }));
      } finally {
        this.#begun -= 1;
        if (this.#begun === 0) await this.end();
      }
    });
  }

  /** What is not found by now is looked for at the next start. */
  async end(): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    await link?.end();
  }

  #start(): WorkerLink {
    return new WorkerLink({
      workerUrl: this.#options.workerUrl,
      refuse: (cause) => new StoreError({ code: 'store-failed' }, { cause }),
      died: (cause) => {
        this.#link = undefined;
        this.#options.died(cause);
      },
    });
  }
}
