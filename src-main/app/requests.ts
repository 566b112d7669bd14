import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { ParsedParams, RequestName, RequestResults } from '../../src-shared/bridge/bridge.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { refused } from '../../src-shared/protocol/outcome.ts';
import type { Membership } from './membership.ts';
import type { Memberships } from './memberships.ts';
import type { PlayedFiles } from './played-files.ts';
import type { SettingsBook } from './settings.ts';

/** What the app does with each request; a feature gives a part of the table. */
export type Handlers = {
  readonly [N in RequestName]: (params: ParsedParams<N>) => Promise<Outcome<RequestResults[N]>>;
};

/** The same for requests about a room that this person is a member of. */
type RoomHandlers = {
  readonly [N in RequestName as ParsedParams<N> extends { room: RoomId } ? N : never]: (
    membership: Membership,
    params: ParsedParams<N>,
  ) => Promise<Outcome<RequestResults[N]>>;
};

export type AppContext = {
  memberships: Memberships;
  settings: SettingsBook;
  played: PlayedFiles;
};

/**
 * Looks the room up for each of these requests. `in-turn`: what is asked of one room happens one after another,
 * however fast it is asked for.
 */
export function ofRooms<N extends keyof RoomHandlers>(
  { memberships }: AppContext,
  handlers: Pick<RoomHandlers, N>,
  order: 'at-once' | 'in-turn' = 'at-once',
): Pick<Handlers, N> {
  type AnyHandler = (membership: Membership, params: { room: RoomId }) => Promise<unknown>;
  const given = Object.entries(handlers) as [string, AnyHandler][];
  const handled = given.map(([name, handle]) => [
    name,
    async (params: { room: RoomId }) => {
      const { room } = params;
      const work = async () => {
        const membership = memberships.get(room);
        return membership ? handle(membership, params) : refused({ code: 'no-such-room' });
      };
      return order === 'in-turn' ? memberships.inTurn(room, work) : work();
    },
  ]);
  // Name by name each has the parameters and the result of its handler.
  return Object.fromEntries(handled) as Pick<Handlers, N>;
}
