import type { HostStatus } from '../../src-shared/bridge/host.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Hosting } from './hosting.ts';
import type { Membership } from './membership.ts';
import type { Memberships } from './memberships.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

/** What the person who hosts sees of the running room, and what only they can change. */
export function hostRequests(context: AppContext) {
  const { memberships, settings } = context;
  const notRunning = refused({ code: 'room-not-running' });
  const status = async (hosting: Hosting | undefined): Promise<Outcome<HostStatus>> =>
    hosting ? done(await hosting.status()) : notRunning;

  const whileHosting = ofRooms(context, {
    'host/status': ({ hosting }) => status(hosting),

    'host/network': async ({ hosting }) => (hosting ? done(await hosting.network()) : notRunning),

    'host/log': async ({ hosting }) => (hosting ? done(hosting.server.readLog()) : notRunning),

    'host/change-options': async ({ hosting }, { plain, logTexts, access, files }) => {
      const refusal = await hosting?.server.changeOptions({
        ...(plain === undefined ? {} : { plain }),
        ...(logTexts === undefined ? {} : { logTexts }),
        ...(access === undefined ? {} : { access }),
        ...(files === undefined ? {} : { files }),
      });
      return refusal ? refused(refusal) : status(hosting);
    },

    'host/files': async ({ hosting }) =>
      hosting ? done(await hosting.server.files()) : notRunning,

    'host/invites': async ({ hosting }) => (hosting ? done(await hosting.invites()) : notRunning),

    'host/make-invite': async ({ hosting }, { role, lifetimeMs, uses }) => {
      if (!hosting) return notRunning;
      const expiresAt = lifetimeMs && memberships.options.clock.wallMs() + lifetimeMs;
      const made = await hosting.invite({ role, expiresAt, uses });
      return made.ok ? done({ link: made.value, invites: await hosting.invites() }) : made;
    },

    'host/revoke-invite': async ({ hosting }, { invite }) => {
      if (!hosting) return notRunning;
      const refusal = await hosting.server.revokeInvite(invite);
      return refusal ? refused(refusal) : done(await hosting.invites());
    },

    'host/open-log': async ({ hosting }) =>
      hosting ? showFolder(memberships, hosting.logFolder) : notRunning,
  });

  const starting = ofRooms(
    context,
    {
      'host/change-network': async (membership, change) => {
        const { client, hosting } = membership;
        if (!hosting) return notRunning;
        const { isAnnounced = client.record.isAnnounced } = change;
        const { isPortMapped = client.record.isPortMapped } = change;
        const reach = { isAnnounced, isPortMapped };
        await client.changeRecord(reach);
        await hosting.reach(reach);
        // The next room begins as this one was left.
        if (change.isAnnounced !== undefined) await settings.change({ announce: isAnnounced });
        return status(hosting);
      },

      'host/change-port': async (membership, { port }) => {
        const { client } = membership;
        if (!client.record.hosted) return notRunning;
        const refusal = await moveTo(memberships, membership, port);
        if (refusal) return refused(refusal);
        await client.changeRecord({ open: true });
        await memberships.start(membership);
        return status(membership.hosting);
      },
    },
    'in-turn',
  );
  return { ...whileHosting, ...starting };
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

export async function showFolder(
  { options }: Pick<Memberships, 'options'>,
  folder: string,
): Promise<Outcome<null>> {
  const isOpened = (await options.openFolder?.(folder)) ?? false;
  return isOpened ? done(null) : refused({ code: 'folder-not-opened', subject: folder });
}
