import type { HostStatus } from '../../src-shared/bridge/host.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Hosting } from './hosting.ts';
import type { Membership } from './membership.ts';
import type { Memberships } from './memberships.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { findMembership } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';

type HostRequests = Pick<
  Handlers,
  'host/status' | 'host/log' | 'host/change-options' | 'host/open-log' | 'host/change-port'
>;

/** What the person who hosts sees of the running room, and what only they can change. */
export function hostRequests(context: AppContext): HostRequests {
  const { memberships } = context;

  async function whileHosting<T>(
    room: RoomId,
    work: (hosting: Hosting) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const found = findMembership(context, room);
    if (!found.ok) return found;
    const { hosting } = found.value;
    return hosting ? work(hosting) : refused({ code: 'room-not-running' });
  }

  return {
    'host/status': ({ room }) =>
      whileHosting(room, async (hosting) => done(await hosting.status())),

    'host/log': ({ room }) => whileHosting(room, async ({ server }) => done(server.readLog())),

    'host/change-options': ({ room, plain, logTexts }) =>
      whileHosting(room, async (hosting) => {
        const refusal = await hosting.server.changeOptions({
          ...(plain === undefined ? {} : { plain }),
          ...(logTexts === undefined ? {} : { logTexts }),
        });
        return refusal ? refused(refusal) : done(await hosting.status());
      }),

    'host/open-log': ({ room }) =>
      whileHosting(room, async ({ logFolder }) => {
        const isOpened = (await memberships.options.openFolder?.(logFolder)) ?? false;
        return isOpened ? done(null) : refused({ code: 'folder-not-opened', subject: logFolder });
      }),

    'host/change-port': ({ room, port }) =>
      memberships.inTurn(room, async (): Promise<Outcome<HostStatus>> => {
        const found = findMembership(context, room);
        if (!found.ok) return found;
        const membership = found.value;
        const { client } = membership;
        if (!client.record.hosted) return refused({ code: 'room-not-running' });
        const refusal = await moveTo(memberships, membership, port);
        if (refusal) return refused(refusal);
        await client.changeRecord({ open: true });
        await memberships.start(membership);
        const { hosting } = membership;
        return hosting ? done(await hosting.status()) : refused({ code: 'room-not-running' });
      }),
  };
}

/** If the new port cannot be had, a room that ran goes on at its old one. */
async function moveTo(
  memberships: Memberships,
  membership: Membership,
  port: number,
): Promise<Refusal | undefined> {
  const { client, hosting } = membership;
  if (hosting?.server.port === port) return undefined;
  const before = hosting?.server.port;
  await memberships.stop(membership);
  const refusal = await memberships.host(membership, port);
  if (!refusal) return undefined;
  if (before === undefined || (await memberships.host(membership, before))) {
    await client.stop(refusal);
  } else await memberships.start(membership);
  return refusal;
}
