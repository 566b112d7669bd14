import type { ToldFileSpace } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Effect, SessionId } from './effects.ts';
import type { Roster, RosterAccount } from './roster.ts';

/** To its sessions that have not heard it, and have a place for it. */
export function tellSpace(sender: RosterAccount, told: ToldFileSpace, roster: Roster): Effect[] {
  const full = roster.get(told.account)?.fileSpace.full;
  if (!full) return [];
  const key = keyOf(told);
  const heard = full.get(key);
  const sessions = [...sender.sessions.values()].filter(({ dialect }) => dialect === 'oda');
  const all = sessions.map(({ id }) => id);
  full.delete(key);
  if (told.state === 'space') return heard ? tell(all, told) : [];
  const [oldest] = full.keys();
  if (oldest !== undefined && full.size >= limits.fullDisksPerAccount) full.delete(oldest);
  // Those that are gone are forgotten with it.
  full.set(key, new Set(all));
  return tell(
    all.filter((id) => heard?.has(id) !== true),
    told,
  );
}

function tell(to: readonly SessionId[], told: ToldFileSpace): Effect[] {
  return to.length > 0 ? [{ do: 'notice', to, frame: { type: 'file-space', ...told } }] : [];
}

/** Whether a session at another host may not have heard it: that one may have come since it was told there. */
export function isNewsElsewhere(told: ToldFileSpace, roster: Roster): boolean {
  const isKnown = roster.get(told.account)?.fileSpace.full.has(keyOf(told)) === true;
  return told.state === 'no-space' || isKnown;
}

function keyOf({ in: conversation, seq, hash }: ToldFileSpace): string {
  return `${conversation} ${seq} ${hash}`;
}
