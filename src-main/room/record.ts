import type { Recorded } from '../../src-shared/protocol/moderation.ts';
import { reachOf } from './bans.ts';
import { hostAccount } from '../../src-shared/protocol/ids.ts';
import type { LogEntry } from './system-entries.ts';

/** What the record says of an entry; undefined of those that are not in it. No address, no device and no hash is told. */
export function recordedOf(entry: LogEntry): Recorded | undefined {
  switch (entry.type) {
    case 'role-set':
      return { ...headOf(entry), account: entry.account, role: entry.role };
    case 'banned':
      return { ...headOf(entry), ...penaltyOf(entry), reach: reachOf(entry) };
    case 'muted':
    case 'kicked':
      return { ...headOf(entry), ...penaltyOf(entry) };
    case 'handed-over':
    case 'unbanned':
    case 'unmuted':
      return { ...headOf(entry), account: entry.account };
    case 'room-changed':
      return { ...headOf(entry), changes: entry.changes };
    case 'group-changed':
      return { ...headOf(entry), in: entry.in, readOnly: entry.readOnly };
    case 'retention-changed':
      return { ...headOf(entry), in: entry.in, keep: entry.keep };
    default:
      return undefined;
  }
}

type Told = Extract<LogEntry, { type: Recorded['act'] }>;

function headOf({ id, at, type: act, by }: Told): Pick<Recorded, 'id' | 'at' | 'act' | 'by'> {
  return { id, at, act, ...(by === hostAccount ? {} : { by }) };
}

function penaltyOf(entry: Extract<Told, { type: 'banned' | 'muted' | 'kicked' }>) {
  const { account, reason } = entry;
  return { account, reason, ...('until' in entry ? { until: entry.until } : {}) };
}
