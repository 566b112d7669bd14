import type { ToldFileSpace } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Effect, SessionId } from './effects.ts';
import type { Roster, RosterAccount } from './roster.ts';
import type { MemberSession } from './session.ts';
import type { LogEntry } from './system-entries.ts';

/** To its sessions that have not heard it, and have a place for it. */
export function tellSpace(sender: RosterAccount, told: ToldFileSpace, roster: Roster): Effect[] {
  const account = roster.get(told.account);
  if (!account) return [];
  const { full } = account.fileSpace;
  const key = keyOf(told);
  const known = full.get(key);
  const all = [...sender.sessions.values()].filter(hasPlace).map(({ id }) => id);
  full.delete(key);
  if (told.state === 'space') {
    if (full.size === 0) roster.fullDisks.delete(account);
    return known ? tell(all, told) : [];
  }
  const [oldest] = full.keys();
  if (oldest !== undefined && full.size >= limits.fullDisksPerAccount) full.delete(oldest);
  // Those that are gone are forgotten with it.
  roster.fullDisks.add(account);
  full.set(key, { told, sender: sender.account, heard: new Set(all) });
  sender.fileSpace.heardOf.add(told.account);
  return tell(
    all.filter((id) => known?.heard.has(id) !== true),
    told,
  );
}

/** What others have said of files that `sender` has sent, to a session of it that has come just now; so much at most. */
export function tellSpaceAnew(
  sender: RosterAccount,
  session: MemberSession,
  { roster, mayRead }: { roster: Roster; mayRead: (told: ToldFileSpace) => boolean },
): Effect[] {
  if (!hasPlace(session)) return [];
  const effects: Effect[] = [];
  for (const account of sender.fileSpace.heardOf) {
    const files = [...(roster.get(account)?.fileSpace.full.values() ?? [])];
    const own = files.filter((file) => file.sender === sender.account);
    if (own.length === 0) sender.fileSpace.heardOf.delete(account);
    for (const { told, heard } of own) {
      if (effects.length >= limits.fullDisksPerAccount) return effects;
      if (!mayRead(told)) continue;
      // Those that are gone never come back: each connection has an id of its own.
      for (const id of heard) if (!sender.sessions.has(id)) heard.delete(id);
      heard.add(session.id);
      effects.push(...tell([session.id], told));
    }
  }
  return effects;
}

/** What holds no more after this entry is told as over. */
export function followFileSpace(entry: LogEntry, roster: Roster): Effect[] {
  const isOver = roster.fullDisks.size > 0 ? endedBy(entry) : undefined;
  if (!isOver) return [];
  const all = [...roster.fullDisks].flatMap(({ fileSpace }) => [...fileSpace.full.values()]);
  return all.flatMap(({ told, sender: id }) => {
    const sender = isOver(told) ? roster.get(id) : undefined;
    return sender ? tellSpace(sender, { ...told, state: 'space' }, roster) : [];
  });
}

/** Its message is gone, or who had no space for it. */
function endedBy(entry: LogEntry): ((told: ToldFileSpace) => boolean) | undefined {
  switch (entry.type) {
    case 'message-deleted':
      return (told) => told.in === entry.in && told.seq === entry.target;
    case 'expired':
      return (told) => told.in === entry.in && told.seq <= entry.target;
    case 'left':
      return entry.reason === 'left' ? (told) => told.account === entry.account : undefined;
    case 'kicked':
    case 'banned':
      return (told) => told.account === entry.account;
    default:
      return undefined;
  }
}

function hasPlace({ dialect }: MemberSession): boolean {
  return dialect === 'oda';
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
