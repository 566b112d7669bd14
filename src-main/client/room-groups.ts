import type { Random } from '../../src-shared/outside/random.ts';
import type { ParamsOf } from '../../src-shared/protocol/protocol.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Group } from '../../src-shared/protocol/groups.ts';
import { groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { checkGroupName } from '../../src-shared/text/names.ts';
import type { CheckedGroupName } from '../../src-shared/text/names.ts';
import { GatheredWrites } from './gathered-writes.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { GroupRecord } from './replica/people.ts';
import type { Replica } from './replica/replica.ts';
import type { RoomLink } from './room-link.ts';
import { tidyGroupName } from './tidy-names.ts';

/** More groups than this are not kept of one room, those that were left included. */
export const maxGroups = 2000;

export type RoomGroupsParts = {
  replica: Pick<Replica, 'groups'>;
  room: RoomId;
  random: Random;
  /** These have changed and are on disk. */
  changed: (groups: GroupRecord[]) => void;
  failed: (error: unknown) => void;
};

type GroupChange = 'rename-group' | 'add-to-group' | 'remove-from-group' | 'leave-group';
type Signed = { link: RoomLink; own: AccountId };

/**
 * The groups that this person is or was in. Who is in one is what the room says live and in its list; what is
 * missed of a group's end is learnt from the entries that are fetched.
 */
export class RoomGroups {
  readonly #parts: RoomGroupsParts;
  readonly #groups = new Map<ConversationId, GroupRecord>();
  readonly #writes: GatheredWrites<ConversationId>;
  #signed: Signed | undefined;

  constructor(parts: RoomGroupsParts) {
    this.#parts = parts;
    this.#writes = new GatheredWrites({
      failed: parts.failed,
      write: (ids) => this.#save(ids),
    });
  }

  async load(): Promise<void> {
    for (const group of await this.#parts.replica.groups.list(this.#parts.room)) {
      this.#groups.set(group.in, group);
    }
  }

  list(): GroupRecord[] {
    return [...this.#groups.values()];
  }

  get(id: ConversationId): GroupRecord | undefined {
    return this.#groups.get(id);
  }

  /** The person is its owner and in it, besides these others. */
  async make(name: string, members: readonly AccountId[]): Promise<Outcome<GroupRecord>> {
    const checked = checkGroupName(name);
    if (!checked.ok) return refused(refusalOfName(checked));
    const signed = this.#signed;
    if (!signed) return refused({ code: 'connection-lost' });
    const { link, own } = signed;
    const id = groupConversation(this.#parts.random.text(16));
    const others = [...new Set(members)].filter((account) => account !== own);
    if (others.length >= limits.groupMembers) {
      return refused({ code: 'group-full', limit: limits.groupMembers });
    }
    const made = await link.request('make-group', { in: id, name: checked.name, members: others });
    if (!made.ok) return made;
    const group: GroupRecord = {
      in: id,
      name: checked.name,
      owner: own,
      members: [own, ...others],
      firstSeq: 1,
      standing: 'member',
    };
    // What the room said of it may have come first, and is newer.
    return done(this.#groups.get(id) ?? this.#keep(group));
  }

  async rename(id: ConversationId, name: string): Promise<Outcome<null>> {
    const checked = checkGroupName(name);
    if (!checked.ok) return refused(refusalOfName(checked));
    return this.#ask('rename-group', { in: id, name: checked.name });
  }

  add(id: ConversationId, account: AccountId): Promise<Outcome<null>> {
    return this.#ask('add-to-group', { in: id, account });
  }

  remove(id: ConversationId, account: AccountId): Promise<Outcome<null>> {
    return this.#ask('remove-from-group', { in: id, account });
  }

  leave(id: ConversationId): Promise<Outcome<null>> {
    return this.#ask('leave-group', { in: id });
  }

  /** From now on what is asked goes over this connection. */
  attach(signed: Signed): void {
    this.#signed = signed;
  }

  detach(): void {
    this.#signed = undefined;
  }

  /** Takes over what the room says of a group now; false if no honest room would say it to `own`. */
  note(said: Group, own: AccountId): boolean {
    const members = [...new Set(said.members)].slice(0, limits.groupMembers);
    if (!said.members.includes(own) || !said.in.startsWith('group:')) return false;
    if (!this.hasRoomFor(said.in)) return true;
    this.#keep({
      in: said.in,
      name: tidyGroupName(said.name, said.in),
      owner: said.owner,
      members,
      firstSeq: said.firstSeq,
      standing: 'member',
    });
    return true;
  }

  /** False if nothing of this group is kept and it would be one too many. */
  hasRoomFor(id: ConversationId): boolean {
    return this.#groups.has(id) || this.#groups.size < maxGroups;
  }

  isMember(id: ConversationId): boolean {
    return this.#groups.get(id)?.standing === 'member';
  }

  /** The person is in it no more; what is kept of it stays. */
  noteLeft(id: ConversationId): void {
    const known = this.#groups.get(id);
    if (known?.standing === 'member') this.#keep({ ...known, standing: 'left' });
  }

  /** All groups were listed: the person is in no other one any more. */
  noteListed(isListed: (id: ConversationId) => boolean): void {
    for (const group of this.list()) if (!isListed(group.in)) this.noteLeft(group.in);
  }

  /** The room names a group that the person is not in and that this computer may never have known. */
  noteEnded(id: ConversationId, own: AccountId): void {
    if (this.#groups.has(id)) return;
    const name = tidyGroupName('', id);
    this.#keep({ in: id, name, owner: own, members: [], firstSeq: 1, standing: 'left' });
  }

  /** Nothing older than this number may be read. */
  noteFirst(id: ConversationId, firstSeq: number): void {
    const known = this.#groups.get(id);
    if (known && known.firstSeq < firstSeq) this.#keep({ ...known, firstSeq });
  }

  /** New at the end of a group that was left: what the room's list no longer says stands in its entries. */
  follow(id: ConversationId, entries: readonly Entry[]): void {
    const known = this.#groups.get(id);
    if (known?.standing !== 'left') return;
    const followed = entries.reduce(followEntry, known);
    if (followed !== known) this.#keep(followed);
  }

  clear(): void {
    this.#groups.clear();
    this.#writes.clear();
  }

  settled(): Promise<void> {
    return this.#writes.settled();
  }

  async #ask<N extends GroupChange>(command: N, fields: ParamsOf<N>): Promise<Outcome<null>> {
    if (!this.#signed) return refused({ code: 'connection-lost' });
    const answer = await this.#signed.link.request(command, fields);
    return answer.ok ? done(null) : answer;
  }

  #keep(group: GroupRecord): GroupRecord {
    this.#groups.set(group.in, group);
    this.#writes.note(group.in);
    return group;
  }

  async #save(ids: readonly ConversationId[]): Promise<void> {
    const groups = ids.flatMap((id) => this.#groups.get(id) ?? []);
    if (groups.length === 0) return;
    await this.#parts.replica.groups.save(this.#parts.room, groups);
    this.#parts.changed(groups);
  }
}

function followEntry(group: GroupRecord, entry: Entry): GroupRecord {
  switch (entry.type) {
    case 'renamed':
      return { ...group, name: entry.name, owner: entry.by };
    case 'added': {
      const others = group.members.filter((account) => account !== entry.account);
      const members = [...others, entry.account].slice(-limits.groupMembers);
      return { ...group, members, owner: entry.by };
    }
    case 'removed': {
      const members = group.members.filter((account) => account !== entry.account);
      // That somebody left does not tell who the owner is. Whoever takes somebody else out is the owner.
      return { ...group, members, owner: entry.by === entry.account ? group.owner : entry.by };
    }
    default:
      return group;
  }
}

function refusalOfName({ code, subject }: Extract<CheckedGroupName, { ok: false }>): Refusal {
  if (code === 'group-name-too-long') return { code, limit: limits.maxGroupNameCharacters };
  return { code, subject };
}
