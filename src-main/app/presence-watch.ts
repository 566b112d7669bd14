import type { Clock } from '../../src-shared/outside/clock.ts';
import { limits } from '../../src-shared/protocol/limits.ts';

export type OwnPresence = 'online' | 'away';

export type PresenceWatchParts = {
  clock: Clock;
  changed: (presence: OwnPresence) => void;
};

/** Whether the person is at this computer: away if nothing was touched for ten minutes (R3.8). */
export class PresenceWatch {
  readonly #parts: PresenceWatchParts;
  #presence: OwnPresence = 'online';
  #touchedAt: number;
  #isWatching = false;
  #cancel: () => void = () => undefined;

  constructor(parts: PresenceWatchParts) {
    this.#parts = parts;
    this.#touchedAt = parts.clock.monotonicMs();
  }

  get presence(): OwnPresence {
    return this.#presence;
  }

  /** The person has touched a key or the mouse. */
  touched(): void {
    this.#touchedAt = this.#parts.clock.monotonicMs();
    this.#look();
  }

  /** While nobody watches the person is online. */
  watch(isWatching: boolean): void {
    if (this.#isWatching === isWatching) return;
    this.#isWatching = isWatching;
    this.#look();
  }

  stop(): void {
    this.#isWatching = false;
    this.#cancel();
  }

  #look(): void {
    const { clock } = this.#parts;
    this.#cancel();
    const leftMs = this.#touchedAt + limits.awayAfterMs - clock.monotonicMs();
    const isAway = this.#isWatching && leftMs <= 0;
    if (this.#isWatching && !isAway) this.#cancel = clock.after(leftMs, () => this.#look());
    const presence = isAway ? 'away' : 'online';
    if (presence === this.#presence) return;
    this.#presence = presence;
    this.#parts.changed(presence);
  }
}
