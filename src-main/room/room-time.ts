const hourMs = 60 * 60_000;
/** How often it is noted in the log how late it is, if anything was stored since. */
const noteEveryMs = hourMs;
/** After the computer was off, or its clock was set forward, an hour here makes up for so many. */
const hoursPerHour = 24;

/**
 * What is noted: `id`: what stands before this entry of the log was stored at `time` or earlier. `now`: how late it was for what
 * grows old.
 */
export type NotedTime = { id: number; time: number; now: number };

/** What the clocks of this computer say: the one that people set, and the one that never jumps. */
type Clocks = { wallMs: number; monotonicMs: number };

/** What the log says of the time when a room starts. `newestAt`: of its newest entry, which is `head`. */
export type StoredTime = {
  noted?: NotedTime | undefined;
  newestAt?: number | undefined;
  head: number;
};

/**
 * How late it is for what grows old in a room, and how old that is. What was stored is no older than the next note in the log
 * says, whatever its own time: it may have been brought in from elsewhere, or written under a wrong clock. How late it is
 * never goes back, and a clock that goes forward takes it along slowly: one that is wrong by a year for an hour makes
 * nothing older than by a day.
 */
export class RoomTime {
  #last: NotedTime;
  #now: number | undefined;
  #lookedAtMs: number | undefined;
  readonly #newestAt: number | undefined;

  constructor({ noted, newestAt, head }: StoredTime) {
    this.#now = noted?.now ?? newestAt;
    this.#last = noted ?? { id: 0, time: -Infinity, now: -Infinity };
    this.#newestAt = head > this.#last.id ? newestAt : undefined;
  }

  /** Each call moves it on. */
  now({ wallMs, monotonicMs }: Clocks): number {
    const passedMs = monotonicMs - (this.#lookedAtMs ?? monotonicMs);
    this.#lookedAtMs = monotonicMs;
    const before = this.#now ?? wallMs;
    this.#now = Math.max(before, Math.min(wallMs, before + hoursPerHour * passedMs));
    return this.#now;
  }

  /** What is to be noted after this entry of the log; undefined if nothing is. */
  toNote(position: number, now: Clocks): Omit<NotedTime, 'id'> | undefined {
    const isFirst = this.#lookedAtMs === undefined;
    const late = this.now(now);
    if (position <= this.#last.id) return undefined;
    // What an earlier run has stored and not noted any more.
    if (isFirst && this.#newestAt !== undefined)
      return { time: Math.max(this.#newestAt, late), now: late };
    if (this.#last.id === 0 && this.#last.now === -Infinity) this.#last.now = late;
    if (late - this.#last.now < noteEveryMs) return undefined;
    return { time: Math.max(now.wallMs, late), now: late };
  }

  noted(last: NotedTime): void {
    this.#last = last;
    this.#now = Math.max(this.#now ?? last.now, last.now);
  }
}
