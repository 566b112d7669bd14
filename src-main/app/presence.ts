import { done } from '../../src-shared/protocol/outcome.ts';
import type { AppContext, Handlers } from './requests.ts';

/** Windows say that somebody is there. */
export function presenceRequests({ memberships }: AppContext): Pick<Handlers, 'presence/active'> {
  return {
    'presence/active': async () => {
      memberships.presence.touched();
      return done(null);
    },
  };
}
