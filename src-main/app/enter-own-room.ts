import type { Entered } from '../client/sign-in.ts';
import { enter, knock } from '../client/join-room.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Hosting } from './hosting.ts';
import type { Memberships } from './memberships.ts';

/** Whoever hosts comes in by the same way as everybody. */
export async function enterOwnRoom(
  { options, profile, program }: Memberships,
  { server }: Hosting,
  name: string,
): Promise<Outcome<Entered>> {
  const door = await knock(server.connectLocally(), { clock: options.clock, program });
  return door.ok ? enter(door.value, profile, { name }) : door;
}
