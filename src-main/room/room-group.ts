import type { EntryDraft, GroupEntry } from '../../src-shared/protocol/entries.ts';
import type { Group } from '../../src-shared/protocol/groups.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import type { Keep } from '../../src-shared/protocol/retention.ts';
import type { Stay, StoredGroup } from './ports.ts';

export type GroupDraft = Extract<EntryDraft, { type: GroupEntry['type'] }>;

export type RoomGroup = {
  readonly in: ConversationId;
  /** As the log's entries on disk have made it; everybody who is or was in it, in the order of coming. */
  name: string;
  owner: AccountId;
  topic: StoredGroup['topic'];
  readOnly: boolean;
  keep: Keep | undefined;
  readonly members: Map<AccountId, Omit<Stay, 'account'>>;
  /** Who will be in it once all that was accepted is on disk: what the next command is judged by. */
  planned: Set<AccountId>;
  /** What was accepted here and did not come back from the log yet, in this order. */
  readonly pending: GroupDraft[];
  /** Its members have not been told how it stands now. */
  isUntold: boolean;
  /** The number of the last entry that changed who is in it, and who has been in it since, once that was asked for. */
  changedAt: number;
  present: AccountId[] | undefined;
};
export type NewGroup = Omit<
  RoomGroup,
  'isUntold' | 'changedAt' | 'present' | 'planned' | 'pending'
>;

/** Whether an entry is what was accepted here: it comes back in the order in which it went. */
export function saysTheSame(planned: GroupDraft, entry: GroupEntry): boolean {
  if (planned.type !== entry.type || planned.by !== entry.by || planned.at !== entry.at)
    return false;
  return whomOf(planned) === whomOf(entry);
}

/** Who comes or goes by it. */
export function whomOf(change: GroupDraft): AccountId | undefined {
  if (change.type === 'topic-made') return change.by;
  return 'account' in change ? change.account : undefined;
}

export function newGroup({ in: id, by }: GroupDraft): NewGroup {
  return {
    in: id,
    name: '',
    owner: by,
    topic: undefined,
    readOnly: false,
    keep: undefined,
    members: new Map(),
  };
}

export function byId(one: RoomGroup, other: RoomGroup): number {
  return one.in < other.in ? -1 : 1;
}

export function isPresent(group: RoomGroup, account: AccountId): boolean {
  const stay = group.members.get(account);
  return stay !== undefined && stay.lastSeq === undefined;
}

export function present(group: Pick<RoomGroup, 'members'>): AccountId[] {
  return [...group.members].flatMap(([account, { lastSeq }]) =>
    lastSeq === undefined ? [account] : [],
  );
}

export function view(group: RoomGroup, account: AccountId, members = present(group)): Group {
  const { in: id, name, owner, topic, readOnly } = group;
  const kept = group.keep === undefined ? {} : { keep: group.keep };
  if (topic) {
    const { about, archived } = topic;
    const standing = { people: members.length, about, ...(archived ? { archived } : {}) };
    return {
      in: id,
      name,
      owner,
      members: [],
      firstSeq: readsFrom(group, account),
      topic: standing,
      ...kept,
    };
  }
  const firstSeq = readsFrom(group, account);
  const rules = { ...(readOnly ? { readOnly } : {}), ...kept };
  return { in: id, name, owner, members, firstSeq, ...rules };
}

/** The first number that the account reads there. */
export function readsFrom(
  { members, topic }: Pick<RoomGroup, 'members' | 'topic'>,
  account: AccountId,
): number {
  const stay = members.get(account);
  return stay?.readsFrom ?? (topic ? 1 : (stay?.firstSeq ?? 1));
}

/** To `account`, if it matters whether that one is in it. */
export function asTopic(group: RoomGroup, account: AccountId | undefined): Topic {
  const { in: id, name, owner, topic } = group;
  return {
    in: id,
    name,
    about: topic?.about ?? '',
    owner,
    people: present(group).length,
    ...(topic?.archived ? { archived: true as const } : {}),
    ...(account !== undefined && isPresent(group, account) ? { joined: true as const } : {}),
  };
}
