import type { Settings } from '../../src-shared/bridge/app.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { PresenceHere } from '../../src-shared/protocol/members.ts';

export type PresenceWatchParts = {
  clock: Clock;
  changed: (presence: PresenceHere) => void;
};

/** What the person has chosen of how others see them. */
type Chosen = Pick<Settings, 'presence' | 'away'>;

/**
 * How the person stands at this computer: as chosen by hand, or else away if nothing was touched for ten minutes and that
 * is wanted (R3.8).
 */
export class PresenceWatch {
  readonly #parts: PresenceWatchParts;
  #presence: PresenceHere = 'online';
  #touchedAt: number;
  #chosen: Chosen = { presence: 'available', away: false };
  #cancel: () => void = () => undefined;

  constructor(parts: PresenceWatchParts) {
    this.#parts = parts;
    this.#touchedAt = parts.clock.monotonicMs();
  }

  get presence(): PresenceHere {
    return this.#presence;
  }

  /** The person has touched a key or the mouse. */
  touched(): void {
    this.#touchedAt = this.#parts.clock.monotonicMs();
    this.#look();
  }

  choose({ presence, away }: Chosen): void {
    if (this.#chosen.presence === presence && this.#chosen.away === away) return;
    this.#chosen = { presence, away };
    this.#look();
  }

  stop(): void {
    this.#chosen = { ...this.#chosen, away: false };
    this.#cancel();
  }

  #look(): void {
    this.#cancel();
    const presence = this.#standing();
    if (presence === this.#presence) return;
    this.#presence = presence;
    this.#parts.changed(presence);
  }

  #standing(): PresenceHere {
    const { presence, away } = this.#chosen;
    if (presence !== 'available') return presence;
    if (!away) return 'online';
    const { clock } = this.#parts;
    const leftMs = this.#touchedAt + limits.awayAfterMs - clock.monotonicMs();
    if (leftMs <= 0) return 'away';
    this.#cancel = clock.after(leftMs, () => this.#look());
    return 'online';
  }
}
