import type { Random } from '../../src-shared/outside/random.ts';
import type { ParamsOf } from '../../src-shared/protocol/protocol.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Group } from '../../src-shared/protocol/groups.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import {
  groupConversation,
  hasMembers,
  isTopic,
  topicConversation,
} from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { checkGroupName } from '../../src-shared/text/names.ts';
import type { CheckedGroupName } from '../../src-shared/text/names.ts';
import { KeptRecords } from './gathered-writes.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { GroupRecord } from './replica/people.ts';
import type { Replica } from './replica/replica.ts';
import type { RoomLink } from './room-link.ts';
import { readPages } from './read-pages.ts';
import { tidyAbout, tidyGroupName } from './vet-entries.ts';

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

/** More people of a topic are not listed here. */
const maxTopicPeople = 10_000;

type GroupChange =
  | 'rename-group'
  | 'change-group'
  | 'add-to-group'
  | 'remove-from-group'
  | 'leave-group'
  | 'join-topic'
  | 'describe-topic'
  | 'archive-topic';
type Signed = { link: RoomLink; own: AccountId };

/**
 * The groups that this person is or was in. Who is in one is what the room says live and in its list; what is
 * missed of a group's end is learnt from the entries that are fetched.
 */
export class RoomGroups extends KeptRecords<ConversationId, GroupRecord> {
  readonly #random: Random;
  #signed: Signed | undefined;

  constructor({ replica: { groups }, room, random, changed, failed }: RoomGroupsParts) {
    super({
      list: () => groups.list(room),
      save: (changes) => groups.save(room, changes),
      keyOf: ({ in: id }) => id,
      most: maxGroups,
      changed,
      failed,
    });
    this.#random = random;
  }

  /** The person is its owner and in it, besides these others. */
  async make(name: string, members: readonly AccountId[]): Promise<Outcome<GroupRecord>> {
    const checked = checkGroupName(name);
    if (!checked.ok) return refused(refusalOfName(checked));
    const signed = this.#signed;
    if (!signed) return refused({ code: 'connection-lost' });
    const { link, own } = signed;
    const id = groupConversation(this.#random.text(16));
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
    return done(this.get(id) ?? this.keep(group));
  }

  /** Everybody in the room finds it and can join. */
  async makeTopic(name: string, about: string): Promise<Outcome<GroupRecord>> {
    if (!this.#signed) return refused({ code: 'connection-lost' });
    const { link, own } = this.#signed;
    const id = topicConversation(this.#random.text(16));
    const made = await link.request('make-topic', { in: id, name, about });
    if (!made.ok) return made;
    const topic = { people: 1, about: tidyAbout(about) };
    const title = tidyGroupName(name, id);
    const head = { in: id, name: title, owner: own, members: [], firstSeq: 1, topic };
    return done(this.get(id) ?? this.keep({ ...head, standing: 'member' }));
  }

  /** All topics of the room, as it lists them now. */
  async listTopics(): Promise<Outcome<Topic[]>> {
    const link = this.#signed?.link;
    if (!link) return refused({ code: 'connection-lost' });
    const topics: Topic[] = [];
    const read = await readPages<ConversationId, AnswerOf<'list-topics'>>({
      link,
      most: limits.topicsPerRoom,
      ask: (from, heard) => link.request('list-topics', from, heard),
      take: (page) => {
        for (const { name, about, ...rest } of page.topics)
          topics.push({ ...rest, name: tidyGroupName(name, rest.in), about: tidyAbout(about) });
        return page.topics.length;
      },
    });
    return read.ok ? done(topics) : read;
  }

  async topicMembers(id: ConversationId): Promise<Outcome<AccountId[]>> {
    const link = this.#signed?.link;
    if (!link) return refused({ code: 'connection-lost' });
    const members: AccountId[] = [];
    const read = await readPages<AccountId, AnswerOf<'list-topic-members'>>({
      link,
      most: maxTopicPeople,
      ask: (from, heard) => link.request('list-topic-members', { in: id, ...from }, heard),
      take: (page) => {
        members.push(...page.members);
        return page.members.length;
      },
    });
    return read.ok ? done(members) : read;
  }

  /** Who is in it already has joined it. */
  async join(id: ConversationId): Promise<Outcome<null>> {
    const joined = await this.#ask('join-topic', { in: id });
    return !joined.ok && joined.refusal.code === 'already-in-group' ? done(null) : joined;
  }

  describe(id: ConversationId, about: string): Promise<Outcome<null>> {
    return this.#ask('describe-topic', { in: id, about });
  }

  archive(id: ConversationId, archived: boolean): Promise<Outcome<null>> {
    return this.#ask('archive-topic', { in: id, archived });
  }

  async rename(id: ConversationId, name: string): Promise<Outcome<null>> {
    if (isTopic(id)) return this.#ask('rename-group', { in: id, name });
    const checked = checkGroupName(name);
    if (!checked.ok) return refused(refusalOfName(checked));
    return this.#ask('rename-group', { in: id, name: checked.name });
  }

  setReadOnly(id: ConversationId, readOnly: boolean): Promise<Outcome<null>> {
    return this.#ask('change-group', { in: id, readOnly });
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
    const { topic } = said;
    if (!hasMembers(said.in) || isTopic(said.in) !== (topic !== undefined)) return false;
    if (!topic && !said.members.includes(own)) return false;
    if (!this.hasRoomFor(said.in)) return true;
    this.keep({
      in: said.in,
      name: tidyGroupName(said.name, said.in),
      owner: said.owner,
      members,
      firstSeq: said.firstSeq,
      ...(topic ? { topic: { ...topic, about: tidyAbout(topic.about) } } : {}),
      ...(said.readOnly === true ? { readOnly: true } : {}),
      ...(said.keep === undefined ? {} : { keep: said.keep }),
      standing: 'member',
    });
    return true;
  }

  /** As people know it: a topic with its `#`. */
  nameOf(id: ConversationId): string | undefined {
    const name = this.get(id)?.name;
    return name !== undefined && isTopic(id) ? `#${name}` : name;
  }

  isMember(id: ConversationId): boolean {
    return this.get(id)?.standing === 'member';
  }

  /** The person is in it no more; what is kept of it stays. */
  noteLeft(id: ConversationId): void {
    const known = this.get(id);
    if (known?.standing === 'member') this.keep({ ...known, standing: 'left' });
  }

  /** All groups were listed: the person is in no other one any more. */
  noteListed(isListed: (id: ConversationId) => boolean): void {
    for (const group of this.list()) if (!isListed(group.in)) this.noteLeft(group.in);
  }

  /** The room names a group that the person is not in and that this computer may never have known. */
  noteEnded(id: ConversationId, own: AccountId): void {
    if (this.has(id)) return;
    const name = tidyGroupName('', id);
    this.keep({ in: id, name, owner: own, members: [], firstSeq: 1, standing: 'left' });
  }

  /** New at the end of a group that was left: what the room's list no longer says stands in its entries. */
  follow(id: ConversationId, entries: readonly Entry[]): void {
    const known = this.get(id);
    if (known?.standing !== 'left') return;
    const followed = entries.reduce(followEntry, known);
    if (followed !== known) this.keep(followed);
  }

  async #ask<N extends GroupChange>(command: N, fields: ParamsOf<N>): Promise<Outcome<null>> {
    if (!this.#signed) return refused({ code: 'connection-lost' });
    const answer = await this.#signed.link.request(command, fields);
    return answer.ok ? done(null) : answer;
  }
}

/** Who owns a topic is not told by who changed it. */
function followTopic(group: GroupRecord, entry: Entry): GroupRecord {
  const { topic } = group;
  if (!topic) return group;
  if (entry.type === 'renamed') return { ...group, name: entry.name };
  return entry.type === 'described' ? { ...group, topic: { ...topic, about: entry.about } } : group;
}

function followEntry(group: GroupRecord, entry: Entry): GroupRecord {
  if (isTopic(group.in)) return followTopic(group, entry);
  switch (entry.type) {
    case 'renamed':
      return { ...group, name: entry.name, owner: entry.by };
    case 'group-changed':
      return { ...group, readOnly: entry.readOnly };
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
