import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry, EntryDraft } from '../../src-shared/protocol/entries.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { Group } from '../../src-shared/protocol/groups.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { HistoryQuery, StoredGroup } from './ports.ts';

export type GroupEntry = Extract<Entry, { type: 'added' | 'removed' | 'renamed' }>;
export type GroupDraft = Extract<EntryDraft, { type: GroupEntry['type'] }>;

type Stay = { firstSeq: number; lastSeq?: number | undefined };

type RoomGroup = {
  readonly in: ConversationId;
  /** As the log's entries on disk have made it; everybody who is or was in it, in the order of coming. */
  name: string;
  owner: AccountId;
  readonly members: Map<AccountId, Stay>;
  /** Who will be in it once all that was accepted is on disk: what the next command is judged by. */
  planned: Set<AccountId>;
  /** What was accepted here and did not come back from the log yet, in this order. */
  readonly pending: GroupDraft[];
  /** Its members have not been told how it stands now. */
  isUntold: boolean;
};

/** The room's groups. Membership is what the log's entries say; nobody hears or reads by a mere plan. */
export class Groups {
  readonly #groups = new Map<ConversationId, RoomGroup>();
  readonly #byAccount = new Map<AccountId, Set<RoomGroup>>();

  constructor(stored: readonly StoredGroup[]) {
    for (const { members, ...group } of stored) {
      const stays = members.map(({ account, ...stay }) => [account, stay] as const);
      this.#keep({ ...group, members: new Map(stays), planned: new Set(), pending: [] });
    }
  }

  /** Members of a new group besides its maker, without doubles. */
  refuseNew(
    id: ConversationId,
    owner: AccountId,
    others: ReadonlySet<AccountId>,
  ): Refusal | undefined {
    if (this.#groups.has(id)) return { code: 'group-exists' };
    if (this.#groups.size >= limits.groupsPerRoom)
      return { code: 'too-many-groups', limit: limits.groupsPerRoom };
    if (others.size >= limits.groupMembers) return groupFull;
    return this.#refuseTooMany([owner, ...others]);
  }

  /** A change by `by`, who must be in the group, and its owner if only that one may. */
  refuseChange(id: ConversationId, by: AccountId, who: 'member' | 'owner'): Refusal | undefined {
    const group = this.#groups.get(id);
    if (!group || !this.mayWrite(id, by)) return { code: 'no-such-conversation' };
    return who === 'owner' && group.owner !== by ? { code: 'not-the-owner' } : undefined;
  }

  refuseAdded(id: ConversationId, account: AccountId): Refusal | undefined {
    const group = this.#groups.get(id);
    if (group?.planned.has(account) === true) return { code: 'already-in-group' };
    if (group && group.planned.size >= limits.groupMembers) return groupFull;
    return this.#refuseTooMany([account]);
  }

  refuseRemoved(id: ConversationId, account: AccountId): Refusal | undefined {
    const isIn = this.#groups.get(id)?.planned.has(account) === true;
    return isIn ? undefined : { code: 'not-in-group' };
  }

  /** Accepted, and on its way to the disk. */
  plan(draft: GroupDraft): void {
    const group = this.#groups.get(draft.in) ?? this.#keep(newGroup(draft));
    group.pending.push(draft);
    if (draft.type === 'renamed') return;
    if (draft.type === 'added') group.planned.add(draft.account);
    else group.planned.delete(draft.account);
    this.#index(group, draft.account);
  }

  /** It is in the log: from now on it decides who reads and hears. */
  stored(entry: GroupEntry): void {
    const group = this.#groups.get(entry.in) ?? this.#keep(newGroup(entry));
    group.isUntold = true;
    // Whatever was planned here, the first in the log has made it.
    if (entry.seq === 1) group.owner = entry.by;
    if (entry.type === 'renamed') group.name = entry.name;
    else if (entry.type === 'added') {
      const firstSeq = group.members.get(entry.account)?.firstSeq ?? entry.seq;
      group.members.set(entry.account, { firstSeq });
    } else this.#takeOut(group, entry);
    const [planned] = group.pending;
    if (planned && saysTheSame(planned, entry)) return this.#settle(group, planned);
    // Of another host: what was accepted here comes after it.
    if (entry.type === 'added') group.planned.add(entry.account);
    if (entry.type === 'removed') group.planned.delete(entry.account);
    if (entry.type !== 'renamed') this.#index(group, entry.account);
  }

  /** The store refused it. */
  notStored(draft: GroupDraft): void {
    const group = this.#groups.get(draft.in);
    if (group) this.#settle(group, draft);
  }

  /**
   * Who is to be told how the group stands now, and how it stands for each; nobody while more of it is on its
   * way to the disk: two hundred who are added at once are told once.
   */
  tell(id: ConversationId): { account: AccountId; group: Group }[] {
    const group = this.#groups.get(id);
    if (!group?.isUntold || group.pending.length > 0) return [];
    group.isUntold = false;
    const members = present(group);
    return members.map((account) => ({ account, group: view(group, account, members) }));
  }

  /** Who is in it. */
  present(id: ConversationId): AccountId[] {
    const group = this.#groups.get(id);
    return group ? present(group) : [];
  }

  /** Who may hear an entry: all who were members when it was written, whoever came or went since. */
  *hearers(id: ConversationId, seq: number): Generator<AccountId> {
    for (const [account, stay] of this.#groups.get(id)?.members ?? []) {
      if (stay.firstSeq <= seq && seq <= (stay.lastSeq ?? seq)) yield account;
    }
  }

  visible(id: ConversationId, account: AccountId): HistoryQuery['visible'] {
    const stay = this.#groups.get(id)?.members.get(account);
    return stay && { first: stay.firstSeq, last: stay.lastSeq };
  }

  /** In it on disk, and nothing that was accepted since takes the account out. */
  mayWrite(id: ConversationId, account: AccountId): boolean {
    const group = this.#groups.get(id);
    return group !== undefined && group.planned.has(account) && isPresent(group, account);
  }

  of(account: AccountId): Group[] {
    return this.#present(account).map((group) => view(group, account));
  }

  /** A page for `list-groups`, in the order of the ids: who leaves one in between loses no other. */
  page(account: AccountId, from: ConversationId | undefined): AnswerOf<'list-groups'> {
    const rest = this.#present(account)
      .filter((group) => from === undefined || group.in >= from)
      .toSorted((one, other) => (one.in < other.in ? -1 : 1));
    // Only what is on the page is put together: two hundred members of two hundred groups take their time.
    const groups = rest.slice(0, limits.groupPage).map((group) => view(group, account));
    const next = rest[limits.groupPage]?.in;
    return next === undefined ? { groups } : { groups, next };
  }

  #takeOut(group: RoomGroup, { account, seq }: Extract<GroupEntry, { type: 'removed' }>): void {
    const stay = group.members.get(account);
    if (stay) stay.lastSeq ??= seq;
    if (group.owner === account) group.owner = present(group)[0] ?? account;
  }

  /** When nothing is on its way any more, the plan is what the disk has, whatever was refused. */
  #settle(group: RoomGroup, draft: GroupDraft): void {
    const place = group.pending.indexOf(draft);
    if (place >= 0) group.pending.splice(place, 1);
    if (group.pending.length > 0) return;
    const before = group.planned;
    group.planned = new Set(present(group));
    for (const account of [...before, ...group.members.keys()]) this.#index(group, account);
    if (group.members.size === 0) this.#groups.delete(group.in);
  }

  #keep(group: Omit<RoomGroup, 'isUntold'>): RoomGroup {
    const kept = { ...group, planned: new Set(present(group)), isUntold: false };
    this.#groups.set(kept.in, kept);
    for (const account of kept.members.keys()) this.#index(kept, account);
    return kept;
  }

  #index(group: RoomGroup, account: AccountId): void {
    const groups = this.#byAccount.get(account) ?? new Set();
    if (group.planned.has(account) || isPresent(group, account)) groups.add(group);
    else groups.delete(group);
    if (groups.size > 0) this.#byAccount.set(account, groups);
    else this.#byAccount.delete(account);
  }

  #refuseTooMany(accounts: readonly AccountId[]): Refusal | undefined {
    const limit = limits.groupsPerMember;
    const isFull = accounts.some((account) => (this.#byAccount.get(account)?.size ?? 0) >= limit);
    return isFull ? { code: 'too-many-groups', limit } : undefined;
  }

  #present(account: AccountId): RoomGroup[] {
    return [...(this.#byAccount.get(account) ?? [])].filter((group) => isPresent(group, account));
  }
}

const groupFull: Refusal = { code: 'group-full', limit: limits.groupMembers };

/** Whether an entry is what was accepted here: it comes back in the order in which it went. */
function saysTheSame(planned: GroupDraft, entry: GroupEntry): boolean {
  if (planned.type !== entry.type || planned.by !== entry.by || planned.at !== entry.at)
    return false;
  return planned.type === 'renamed' || ('account' in entry && planned.account === entry.account);
}

function newGroup({ in: id, by }: GroupDraft): Omit<RoomGroup, 'isUntold'> {
  return { in: id, name: '', owner: by, members: new Map(), planned: new Set(), pending: [] };
}

function isPresent(group: RoomGroup, account: AccountId): boolean {
  const stay = group.members.get(account);
  return stay !== undefined && stay.lastSeq === undefined;
}

function present(group: Pick<RoomGroup, 'members'>): AccountId[] {
  return [...group.members].flatMap(([account, { lastSeq }]) =>
    lastSeq === undefined ? [account] : [],
  );
}

function view(group: RoomGroup, account: AccountId, members = present(group)): Group {
  const { in: id, name, owner } = group;
  return { in: id, name, owner, members, firstSeq: group.members.get(account)?.firstSeq ?? 1 };
}
