import type { HostStatus } from '../../src-shared/bridge/views.ts';
import type { Answer } from '../../src-shared/bridge/requests.ts';
import { done, refuse } from './answers.ts';
import { findMembership } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';

type HostRequests = Pick<Handlers, 'host/status' | 'host/log' | 'host/change-port'>;

/** What the person who hosts sees of the running room, and the port, which only they can change. */
export function hostRequests(context: AppContext): HostRequests {
  const { memberships } = context;
  return {
    'host/status': async ({ room }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { hosting } = found.membership;
      return hosting ? done(await hosting.status()) : refuse({ code: 'room-not-running' });
    },

    'host/log': async ({ room }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { hosting } = found.membership;
      return hosting ? done(hosting.server.readLog()) : refuse({ code: 'room-not-running' });
    },

    'host/change-port': ({ room, port }) =>
      memberships.inTurn(room, async (): Promise<Answer<HostStatus>> => {
        const found = findMembership(context, room);
        if (!found.ok) return found;
        const { membership } = found;
        const { client } = membership;
        if (!client.record.hosted) return refuse({ code: 'room-not-running' });
        if (membership.hosting && membership.hosting.server.port !== port) {
          await memberships.stop(membership);
        }
        const refusal = membership.hosting ? undefined : await memberships.host(membership, port);
        if (refusal) {
          await client.stop(refusal);
          return refuse(refusal);
        }
        await client.changeRecord({ open: true });
        await memberships.start(membership);
        const { hosting } = membership;
        return hosting ? done(await hosting.status()) : refuse({ code: 'room-not-running' });
      }),
  };
}
