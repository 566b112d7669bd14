import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';

/** What live entries that wait for a gap to be filled may hold, for all conversations of a room. */
type WaitingBudget = { characters: number };

export type ConversationFeedParts = {
  id: ConversationId;
  budget: WaitingBudget;
  clock: Clock;
  /**
   * Live entries that follow each other sooner than this are written together: a write costs as much as the ten entries
   * in it. Nothing that somebody waits for is kept back.
   */
  writeEveryMs: number;
  lastSeq: () => number;
  /** The page right after a number, or (undefined) the newest; undefined if the connection ended. */
  fetch: (after: number | undefined) => Promise<Entry[] | undefined>;
  /** Adds to the copy, on disk when it resolves. */
  store: (entries: readonly Entry[]) => Promise<void>;
  failed: (error: unknown) => void;
};

type Waiter = { seq: number; resolve: (reached: boolean) => void };

/**
 * Brings what is new in one conversation to the copy while one connection lasts: the next number is
 * applied, a gap is fetched, what is held is passed over (W7).
 */
export class ConversationFeed {
  readonly #parts: ConversationFeedParts;
  /** Live entries above the copy's end, in whatever order they came. */
  readonly #waiting = new Map<number, Entry>();
  #waiters: Waiter[] = [];
  /** The newest number that the room is known to have. */
  #head = 0;
  #phase: 'idle' | 'running' | 'stopped' = 'idle';
  #restUntil = -Infinity;
  #endRest: () => void = () => undefined;

  constructor(parts: ConversationFeedParts) {
    this.#parts = parts;
  }

  /** An entry that came live. If too much waits already, it is fetched later instead. */
  offer(entry: Entry): void {
    if (entry.seq <= this.#parts.lastSeq() || this.#phase === 'stopped') return;
    this.#head = Math.max(this.#head, entry.seq);
    const { budget } = this.#parts;
    if (!this.#waiting.has(entry.seq) && budget.characters >= weight(entry)) {
      budget.characters -= weight(entry);
      this.#waiting.set(entry.seq, entry);
    }
    this.#start();
  }

  /** Resolves with true when the copy holds everything up to `seq`, with false when it is stopped before. */
  reach(seq: number): Promise<boolean> {
    if (this.#parts.lastSeq() >= seq) return Promise.resolve(true);
    if (this.#phase === 'stopped') return Promise.resolve(false);
    this.#head = Math.max(this.#head, seq);
    return new Promise((resolve) => {
      this.#waiters.push({ seq, resolve });
      this.#endRest();
      this.#start();
    });
  }

  /** The same for all that the room has told so far. */
  reachHead(): Promise<boolean> {
    return this.reach(this.#head);
  }

  stop(): void {
    this.#phase = 'stopped';
    this.#endRest();
    for (const entry of this.#waiting.values()) this.#forget(entry);
    for (const waiter of this.#waiters.splice(0)) waiter.resolve(false);
  }

  #start(): void {
    if (this.#phase !== 'idle') return;
    this.#phase = 'running';
    // What one turn of the loop brings becomes one write and one push.
    setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    try {
      do await this.#rest();
      while (this.#phase === 'running' && (await this.#step()));
    } catch (error) {
      this.stop();
      this.#parts.failed(error);
    }
  }

  /** After the last live write, as long as nobody waits for the next. */
  #rest(): Promise<void> {
    const { clock } = this.#parts;
    const restMs = this.#restUntil - clock.monotonicMs();
    if (restMs <= 0 || this.#waiters.length > 0 || !this.#isNextThere()) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = clock.after(restMs, resolve);
      this.#endRest = () => {
        cancel();
        resolve();
      };
    });
  }

  #isNextThere(): boolean {
    return this.#waiting.has(this.#parts.lastSeq() + 1);
  }

  /** False if nothing is left to do. */
  async #step(): Promise<boolean> {
    this.#tellWaiters();
    const { clock, writeEveryMs } = this.#parts;
    const lastSeq = this.#parts.lastSeq();
    const ready = this.#takeReady(lastSeq);
    if (ready.length === 0 && this.#head <= lastSeq) {
      // Not later: whoever was told just now may offer the next before this is heard of.
      this.#phase = 'idle';
      return false;
    }
    if (ready.length > 0) this.#restUntil = clock.monotonicMs() + writeEveryMs;
    const entries =
      ready.length > 0 ? ready : await this.#parts.fetch(lastSeq === 0 ? undefined : lastSeq);
    if (!entries) {
      this.stop();
      return false;
    }
    await this.#parts.store(entries);
    return true;
  }

  /** The entries that follow the copy's end without a gap. */
  #takeReady(lastSeq: number): Entry[] {
    const ready: Entry[] = [];
    for (let entry = this.#waiting.get(lastSeq + 1); entry;) {
      ready.push(entry);
      entry = this.#waiting.get(entry.seq + 1);
    }
    for (const entry of ready) this.#forget(entry);
    if (this.#waiting.size > 0) {
      for (const entry of this.#waiting.values()) if (entry.seq <= lastSeq) this.#forget(entry);
    }
    return ready;
  }

  #forget(entry: Entry): void {
    if (this.#waiting.delete(entry.seq)) this.#parts.budget.characters += weight(entry);
  }

  #tellWaiters(): void {
    const lastSeq = this.#parts.lastSeq();
    const reached = this.#waiters.filter((waiter) => waiter.seq <= lastSeq);
    if (reached.length === 0) return;
    this.#waiters = this.#waiters.filter((waiter) => waiter.seq > lastSeq);
    for (const waiter of reached) waiter.resolve(true);
  }
}

/** An entry's own size, roughly: what stands around its text counts too. */
function weight(entry: Entry): number {
  return 200 + ('text' in entry ? entry.text.length : 0);
}
