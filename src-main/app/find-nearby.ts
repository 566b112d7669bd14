import type { Clock } from '../../src-shared/outside/clock.ts';
import { createNearby } from '../net/nearby/create-nearby.ts';
import type { Nearby } from '../net/nearby/create-nearby.ts';

/** Questions go out at once and after 1 and 3 seconds; who is there answers in milliseconds, or is tried for 2 seconds. */
const lookForMs = 4000;

export type FoundNearby = ReturnType<Nearby['rooms']['look']>;

/** The rooms of the same networks, for who looks but once. */
export async function findNearby(clock: Clock): Promise<FoundNearby> {
  const { rooms } = createNearby({ clock });
  rooms.look();
  await new Promise<void>((resolve) => void clock.after(lookForMs, resolve));
  const found = rooms.look();
  await rooms.rest();
  return found;
}
