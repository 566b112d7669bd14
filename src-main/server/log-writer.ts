import type { StoringName } from '../../src-shared/protocol/protocol.ts';
import type { EntryDraft } from '../../src-shared/protocol/entries.ts';
import type { Reply } from '../room/effects.ts';
import type { AppendOutcome, RoomLog } from '../room/ports.ts';

export type Waiting = {
  draft: EntryDraft;
  reply: Reply<StoringName> | undefined;
  /** The next one belongs to it: both are written in one transaction. */
  goesOn: boolean;
};
export type Written = Pick<Waiting, 'draft' | 'reply'> & { outcome: AppendOutcome };

/** So many turns of the loop at most bring more to one transaction before it begins. */
const gatheredTurns = 4;
/** More only if the last of them is one command with those after it. */
const maxBatch = 1000;

/**
 * Gathers into one transaction what is appended for as long as each turn of the loop brings more: what a program has
 * said in one read is carried out in several turns, and each transaction is a write to everybody who hears of it. While
 * one is being committed the next gathers, so a slow disk makes larger transactions, not a longer queue of them.
 */
export class LogWriter {
  readonly #log: Pick<RoomLog, 'append'>;
  readonly #written: (batch: readonly Written[]) => void;
  #waiting: Waiting[] = [];
  #phase: 'idle' | 'gathering' | 'writing' = 'idle';
  #idle: (() => void)[] = [];

  /** `written` hears before anybody who follows the log. */
  constructor(log: Pick<RoomLog, 'append'>, written: (batch: readonly Written[]) => void) {
    this.#log = log;
    this.#written = written;
  }

  append(waiting: Waiting): void {
    this.#waiting.push(waiting);
    if (this.#phase !== 'idle') return;
    this.#phase = 'gathering';
    this.#gather(gatheredTurns);
  }

  #gather(turns: number): void {
    const before = this.#waiting.length;
    setImmediate(() => {
      if (turns > 1 && this.#waiting.length > before) this.#gather(turns - 1);
      else this.#write();
    });
  }

  /** Resolves when everything handed over so far has been written and reported. */
  settled(): Promise<void> {
    if (this.#phase === 'idle') return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** The next transaction, if something waits for one. */
  #write(): void {
    this.#phase = this.#waiting.length > 0 ? 'writing' : 'idle';
    if (this.#phase === 'writing') void this.#append(this.#waiting.splice(0, this.#batchSize()));
  }

  #batchSize(): number {
    let size = Math.min(maxBatch, this.#waiting.length);
    while (this.#waiting[size - 1]?.goesOn && size < this.#waiting.length) size += 1;
    return size;
  }

  /** A store that is gone altogether refuses like one that fails: nothing is acknowledged. */
  async #append(batch: readonly Waiting[]): Promise<void> {
    let isSettled = false;
    const settle = (outcomes: readonly AppendOutcome[]): void => {
      isSettled = true;
      // Handed over before anybody hears of this one, so that the disk is at work while it is delivered.
      this.#write();
      this.#written(
        batch.map(({ draft, reply }, place) => ({
          draft,
          reply,
          outcome: outcomes[place] ?? { is: 'refused', code: 'store-failed' },
        })),
      );
      if (this.#phase === 'idle') for (const resolve of this.#idle.splice(0)) resolve();
    };
    try {
      await this.#log.append(
        batch.map(({ draft }) => draft),
        settle,
      );
    } catch (error) {
      if (!(error instanceof Error) || isSettled) throw error;
      settle([]);
    }
  }
}
