import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Knock } from '../../src-shared/protocol/knocks.ts';
import type { DeviceId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Now, SessionId } from './effects.ts';
import { WindowLimit } from './rate-limits.ts';
import type { RoomSession } from './session.ts';

export type Knocking = {
  session: RoomSession;
  name: string;
  nameKey: string;
  device: DeviceId;
};

type Waiting = Knocking & { knock: number; at: number };

/** Who waits at the door, the longest waiting first, and who was turned away lately. In memory only. */
export class Knocks {
  readonly #waiting = new Map<number, Waiting>();
  readonly #turnedAway = new WindowLimit({ count: 1, windowMs: limits.turnedAwayMs });
  readonly #turnedAwayByAddress = new WindowLimit({
    count: limits.turnedAwayPerAddress,
    networkCount: limits.turnedAwayPerNetwork,
    windowMs: limits.turnedAwayMs,
  });
  #last = 0;

  list(): Waiting[] {
    return [...this.#waiting.values()];
  }

  get(knock: number): Waiting | undefined {
    return this.#waiting.get(knock);
  }

  /** Why somebody may not wait now. */
  refuse(knocking: Knocking, now: Now): Refusal | undefined {
    const { session } = knocking;
    const waits = keysOf(knocking).map((key) => this.#turnedAway.waitMs(key, now.monotonicMs));
    if (!session.isOwnComputer) {
      waits.push(this.#turnedAwayByAddress.waitMs(session.addressKey, now.monotonicMs));
    }
    const retryAfterMs = Math.max(...waits);
    if (retryAfterMs > 0) return { code: 'turned-away', retryAfterMs };
    const near = this.list().filter((one) => one.session.addressKey === session.addressKey);
    const isFull = this.#waiting.size >= limits.knocksPerRoom;
    const isCrowded = !session.isOwnComputer && near.length >= limits.knocksPerAddress;
    return isFull || isCrowded ? { code: 'too-many-knocks' } : undefined;
  }

  add(knocking: Knocking, now: Now): void {
    this.#last += 1;
    knocking.session.stage = { is: 'knocking', sinceMs: now.monotonicMs };
    this.#waiting.set(this.#last, { ...knocking, knock: this.#last, at: now.wallMs });
  }

  /** Whose connection has ended, or who was answered; undefined if nobody waited there. */
  remove(session: SessionId): Waiting | undefined {
    const found = this.list().find((one) => one.session.id === session);
    if (found) this.#waiting.delete(found.knock);
    return found;
  }

  /** It cannot ask again at once: not from this device, not with this name, and in the end not from this address. */
  turnAway(waiting: Knocking, now: Now): void {
    for (const key of keysOf(waiting)) this.#turnedAway.take(key, now.monotonicMs);
    this.#turnedAwayByAddress.take(waiting.session.addressKey, now.monotonicMs);
  }

  /** As those are told who may answer; the owner from where, too. */
  told({ isOwner }: { isOwner: boolean }): Knock[] {
    return this.list().map(({ knock, name, at, session: { address } }) => ({
      knock,
      name,
      at,
      ...(isOwner ? { address } : {}),
    }));
  }
}

function keysOf({ device, nameKey, session }: Knocking): string[] {
  return [device, `${nameKey} at ${session.addressKey}`];
}
