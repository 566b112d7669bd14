import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { GroupEntry } from '../../src-shared/protocol/entries.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { Group } from '../../src-shared/protocol/groups.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { KeepThere } from '../../src-shared/protocol/retention.ts';
import { leadsGroup } from '../../src-shared/protocol/roles.ts';
import type { Role } from '../../src-shared/protocol/roles.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import { assertNever } from '../../src-shared/assert-never.ts';
import { topicKeyOf } from '../../src-shared/text/names.ts';
import type { HistoryQuery, StoredGroup } from './ports.ts';
import {
  newGroup,
  byId,
  asTopic,
  readsFrom,
  isPresent,
  present,
  saysTheSame,
  view,
  whomOf,
} from './room-group.ts';
import type { GroupDraft, NewGroup, RoomGroup } from './room-group.ts';

/** With which number somebody comes, and from which on they read, if that is another one. */
type Coming = { seq: number; from?: number | undefined };

/** The room's groups and topics. Membership is what the log's entries say; nobody hears or reads by a mere plan. */
export class Groups {
  readonly #groups = new Map<ConversationId, RoomGroup>();
  readonly #byAccount = new Map<AccountId, Set<RoomGroup>>();
  /** By the key of its name. */
  readonly #topics = new Map<string, RoomGroup>();

  constructor(stored: readonly StoredGroup[]) {
    for (const { members, ...group } of stored) {
      const stays = members.map(({ account, ...stay }) => [account, stay] as const);
      const { topic, keep, readOnly = false } = group;
      this.#keep({ ...group, topic, readOnly, keep, members: new Map(stays) });
    }
  }

  /** Members of a new group besides its maker, without doubles. */
  refuseNew(
    id: ConversationId,
    owner: AccountId,
    others: ReadonlySet<AccountId>,
  ): Refusal | undefined {
    if (this.#groups.has(id)) return { code: 'group-exists' };
    if (this.#groups.size - this.#topics.size >= limits.groupsPerRoom)
      return { code: 'too-many-groups', limit: limits.groupsPerRoom };
    if (others.size >= limits.groupMembers) return groupFull;
    return this.#refuseTooMany([owner, ...others]);
  }

  /** `nameKey`: what no two topics have in common. */
  refuseTopic(id: ConversationId, owner: AccountId, nameKey: string): Refusal | undefined {
    if (this.#groups.has(id)) return { code: 'group-exists' };
    const limit = limits.topicsPerRoom;
    if (this.#topics.size >= limit) return { code: 'too-many-topics', limit };
    const owned = this.#present(owner).filter((group) => group.topic && group.owner === owner);
    const most = limits.topicsPerOwner;
    if (owned.length >= most) return { code: 'too-many-topics', limit: most };
    return this.refuseTopicName(id, nameKey) ?? this.#refuseTooMany([owner]);
  }

  /** Another topic has it, an archived one too. */
  refuseTopicName(id: ConversationId, nameKey: string): Refusal | undefined {
    const known = this.#topics.get(nameKey);
    return known && known.in !== id ? { code: 'topic-exists' } : undefined;
  }

  /** Whoever comes in by themselves, which a topic is for. */
  refuseJoining(id: ConversationId, account: AccountId): Refusal | undefined {
    const group = this.#groups.get(id);
    if (!group?.topic) return { code: 'no-such-conversation' };
    if (group.planned.has(account)) return { code: 'already-in-group' };
    return this.#refuseTooMany([account]);
  }

  /** A change by `by`, who must be in the group, and its owner if only that one may; of a topic moderators may too. */
  refuseChange(
    id: ConversationId,
    by: AccountId,
    who: 'member' | 'owner' | 'moderator',
  ): Refusal | undefined {
    const group = this.#groups.get(id);
    if (!group || !this.mayWrite(id, by)) return { code: 'no-such-conversation' };
    if (who === 'member' || group.owner === by) return undefined;
    if (!group.topic) return { code: 'not-the-owner' };
    return who === 'moderator' ? undefined : { code: 'topic-owner-only' };
  }

  /** The same of what its owner does, and whoever has this role. */
  refuseLeading(id: ConversationId, by: AccountId, role: Role): Refusal | undefined {
    // Of topics there is only the archived one in which nobody writes.
    if (this.#groups.get(id)?.topic) return { code: 'no-such-conversation' };
    const refusal = this.refuseChange(id, by, 'member');
    if (refusal || leadsGroup(role, this.#groups.get(id)?.owner === by)) return refusal;
    return { code: 'not-the-owner' };
  }

  /** Of a member: why nothing is said there. */
  refuseSaying(id: ConversationId, account: AccountId, role: Role): Refusal | undefined {
    const group = this.#groups.get(id);
    const isBound = group?.readOnly === true && !leadsGroup(role, group.owner === account);
    return isBound ? { code: 'group-read-only' } : undefined;
  }

  refuseAdded(id: ConversationId, account: AccountId): Refusal | undefined {
    const group = this.#groups.get(id);
    if (group?.planned.has(account) === true) return { code: 'already-in-group' };
    if (group && !group.topic && group.planned.size >= limits.groupMembers) return groupFull;
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
    this.#planned(group, draft);
  }

  /** It is in the log: from now on it decides who reads and hears. */
  stored(entry: GroupEntry): void {
    const group = this.#groups.get(entry.in) ?? this.#keep(newGroup(entry));
    group.isUntold = true;
    // Whatever was planned here, the first in the log has made it.
    if (entry.seq === 1) group.owner = entry.by;
    this.#apply(group, entry);
    const [planned] = group.pending;
    if (planned && saysTheSame(planned, entry)) return this.#settle(group, planned);
    // Of another host: what was accepted here comes after it.
    this.#planned(group, entry);
  }

  /** What is said there stays for so long from now on. */
  keepFrom(id: ConversationId, keep: KeepThere): void {
    const group = this.#groups.get(id);
    if (!group) return;
    group.keep = keep === 'as-room' ? undefined : keep;
    group.isUntold = true;
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
  tell(id: ConversationId): { accounts: AccountId[]; group: Group }[] {
    const group = this.#groups.get(id);
    if (!group?.isUntold || group.pending.length > 0) return [];
    group.isUntold = false;
    const members = present(group);
    if (!group.topic)
      return members.map((one) => ({ accounts: [one], group: view(group, one, members) }));
    // A topic is the same to all who read all of it, and to nearly all others.
    const alike = Map.groupBy(members, (one) => readsFrom(group, one));
    return [...alike.values()].flatMap((accounts) => {
      const [first] = accounts;
      return first ? [{ accounts, group: view(group, first, members) }] : [];
    });
  }

  /** Who is in it. */
  present(id: ConversationId): AccountId[] {
    const group = this.#groups.get(id);
    return group ? present(group) : [];
  }

  /** Who may hear an entry: all who were members when it was written, whoever came or went since. */
  hearers(id: ConversationId, seq: number): Iterable<AccountId> {
    const group = this.#groups.get(id);
    if (!group) return [];
    if (seq > group.changedAt) return (group.present ??= present(group));
    return [...group.members].flatMap(([account, { firstSeq, lastSeq = seq }]) =>
      firstSeq <= seq && seq <= lastSeq ? [account] : [],
    );
  }

  /** Whoever is in a topic may read all that was open to them before they joined it. */
  visible(id: ConversationId, account: AccountId): HistoryQuery['visible'] {
    const group = this.#groups.get(id);
    const stay = group?.members.get(account);
    return group && stay && { first: readsFrom(group, account), last: stay.lastSeq };
  }

  isArchived(id: ConversationId): boolean {
    return this.#groups.get(id)?.topic?.archived === true;
  }

  /** In it on disk, and nothing that was accepted since takes the account out. */
  mayWrite(id: ConversationId, account: AccountId): boolean {
    const group = this.#groups.get(id);
    return group !== undefined && group.planned.has(account) && isPresent(group, account);
  }

  of(account: AccountId): Group[] {
    return this.#present(account).map((group) => view(group, account));
  }

  /** The topic of this name, however it is spelt. */
  findTopic(typed: string): Topic | undefined {
    const group = this.#topics.get(topicKeyOf(typed));
    return group && asTopic(group, undefined);
  }

  topic(id: ConversationId): Topic | undefined {
    const group = this.#groups.get(id);
    return group?.topic && asTopic(group, undefined);
  }

  *topics(): Generator<Topic> {
    for (const group of this.#topics.values()) yield asTopic(group, undefined);
  }

  /** Who is in a group or topic, in the order of coming. */
  peopleIn(id: ConversationId): AccountId[] {
    const group = this.#groups.get(id);
    return group ? present(group) : [];
  }

  /** A page for `list-topics`, in the order of the ids. */
  topicPage(account: AccountId, from: ConversationId | undefined): AnswerOf<'list-topics'> {
    const rest = [...this.#topics.values()]
      .filter((group) => from === undefined || group.in >= from)
      .toSorted(byId);
    const topics = rest.slice(0, limits.topicPage).map((group) => asTopic(group, account));
    const next = rest[limits.topicPage]?.in;
    return next === undefined ? { topics } : { topics, next };
  }

  /** A page for `list-topic-members`; undefined if there is no such topic. */
  topicMembers(
    id: ConversationId,
    from: AccountId | undefined,
  ): AnswerOf<'list-topic-members'> | undefined {
    const group = this.#groups.get(id);
    if (!group?.topic) return undefined;
    const rest = present(group)
      .filter((account) => from === undefined || account >= from)
      .toSorted();
    const members = rest.slice(0, limits.rosterPage);
    const next = rest[limits.rosterPage];
    return next === undefined ? { members } : { members, next };
  }

  /** A page for `list-groups`, in the order of the ids: who leaves one in between loses no other. */
  page(account: AccountId, from: ConversationId | undefined): AnswerOf<'list-groups'> {
    const rest = this.#present(account)
      .filter((group) => from === undefined || group.in >= from)
      .toSorted(byId);
    // Only what is on the page is put together: two hundred members of two hundred groups take their time.
    const groups = rest.slice(0, limits.groupPage).map((group) => view(group, account));
    const next = rest[limits.groupPage]?.in;
    return next === undefined ? { groups } : { groups, next };
  }

  /** What an entry on disk makes of it. */
  #apply(group: RoomGroup, entry: GroupEntry): void {
    switch (entry.type) {
      case 'topic-made':
        group.topic = { nameKey: topicKeyOf(entry.name), about: entry.about, archived: false };
        this.#named(group, entry.name);
        return this.#takeIn(group, entry.by, { seq: entry.seq });
      case 'renamed':
        return this.#named(group, entry.name);
      case 'added':
        return this.#takeIn(group, entry.account, { seq: entry.seq, from: entry.firstSeq });
      case 'removed':
        return this.#takeOut(group, entry);
      case 'group-changed':
        group.readOnly = entry.readOnly;
        return;
      case 'described':
        if (group.topic) group.topic = { ...group.topic, about: entry.about };
        return;
      case 'archived':
      case 'reopened':
        if (group.topic) group.topic = { ...group.topic, archived: entry.type === 'archived' };
        return;
      default:
        assertNever(entry);
    }
  }

  #named(group: RoomGroup, name: string): void {
    group.name = name;
    if (!group.topic) return;
    const { nameKey } = group.topic;
    if (this.#topics.get(nameKey) === group) this.#topics.delete(nameKey);
    group.topic = { ...group.topic, nameKey: topicKeyOf(name) };
    this.#topics.set(group.topic.nameKey, group);
  }

  #takeIn(group: RoomGroup, account: AccountId, { seq, from }: Coming): void {
    // A topic that everybody has left is whose who comes first.
    if (group.topic && present(group).length === 0) group.owner = account;
    const before = group.members.get(account);
    const firstSeq = before?.firstSeq ?? seq;
    // In a topic the one who takes in says it each time.
    const reads = from ?? (group.topic ? undefined : before?.readsFrom);
    group.members.set(account, { firstSeq, ...(reads === undefined ? {} : { readsFrom: reads }) });
    group.changedAt = seq;
    group.present = undefined;
  }

  /** Who is or will be in it by this. */
  #planned(group: RoomGroup, change: GroupDraft): void {
    const account = whomOf(change);
    if (account === undefined) return;
    if (change.type === 'removed') group.planned.delete(account);
    else group.planned.add(account);
    this.#index(group, account);
  }

  #takeOut(group: RoomGroup, { account, seq }: Extract<GroupEntry, { type: 'removed' }>): void {
    const stay = group.members.get(account);
    if (stay) stay.lastSeq ??= seq;
    group.changedAt = seq;
    group.present = undefined;
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

  #keep(group: NewGroup): RoomGroup {
    const stays = [...group.members.values()];
    const kept: RoomGroup = {
      ...group,
      planned: new Set(present(group)),
      pending: [],
      isUntold: false,
      changedAt: Math.max(0, ...stays.map(({ firstSeq, lastSeq = firstSeq }) => lastSeq)),
      present: undefined,
    };
    this.#groups.set(kept.in, kept);
    if (kept.topic) this.#topics.set(kept.topic.nameKey, kept);
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
