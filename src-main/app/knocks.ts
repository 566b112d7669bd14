import { done } from '../../src-shared/protocol/outcome.ts';
import { ofRooms } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';

/** Rooms that ask before somebody new comes in. */
export function knockRequests(context: AppContext): Pick<Handlers, 'knock/answer' | 'knock/stop'> {
  return {
    ...ofRooms(context, {
      'knock/answer': ({ client }, { knock, letIn }) => client.knocks.answer(knock, letIn),
    }),
    'knock/stop': async () => {
      context.memberships.stopWaiting({ code: 'knock-withdrawn' });
      return done(null);
    },
  };
}
