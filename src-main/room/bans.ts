import type { Ban, BanReach } from '../../src-shared/protocol/moderation.ts';
import { hostAccount } from '../../src-shared/protocol/ids.ts';
import type { DeviceId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import type { Account, StoredBan } from './ports.ts';
import { roleIn } from './roster.ts';
import type { BanMarks } from './system-entries.ts';

/** Who wants to come in, or is in: as far as it is known. */
export type Marked = {
  account?: Pick<Account, 'account' | 'role' | 'isGuest' | 'invite'> | undefined;
  device?: DeviceId | undefined;
  /** Missing on the host's own computer, which is never banned. */
  addressKey?: string | undefined;
};

/** Who may not come in: as many at most as the log takes. */
export class Bans {
  readonly #byNumber = new Map<number, StoredBan>();

  constructor(bans: readonly StoredBan[]) {
    for (const ban of bans) this.add(ban);
  }

  add(ban: StoredBan): void {
    for (const [number, other] of this.#byNumber)
      if (hasEnded(other, ban.at)) this.#byNumber.delete(number);
    this.#byNumber.set(ban.ban, ban);
  }

  lift(ban: number): void {
    this.#byNumber.delete(ban);
  }

  get(ban: number): StoredBan | undefined {
    return this.#byNumber.get(ban);
  }

  /**
   * Why somebody may not come in. Nobody locks out the owner, nor a moderator by a device, an address or an invite that
   * somebody else has had: a moderator is kept out by name alone, which only the owner can do.
   */
  refuse(who: Marked, nowMs: number): Refusal | undefined {
    const held = [...this.#byNumber.values()].filter((ban) => bars(ban, who, nowMs));
    const longest = held.toSorted((one, other) => untilOf(other) - untilOf(one))[0];
    return longest && banRefusal(longest, nowMs);
  }

  /** The newest first; an unknown `from` starts behind where it would stand. */
  page(from: number | undefined, nowMs: number): AnswerOf<'list-bans'> {
    const inForce = [...this.#byNumber.values()]
      .filter((ban) => !hasEnded(ban, nowMs))
      .toReversed();
    const rest = from === undefined ? inForce : inForce.filter(({ ban }) => ban <= from);
    const next = rest[limits.banPage]?.ban;
    const bans = rest.slice(0, limits.banPage).map(told);
    return next === undefined ? { bans } : { bans, next };
  }
}

export function reachOf({ devices, addresses, invite }: BanMarks): BanReach[] {
  return [
    ...(devices.length > 0 ? (['device'] as const) : []),
    ...(addresses.length > 0 ? (['address'] as const) : []),
    ...(invite === undefined ? [] : (['invite'] as const)),
  ];
}

/** `until` and `reason` as a sentence needs them. */
export function banRefusal(
  { until, reason }: Pick<StoredBan, 'until' | 'reason'>,
  nowMs: number,
): Refusal {
  return {
    code: 'banned',
    ...(until === undefined ? {} : { retryAfterMs: Math.max(1, until - nowMs) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Whether this one keeps somebody out. */
export function bars(ban: StoredBan, who: Marked, nowMs: number): boolean {
  if (hasEnded(ban, nowMs)) return false;
  const role = who.account && roleIn(who.account);
  if (role === undefined || !may(role, 'ban')) return holdsFor(ban, who);
  return role !== 'owner' && who.account?.account === ban.account;
}

function holdsFor(ban: StoredBan, { account, device, addressKey }: Marked): boolean {
  return (
    (account !== undefined && account.account === ban.account) ||
    (device !== undefined && ban.devices.includes(device)) ||
    (addressKey !== undefined && ban.addresses.includes(addressKey)) ||
    (account?.invite !== undefined && account.invite === ban.invite)
  );
}

function untilOf({ until = Infinity }: StoredBan): number {
  return until;
}

function hasEnded({ until }: StoredBan, nowMs: number): boolean {
  return until !== undefined && until <= nowMs;
}

/** Without what only the host may know: which devices and addresses. */
function told(stored: StoredBan): Ban {
  const { ban, account, at, by, until, reason } = stored;
  return {
    ban,
    account,
    reach: reachOf(stored),
    at,
    ...(by === hostAccount ? {} : { by }),
    until,
    reason,
  };
}
