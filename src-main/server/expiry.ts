import { setImmediate as nextTurn } from 'node:timers/promises';
import { hostAccount } from '../../src-shared/protocol/ids.ts';
import type { Now } from '../room/effects.ts';
import type { RoomLog } from '../room/ports.ts';

/** How often it is looked whether anything is old enough to go. */
const lookEveryMs = 60_000;

export type ExpiryParts = {
  log: Pick<RoomLog, 'append' | 'expiring'>;
  now: () => Now;
  /** How late it is by the room's own time. */
  lateness: () => number;
  reportDefect: (error: unknown) => void;
};

/** Lets go what the room's rules do not keep, step by step, each of them an entry: others are stored in between. */
export class Expiry {
  readonly #parts: ExpiryParts;
  #lookedAtMs: number | undefined;
  #running: Promise<void> | undefined;
  #isOver = false;

  constructor(parts: ExpiryParts) {
    this.#parts = parts;
  }

  tick(): void {
    const { monotonicMs } = this.#parts.now();
    const isEarly = this.#lookedAtMs !== undefined && monotonicMs - this.#lookedAtMs < lookEveryMs;
    if (isEarly || this.#running || this.#isOver) return;
    this.#lookedAtMs = monotonicMs;
    this.#running = this.#run()
      .catch((error: unknown) => this.#parts.reportDefect(error))
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** A rule has changed. */
  lookSoon(): void {
    this.#lookedAtMs = undefined;
  }

  /** Resolves when no step is under way, and none follows. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const { log, lateness, now } = this.#parts;
    for (let from = 0; !this.#isOver;) {
      const { drafts, from: next } = await log.expiring({ now: lateness(), from });
      if (drafts.length > 0) {
        const told = { type: 'expired', at: now().wallMs, by: hostAccount } as const;
        const outcomes = await log.append(drafts.map((draft) => ({ ...told, ...draft })));
        // What the disk does not let go is tried again by a later look.
        if (outcomes.some(({ is }) => is === 'refused')) return;
      } else if (next === undefined) return;
      // A conversation may have more to let go.
      if (drafts.length === 0) from = next ?? 0;
      await nextTurn();
    }
  }
}
