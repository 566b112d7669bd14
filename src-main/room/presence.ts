import type { Presence } from '../../src-shared/protocol/members.ts';
import type { Effect, Now } from './effects.ts';
import { answer, refuse, sessionLine } from './room-state.ts';
import type { Handler } from './room-state.ts';
import { asMember, presenceOf } from './roster.ts';
import type { Roster, RosterAccount } from './roster.ts';
import type { RoomSession } from './session.ts';

export const setPresence: Handler<'set-presence'> = (
  { presence },
  { room, session, now, reply },
) => {
  const account = room.roster.get(session.stage.account);
  if (!account || session.stage.presence === presence) return [answer(reply, {})];
  const waitMs = account.presenceBucket.take(now.monotonicMs);
  if (waitMs > 0) return [refuse(reply, { code: 'too-fast', retryAfterMs: waitMs })];
  const before = presenceOf(account);
  session.stage.presence = presence;
  return [answer(reply, {}), ...presenceChanged({ account, before, session, now }, room.roster)];
};

type Change = { account: RosterAccount; before: Presence; session: RoomSession; now: Now };

/** Tells everybody how the account stands, where that is not as it was. */
export function presenceChanged(change: Change, roster: Roster): Effect[] {
  const { account, before, session, now } = change;
  const presence = presenceOf(account);
  if (presence === before) return [];
  const effects = noticeMember(account, roster);
  // Coming and going have lines of their own.
  if (before === 'offline' || presence === 'offline') return effects;
  const event = presence === 'away' ? 'went-away' : 'came-back';
  return [...effects, { do: 'log', line: sessionLine(event, session, { roster, now }) }];
}

export function noticeMember(account: RosterAccount, roster: Roster): Effect[] {
  roster.unannounced.delete(account);
  if (roster.sessions.size === 0) return [];
  const frame = { type: 'member', ...asMember(account) } as const;
  return [{ do: 'notice', to: [...roster.sessions], frame }];
}
