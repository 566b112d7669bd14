import { SeldomMap, SeldomSet } from '../../src-shared/seldom.ts';
import type { ToldFileSpace } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { AnswerOf, NoticeFrame } from '../../src-shared/protocol/protocol.ts';
import type { Member, Presence, PresenceHere } from '../../src-shared/protocol/members.ts';
import type { AccountId, DeviceId } from '../../src-shared/protocol/ids.ts';
import type { KnownName } from '../../src-shared/typed/read-address.ts';
import { roleOf } from '../../src-shared/protocol/roles.ts';
import type { Status } from '../../src-shared/protocol/status.ts';
import type { Role } from '../../src-shared/protocol/roles.ts';
import { checkName } from '../../src-shared/text/names.ts';
import type { Effect, SessionId } from './effects.ts';
import type { Account, HostId } from './ports.ts';
import { TokenBucket } from './rate-limits.ts';
import type { BucketSize } from './rate-limits.ts';
import type { MemberSession } from './session.ts';

const statusBucketSize: BucketSize = {
  burst: limits.statusBurst,
  perSecond: 1000 / limits.statusEveryMs,
};

const markBucketSize: BucketSize = { burst: limits.markBurst, perSecond: limits.marksPerSecond };

/** One file for which an account has no space. */
type FullDisk = {
  readonly told: ToldFileSpace;
  /** Who has sent it, and which of its sessions have heard that. */
  readonly sender: AccountId;
  readonly heard: Set<SessionId>;
};

/** An account of the room, or a guest, with who is signed in to it now. */
export type RosterAccount = Account & {
  readonly sessions: Map<SessionId, MemberSession>;
  /** At which other hosts it is in, and how. */
  readonly elsewhere: SeldomMap<HostId, PresenceHere>;
  /** What reaches others: messages, changes of groups, private chats. */
  readonly bucket: TokenBucket;
  /** Changes of presence: apart, so that a burst of messages does not leave a wrong one standing. */
  readonly presenceBucket: TokenBucket;
  readonly typingBucket: TokenBucket;
  readonly markBucket: TokenBucket;
  readonly statusBucket: TokenBucket;
  /** What it says of space for files that it fetches; `full`: for which of them it has none. */
  readonly fileSpace: {
    readonly bucket: TokenBucket;
    readonly full: SeldomMap<string, FullDisk>;
    /** Who has none for a file that this account has sent; of some of them that may be over. */
    readonly heardOf: SeldomSet<AccountId>;
  };
  /** What limits per address count it by, as it came in last here; missing on the host's own computer. */
  addressKey: string | undefined;
  /** When it last wrote to everyone (monotonic); what slow mode waits for. */
  wroteAtMs: number;
  /** Its password is being changed just now. */
  isChangingPassword: boolean;
  /** The last change while the room ran: its entry, and the only device that is known since. */
  passwordChange: { id: number; device: DeviceId } | undefined;
  /** Its devices that were signed out while the room ran, each with its entry. */
  readonly endedDevices: SeldomMap<DeviceId, number>;
};

/** Of somebody what everybody who comes asks of everybody; a `Member` is all that is told of one. */
export type Standing = Pick<Member, 'account' | 'name' | 'presence'> & { role: Role };

/** Everybody the room knows, in the order in which their accounts were made, and who is in it. */
export class Roster {
  readonly #inOrder: RosterAccount[] = [];
  readonly #placeById = new Map<AccountId, number>();
  readonly #byNameKey = new Map<string, RosterAccount>();
  readonly #sessions = new Set<SessionId>();
  /** New ones of whom nobody was told yet. */
  readonly unannounced = new Set<RosterAccount>();
  /** Who has no space for some file. */
  readonly fullDisks = new Set<RosterAccount>();
  /** Whose status has an end. */
  readonly endingStatuses = new Set<RosterAccount>();
  readonly #bucketSize: BucketSize;

  constructor(accounts: readonly Account[], bucketSize: BucketSize) {
    this.#bucketSize = bucketSize;
    for (const account of accounts) this.add(account);
  }

  add(account: Account): RosterAccount {
    const added: RosterAccount = {
      ...account,
      sessions: new Map(),
      elsewhere: new SeldomMap(),
      bucket: new TokenBucket(this.#bucketSize),
      presenceBucket: new TokenBucket(this.#bucketSize),
      typingBucket: new TokenBucket(this.#bucketSize),
      markBucket: new TokenBucket(markBucketSize),
      statusBucket: new TokenBucket(statusBucketSize),
      fileSpace: {
        bucket: new TokenBucket(this.#bucketSize),
        full: new SeldomMap(),
        heardOf: new SeldomSet(),
      },
      addressKey: undefined,
      wroteAtMs: -Infinity,
      isChangingPassword: false,
      passwordChange: undefined,
      endedDevices: new SeldomMap(),
    };
    this.#placeById.set(added.account, this.#inOrder.length);
    this.#inOrder.push(added);
    if (added.nameKey !== undefined) this.#byNameKey.set(added.nameKey, added);
    this.setStatus(added, added.status);
    return added;
  }

  /** A guest's name is free from now on; the guest stays known by id. */
  freeName(guest: RosterAccount): void {
    if (guest.nameKey !== undefined) this.#byNameKey.delete(guest.nameKey);
    guest.nameKey = undefined;
  }

  setStatus(account: RosterAccount, status: Status | undefined): void {
    account.status = status;
    if (status?.until === undefined) this.endingStatuses.delete(account);
    else this.endingStatuses.add(account);
  }

  enter(account: RosterAccount, session: MemberSession): void {
    account.sessions.set(session.id, session);
    this.#sessions.add(session.id);
  }

  leave(session: MemberSession): void {
    this.get(session.stage.account)?.sessions.delete(session.id);
    this.#sessions.delete(session.id);
  }

  /** Whose room it is; nobody's until somebody has signed in who hosts it. */
  get owner(): RosterAccount | undefined {
    return this.#inOrder.find(({ role }) => role === 'owner');
  }

  /** Everybody's sessions who has signed in, guests' too. */
  get sessions(): ReadonlySet<SessionId> {
    return this.#sessions;
  }

  /** Who has a session at this host. */
  *here(): Generator<RosterAccount> {
    for (const account of this.#inOrder) if (account.sessions.size > 0) yield account;
  }

  /** Who may not write until a time that is known. */
  *mutedForNow(): Generator<RosterAccount> {
    for (const account of this.#inOrder) if (account.muted?.until !== undefined) yield account;
  }

  has(id: AccountId): boolean {
    return this.#placeById.has(id);
  }

  get(id: AccountId): RosterAccount | undefined {
    const place = this.#placeById.get(id);
    return place === undefined ? undefined : this.#inOrder[place];
  }

  findByNameKey(nameKey: string): RosterAccount | undefined {
    return this.#byNameKey.get(nameKey);
  }

  member(id: AccountId): Member | undefined {
    const account = this.get(id);
    return account && asMember(account);
  }

  /** By the name as somebody writes it, in any case, look-alikes being one. */
  findMember(name: string): Member | undefined {
    const checked = checkName(name);
    const account = checked.ok ? this.findByNameKey(checked.nameKey) : undefined;
    return account && asMember(account);
  }

  /** Whose name is free now is not among them. */
  *names(): Generator<KnownName> {
    for (const [nameKey, { name }] of this.#byNameKey) yield { name, nameKey };
  }

  standing(id: AccountId): Standing | undefined {
    const account = this.get(id);
    return account && standingOf(account);
  }

  /** From this place on. */
  *standings(from = 0): Generator<Standing> {
    for (let place = from; ; place += 1) {
      const account = this.#inOrder[place];
      if (!account) return;
      yield standingOf(account);
    }
  }

  placeOf(id: AccountId): number | undefined {
    return this.#placeById.get(id);
  }

  accountAt(place: number): AccountId | undefined {
    return this.#inOrder[place]?.account;
  }

  eachPresence(see: (place: number, presence: Presence) => void): void {
    for (const [place, account] of this.#inOrder.entries()) see(place, presenceOf(account));
  }

  /** A page for `list-members`; an unknown `from` starts over. */
  page(from: AccountId | undefined): AnswerOf<'list-members'> {
    const start = from === undefined ? 0 : (this.#placeById.get(from) ?? 0);
    const end = start + limits.rosterPage;
    const next = this.#inOrder[end]?.account;
    const members = this.#inOrder.slice(start, end).map(asMember);
    return next === undefined ? { members } : { members, next };
  }
}

/**
 * Whoever wants no disturbance at one computer wants none; else online by any session, away if all of them are, offline
 * without one, at whatever hosts.
 */
export function presenceOf(account: RosterAccount): Presence {
  const here = presenceHere(account);
  // Asked for everybody by everybody who comes: nearly all are at this host alone.
  return account.elsewhere.size === 0 ? here : strongest([here, ...account.elsewhere.values()]);
}

/** The same by the sessions at this host alone. */
export function presenceHere({ sessions }: RosterAccount): Presence {
  if (sessions.size === 0) return 'offline';
  if (sessions.size > 1)
    return strongest([...sessions.values()].map(({ stage }) => stage.presence));
  for (const { stage } of sessions.values()) return stage.presence;
  return 'offline';
}

const byStrength = ['do-not-disturb', 'online', 'away'] as const;

function strongest(presences: readonly Presence[]): Presence {
  return byStrength.find((presence) => presences.includes(presence)) ?? 'offline';
}

function standingOf(account: RosterAccount): Standing {
  const { account: id, name } = account;
  return { account: id, name, presence: presenceOf(account), role: roleIn(account) };
}

function asMember(account: RosterAccount): Member {
  return {
    account: account.account,
    name: account.name,
    presence: presenceOf(account),
    lastSeenAt: account.lastSeenAt,
    ...(account.isGuest ? { guest: true as const } : {}),
    ...(account.role === undefined || account.role === 'member' ? {} : { role: account.role }),
    ...(account.muted ? { muted: account.muted } : {}),
    ...(account.status ? { status: account.status } : {}),
    ...(account.picture ? { picture: account.picture } : {}),
  };
}

/** What the account is in the room. */
export function roleIn({ role, isGuest }: Pick<Account, 'role' | 'isGuest'>): Role {
  return roleOf({ role, guest: isGuest });
}

/** To everybody: how the account stands now. */
export function noticeMember(account: RosterAccount, roster: Roster): Effect[] {
  roster.unannounced.delete(account);
  if (roster.sessions.size === 0) return [];
  const frame = { type: 'member', ...asMember(account) } as const;
  return [{ do: 'notice', to: [...roster.sessions], frame }];
}

/** To the sessions of these people; plain programs have no place for it. */
export function noticeTo(
  accounts: readonly AccountId[],
  frame: NoticeFrame & { type: 'receipt' | 'typing' },
  roster: Roster,
): Effect[] {
  const sessions = accounts.flatMap((id) => [...(roster.get(id)?.sessions.values() ?? [])]);
  const to = sessions.filter(({ dialect }) => dialect === 'oda').map(({ id }) => id);
  return to.length > 0 ? [{ do: 'notice', to, frame }] : [];
}

/** Whoever comes in anew on a device takes the place of its older sessions (W8). */
export function endDevice(account: RosterAccount | undefined, device: DeviceId): Effect[] {
  return [...(account?.sessions.values() ?? [])].flatMap(({ id, stage }): Effect[] =>
    stage.device === device ? [{ do: 'close', session: id, refusal: { code: 'replaced' } }] : [],
  );
}
