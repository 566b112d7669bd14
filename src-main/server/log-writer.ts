import type { StoringName } from '../../src-shared/protocol/protocol.ts';
import type { Entry, EntryDraft } from '../../src-shared/protocol/entries.ts';
import type { Reply } from '../room/effects.ts';
import type { AppendOutcome, RoomLog } from '../room/ports.ts';

export type Waiting = {
  draft: EntryDraft;
  reply: Reply<StoringName> | undefined;
  /** The next one belongs to it: both are written in one transaction. */
  goesOn: boolean;
};
export type Written = Pick<Waiting, 'draft' | 'reply'> & { outcome: AppendOutcome };

/** More only where the last of them is one command with those after it. */
const maxBatch = 1000;

/**
 * Gathers what one turn of the loop appends into one transaction. While one is being committed the next
 * gathers, so a slow disk makes larger transactions, not a longer queue of them.
 */
export class LogWriter {
  readonly #log: RoomLog;
  readonly #written: (batch: readonly Written[]) => void;
  #waiting: Waiting[] = [];
  #phase: 'idle' | 'gathering' | 'writing' = 'idle';
  #idle: (() => void)[] = [];

  constructor(log: RoomLog, written: (batch: readonly Written[]) => void) {
    this.#log = log;
    this.#written = written;
  }

  append(waiting: Waiting): void {
    this.#waiting.push(waiting);
    if (this.#phase !== 'idle') return;
    this.#phase = 'gathering';
    setImmediate(() => void this.#write());
  }

  /** Resolves when everything handed over so far has been written and reported. */
  settled(): Promise<void> {
    if (this.#phase === 'idle') return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#phase = 'writing';
      const batch = this.#waiting.splice(0, this.#batchSize());
      const outcomes = await this.#append(batch);
      this.#written(
        batch.map(({ draft, reply }, place) => ({
          draft,
          reply,
          outcome: outcomes[place] ?? { kind: 'refused', code: 'store-failed' },
        })),
      );
    }
    this.#phase = 'idle';
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #batchSize(): number {
    let size = Math.min(maxBatch, this.#waiting.length);
    while (this.#waiting[size - 1]?.goesOn && size < this.#waiting.length) size += 1;
    return size;
  }

  /** A store that is gone altogether refuses like one that fails: nobody is acknowledged. */
  async #append(batch: readonly Waiting[]): Promise<AppendOutcome[]> {
    try {
      return await this.#log.append(batch.map((waiting) => waiting.draft));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return batch.map(() => ({ kind: 'refused', code: 'store-failed' }));
    }
  }
}

export function asEntry(draft: EntryDraft, { id, seq }: { id: number; seq: number }): Entry {
  return { ...draft, id, seq };
}
