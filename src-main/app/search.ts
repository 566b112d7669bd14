import { done, refuse } from './answers.ts';
import type { AppContext, Handlers } from './requests.ts';

/** Search in everything that this computer holds (R0.6, R0.7). */
export function searchRequests({ memberships }: AppContext): Pick<Handlers, 'search/find'> {
  return {
    'search/find': async (query) => {
      if (query.room !== undefined && !memberships.get(query.room)) {
        return refuse({ code: 'no-such-room' });
      }
      return done(await memberships.replica.search(query));
    },
  };
}
