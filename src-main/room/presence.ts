import type { HostLogEvent } from '../../src-shared/host/host-log.ts';
import type { members, Presence, PresenceHere } from '../../src-shared/protocol/members.ts';
import type { Effect, Now } from './effects.ts';
import { answer, refuse, sessionLine } from './room-state.ts';
import type { Handlers, RoomState } from './room-state.ts';
import { noticeMember, presenceHere, presenceOf } from './roster.ts';
import type { RosterAccount } from './roster.ts';
import type { RoomSession } from './session.ts';

export const memberCommands: Handlers<typeof members> = {
  'set-presence'({ presence }, { room, session, now, reply }) {
    const account = room.roster.get(session.stage.account);
    if (!account || session.stage.presence === presence) return [answer(reply, {})];
    const waitMs = account.presenceBucket.take(now.monotonicMs);
    if (waitMs > 0) return [refuse(reply, { code: 'too-fast', retryAfterMs: waitMs })];
    const before = standing(account);
    session.stage.presence = presence;
    return [answer(reply, {}), ...presenceChanged({ account, before, session, now }, room)];
  },
  'list-members': ({ from }, { reply, room }) => [answer(reply, room.roster.page(from))],
};

const turned = {
  online: 'came-back',
  'do-not-disturb': 'wants-quiet',
  away: 'went-away',
} as const satisfies Record<PresenceHere, HostLogEvent>;

/** How an account stands by all its sessions, and by those at this host. */
export type Standing = { everywhere: Presence; here: Presence };
type Change = { account: RosterAccount; before: Standing; session: RoomSession; now: Now };

export function standing(account: RosterAccount): Standing {
  return { everywhere: presenceOf(account), here: presenceHere(account) };
}

/** Tells everybody how the account stands, if that is not as it was. */
export function presenceChanged(change: Change, room: RoomState): Effect[] {
  const { account, before, session, now } = change;
  const { roster } = room;
  const { everywhere: presence, here } = standing(account);
  const { account: id, lastSeenAt } = account;
  const told =
    here === before.here
      ? []
      : room.otherHosts.tell({ type: 'presence', account: id, presence: here, lastSeenAt });
  if (presence === before.everywhere) return told;
  const effects = [...told, ...noticeMember(account, roster)];
  // Coming and going have lines of their own.
  if (before.everywhere === 'offline' || presence === 'offline') return effects;
  return [...effects, { do: 'log', line: sessionLine(turned[presence], session, { roster, now }) }];
}
