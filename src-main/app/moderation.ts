import { done } from '../../src-shared/protocol/outcome.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

/** Roles, moderation and the room's settings: the room decides, and tells everybody what has changed. */
export function moderationRequests(context: AppContext) {
  return ofRooms(context, {
    'member/set-role': async ({ client }, { account, role }) =>
      nothing(await client.moderation.ask('set-role', { account, role })),
    'room/hand-over': async ({ client }, { account }) =>
      nothing(await client.moderation.ask('hand-over', { account })),
    'member/kick': async ({ client }, { account, reason }) =>
      nothing(await client.moderation.ask('kick', { account, reason })),
    'member/ban': ({ client }, { account, reach, lastsMs, reason }) =>
      client.moderation.ask('ban', { account, reach, lastsMs, reason }),
    'member/mute': async ({ client }, { account, lastsMs, reason }) =>
      nothing(await client.moderation.ask('mute', { account, lastsMs, reason })),
    'member/unmute': async ({ client }, { account }) =>
      nothing(await client.moderation.ask('unmute', { account })),
    'ban/list': ({ client }, { from }) => client.moderation.listBans(from),
    'ban/lift': async ({ client }, { ban }) =>
      nothing(await client.moderation.ask('unban', { ban })),
    'record/read': ({ client }, { from }) => client.moderation.readRecord(from),
    'room/change-settings': async ({ client }, { room: _, ...changes }) =>
      nothing(await client.moderation.ask('change-room', changes)),
    'retention/change': async ({ client }, { in: id, keep }) =>
      nothing(await client.moderation.ask('change-retention', { in: id, keep })),
    'retention/count': ({ client }, { in: id, keep }) =>
      client.moderation.ask('count-expired', { in: id, keep }),
  });
}

type Answered = Awaited<ReturnType<typeof done<unknown>>>;

function nothing<O extends { ok: false } | Answered>(answered: O) {
  return answered.ok ? done(null) : (answered as Extract<O, { ok: false }>);
}
