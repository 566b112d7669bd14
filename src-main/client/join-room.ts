import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import type { Transport } from '../net/transport.ts';
import { deriveDevice, greet, signIn } from './sign-in.ts';
import type { Credentials, Greeting, Entered } from './sign-in.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Profile } from './replica/room-records.ts';
import { RoomLink } from './room-link.ts';

/** A connection to a room whose name is known; nobody has signed in over it yet. */
export type AtDoor = { link: RoomLink; greeting: Greeting };

/** Finds out which room answers; ends the connection if none does. */
export async function knock(
  transport: Transport,
  { clock, program }: { clock: Clock; program: string },
): Promise<Outcome<AtDoor>> {
  const link = new RoomLink({ transport, clock });
  const greeted = await greet(link, program);
  if (greeted.ok) return done({ link, greeting: greeted.value });
  link.end(greeted.refusal);
  return greeted;
}

/** Signs in for the first time, by name, to the room with this key; ends the connection if that is refused. */
export async function enter(
  { link, greeting }: AtDoor,
  profile: Profile,
  { pin, ...who }: Omit<Credentials, 'token'> & { pin: Pin },
): Promise<Outcome<Entered>> {
  const device = deriveDevice(profile, { room: greeting.room.id, pin });
  const admitted = await signIn(link, device, who);
  if (admitted.ok) return done({ link, greeting, admission: admitted.value });
  link.end(admitted.refusal);
  return admitted;
}
