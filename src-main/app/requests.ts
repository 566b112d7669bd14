import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { ParsedParams, RequestName, RequestResults } from '../../src-shared/bridge/bridge.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Membership } from './membership.ts';
import type { Memberships } from './memberships.ts';
import type { SettingsBook } from './settings.ts';

/** What the app does with each request; a feature gives a part of the table. */
export type Handlers = {
  readonly [N in RequestName]: (params: ParsedParams<N>) => Promise<Outcome<RequestResults[N]>>;
};

export type AppContext = { memberships: Memberships; settings: SettingsBook };

/** Looks the room up for a request. */
export function findMembership({ memberships }: AppContext, room: RoomId): Outcome<Membership> {
  const membership = memberships.get(room);
  return membership ? done(membership) : refused({ code: 'no-such-room' });
}
