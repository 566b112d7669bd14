import { awayAfterMs } from '../../src-shared/member/missed.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';

/** A moment at which the person was here, and how far the room's log was held then. */
export type SeenMark = { id: number; at: number };

export type AwayWatchParts = {
  clock: Clock;
  /** The newest position of the log that is held. */
  newestId: () => number;
  isLive: () => boolean;
  /** On disk; missing if the person was never here. */
  kept: SeenMark | undefined;
  keep: (mark: SeenMark) => Promise<void>;
  failed: (error: unknown) => void;
  changed: () => void;
};

/** Often enough: what was read by then is not told of again. */
const keptEveryMs = 10 * 60_000;

/**
 * Knows since when a person was away from a room, until they have seen what they missed. Away is whoever touched nothing
 * for half an hour, or was not connected for as long; it ends with the first touch while the room is connected.
 */
export class AwayWatch {
  readonly #parts: AwayWatchParts;
  #seen: SeenMark | undefined;
  /** While the room was not connected. */
  #isTouched = false;
  #keptAt = -Infinity;
  /** From where on is told what was missed; kept for who wants to see it again. */
  #away: (SeenMark & { isDismissed: boolean }) | undefined;

  constructor(parts: AwayWatchParts) {
    this.#parts = parts;
    this.#seen = parts.kept;
    // Whoever enters a room for the first time is here.
    this.#isTouched = parts.kept === undefined;
  }

  /** Since when, as long as the person has not put it away; epoch milliseconds. */
  get since(): number | undefined {
    return this.#away?.isDismissed === false ? this.#away.at : undefined;
  }

  /** Where the time away began that is told of, or was told of last. */
  get from(): SeenMark | undefined {
    return this.#away;
  }

  /** The person has touched a key or the mouse. */
  touched(): void {
    const { clock, newestId, isLive, changed } = this.#parts;
    this.#isTouched = !isLive();
    if (this.#isTouched) return;
    const now = clock.wallMs();
    const seen = this.#seen;
    this.#seen = { id: newestId(), at: now };
    if (seen && now - seen.at >= awayAfterMs) {
      // What they have not looked at yet is not forgotten.
      if (this.since === undefined) this.#away = { ...seen, isDismissed: false };
      changed();
    }
    if (now - this.#keptAt >= keptEveryMs) void this.keep();
  }

  /** The room has changed: it may be connected again, for somebody who is here already. */
  roomChanged(): void {
    if (this.#isTouched) this.touched();
  }

  dismiss(): void {
    if (this.#away) this.#away = { ...this.#away, isDismissed: true };
    this.#parts.changed();
  }

  /** What was not put away yet is told after a restart too. */
  async keep(): Promise<void> {
    const { clock, keep, failed } = this.#parts;
    const mark = this.since === undefined ? this.#seen : this.#away;
    if (!mark) return;
    this.#keptAt = clock.wallMs();
    await keep({ id: mark.id, at: mark.at }).catch(failed);
  }
}
