import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { Group } from '../../src-shared/protocol/groups.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import { everyone, hasMembers } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { Backfill, FetchQueue } from './backfill.ts';
import { ConversationFeed } from './conversation-feed.ts';
import type { Greeting } from './sign-in.ts';
import type { Fetched, FetchPriority } from './backfill.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { endForBreach, readPages } from './read-pages.ts';
import type { Receipts } from './receipts.ts';
import { maxConversations } from './room-copy.ts';
import type { RoomRecord } from './replica/room-records.ts';
import type { RoomCopy, Touched } from './room-copy.ts';
import { maxGroups } from './room-groups.ts';
import type { RoomGroups } from './room-groups.ts';
import type { RoomLink } from './room-link.ts';
import { maxMembers } from './room-members.ts';
import type { RoomMembers } from './room-members.ts';
import { mayBeSeen, vetEntry, vetPage } from './vet-entries.ts';

const fetchesAtOnce = 4;
const waitingCharacters = 4 * 1024 * 1024;

/** `syncedTo`: every conversation's newest entries up to this position of the log are held. */
type Progress = Pick<RoomRecord, 'syncedTo' | 'olderBytes'>;
/** Why there is less here than in the room: its lists, its older history. */
export type Incomplete = { lists?: Refusal | undefined; older?: Refusal | undefined };

type Head = AnswerOf<'sync'>['conversations'][number];

export type RoomSyncParts = {
  link: RoomLink;
  greeting: Greeting;
  own: AccountId;
  copy: RoomCopy;
  members: RoomMembers;
  groups: RoomGroups;
  receipts: Receipts;
  clock: Clock;
  /** As of a feed. */
  writeEveryMs: number;
  progress: () => Progress;
  saveProgress: (change: Partial<Progress>) => Promise<void>;
  /** What of the room is not kept here, as far as this connection has shown. */
  incomplete: (what: Incomplete) => void;
  /** Entries that are on disk now, and the messages that they change or answer. */
  stored: (
    conversation: ConversationId,
    entries: readonly Entry[],
    more: Partial<Touched> & { newer: boolean },
  ) => void;
  failed: (error: unknown) => void;
};

/** Keeps a copy up to date with its room while one connection lasts (W7, W8, W12). */
export class RoomSync {
  readonly #parts: RoomSyncParts;
  readonly #feeds = new Map<ConversationId, ConversationFeed>();
  readonly #queue = new FetchQueue(fetchesAtOnce);
  readonly #budget = { characters: waitingCharacters };
  readonly #backfill: Backfill;
  /** Of whom, and of which groups, something was said since their list began to be read. */
  readonly #membersSaid = new Set<AccountId>();
  readonly #groupsSaid = new Set<ConversationId>();
  #syncedTo: number;
  /** What was said before this computer's first sync of the room counts as read. */
  readonly #readTo = new Map<ConversationId, number>();
  #catchingUp: 'no' | 'yes' | 'once-more' = 'no';
  /** The newest time that it was caught up. */
  #caughtUp: Promise<Outcome<undefined>> | undefined;

  constructor(parts: RoomSyncParts) {
    this.#parts = parts;
    this.#syncedTo = parts.progress().syncedTo;
    this.#backfill = new Backfill({
      copy: parts.copy,
      clock: parts.clock,
      oldest: (conversation) =>
        Math.max(
          parts.groups.get(conversation)?.firstSeq ?? 1,
          parts.copy.conversation(conversation).oldestSeq,
        ),
      fetch: (conversation, before, priority) =>
        this.#fetch(
          conversation,
          { before, limit: parts.greeting.limits.maxHistoryPage },
          priority,
        ),
      stored: (conversation, entries) => parts.stored(conversation, entries, { newer: false }),
      olderBytes: () => parts.progress().olderBytes,
      brought: (bytes) => this.#brought(bytes),
      held: (older) => parts.incomplete({ older }),
      failed: parts.failed,
    });
  }

  /** Members, groups, heads, and everything newer than the copy; refused if the connection ends first. */
  catchUp(): Promise<Outcome<undefined>> {
    return (this.#caughtUp = this.#catchUp());
  }

  /** Resolves with true when the copy has all that the room has told so far, with false if the connection ends first. */
  async upToDate(): Promise<boolean> {
    const caughtUp = await this.#caughtUp;
    if (caughtUp?.ok !== true) return false;
    const reached = await Promise.all([...this.#feeds.values()].map((feed) => feed.reachHead()));
    return !reached.includes(false);
  }

  async #catchUp(): Promise<Outcome<undefined>> {
    const { copy, link, own, receipts } = this.#parts;
    // What comes live from here on may be newer than the heads.
    const { newestId } = copy;
    const listed = await this.#listMembers();
    if (!listed.ok) return listed;
    // Before the heads: what comes live of a group not known yet is passed over, and stands in them.
    const grouped = await this.#listGroups();
    if (!grouped.ok) return grouped;
    const heads = await this.#readHeads();
    if (!heads.ok) return heads;
    if (heads.value.head < newestId) return refused({ code: 'cursor-ahead' });
    for (const head of heads.value.conversations) {
      if (head.lastSeq < head.held) return refused({ code: 'cursor-ahead' });
      if (this.#syncedTo === 0) this.#readTo.set(head.in, head.lastSeq);
    }
    const reached = await Promise.all(
      heads.value.conversations.map((head) => this.#feed(head.in).reach(head.lastSeq)),
    );
    if (reached.includes(false)) return refused({ code: 'connection-lost' });
    this.#readTo.clear();
    this.#syncedTo = heads.value.head;
    await this.#parts.saveProgress({ syncedTo: this.#syncedTo });
    return receipts.list(link, own);
  }

  /** Fetches older history in the background from now on. */
  startBackfill(): void {
    this.#backfill.start();
  }

  /** The page before what is held, because a person waits for it. */
  fetchOlder(conversation: ConversationId): Promise<void> {
    return this.#backfill.fetchNow(conversation);
  }

  /** An entry that came live. */
  take(entry: Entry): void {
    const { own, copy, groups, link } = this.#parts;
    const kept = vetEntry(entry, own);
    if (!kept) return link.end({ code: 'connection-lost' });
    if (hasMembers(kept.in)) {
      if (!groups.isMember(kept.in)) return;
      // Noted as it comes: a group that comes after it says that the person is in it again.
      const isNew = kept.seq > copy.conversation(kept.in).lastSeq;
      if (isNew && kept.type === 'removed' && kept.account === own) groups.noteLeft(kept.in);
    }
    if (this.#isFollowed(kept.in)) this.#feed(kept.in).offer(kept);
  }

  /** How somebody stands now. */
  takeMember(member: Member): void {
    const { members } = this.#parts;
    if (!members.hasRoomFor(member.account)) return;
    this.#membersSaid.add(member.account);
    members.note(member);
  }

  /** A group as it stands now. */
  takeGroup(group: Group): void {
    if (this.#parts.groups.hasRoomFor(group.in)) this.#groupsSaid.add(group.in);
    if (!this.#parts.groups.note(group, this.#parts.own)) endForBreach(this.#parts.link);
  }

  /** What the room acknowledged, as the entry that it became; resolves when the copy has come so far. */
  async takeOwn(entry: Entry): Promise<boolean> {
    const kept = vetEntry(entry, this.#parts.own);
    if (!kept) {
      endForBreach(this.#parts.link);
      return false;
    }
    const feed = this.#feed(kept.in);
    feed.offer(kept);
    return feed.reach(kept.seq);
  }

  /** Events were left out: everything that a new connection asks for is asked again (W12). */
  behind(): void {
    if (this.#catchingUp !== 'no') {
      this.#catchingUp = 'once-more';
      return;
    }
    this.#catchingUp = 'yes';
    void this.#catchUpAgain();
  }

  stop(): void {
    this.#backfill.stop();
    for (const feed of this.#feeds.values()) feed.stop();
  }

  async #catchUpAgain(): Promise<void> {
    try {
      const caughtUp = await this.catchUp();
      if (!caughtUp.ok) return this.#parts.link.end(caughtUp.refusal);
      if (this.#catchingUp === 'once-more') {
        this.#catchingUp = 'yes';
        return await this.#catchUpAgain();
      }
      this.#catchingUp = 'no';
    } catch (error) {
      this.#parts.failed(error);
    }
  }

  async #listMembers(): Promise<Outcome<undefined>> {
    const { link, members } = this.#parts;
    this.#membersSaid.clear();
    const listed = await readPages<AccountId, AnswerOf<'list-members'>>({
      link,
      most: maxMembers,
      tooMany: () => this.#tooMany(),
      ask: (from, heard) => link.request('list-members', from, heard),
      take: (page) => {
        for (const member of page.members) this.takeMember(member);
        return page.members.length;
      },
    });
    if (listed.ok) members.setOffline((account) => this.#membersSaid.has(account));
    return listed;
  }

  async #listGroups(): Promise<Outcome<undefined>> {
    const { link, groups, own } = this.#parts;
    this.#groupsSaid.clear();
    const listed = await readPages<ConversationId, AnswerOf<'list-groups'>>({
      link,
      most: maxGroups,
      tooMany: () => this.#tooMany(),
      ask: (from, heard) => link.request('list-groups', from, heard),
      take: (page) => {
        for (const group of page.groups) this.#groupsSaid.add(group.in);
        return page.groups.every((group) => groups.note(group, own))
          ? page.groups.length
          : undefined;
      },
    });
    if (listed.ok) groups.noteListed((id) => this.#groupsSaid.has(id));
    return listed;
  }

  /** Heads of what has changed, with what was held of each when it was asked for. */
  async #readHeads(): Promise<
    Outcome<{ head: number; conversations: (Head & { held: number })[] }>
  > {
    const { link, copy } = this.#parts;
    const held = new Map(copy.conversations().map((record) => [record.in, record.lastSeq]));
    const conversations: (Head & { held: number })[] = [];
    let head: number | undefined;
    const after = this.#syncedTo;
    const read = await readPages<ConversationId, AnswerOf<'sync'>>({
      link,
      most: maxConversations,
      tooMany: () => this.#tooMany(),
      ask: (from, heard) => link.request('sync', { after, ...from }, heard),
      take: (page) => {
        for (const each of page.conversations) {
          if (!mayBeSeen(each.in, this.#parts.own)) return undefined;
          if (!this.#isFollowed(each.in)) this.#tooMany();
          else if (this.#isKept(each.in))
            conversations.push({ ...each, held: held.get(each.in) ?? 0 });
        }
        // What is appended while pages are read comes live; the first page's position is the safe one.
        head ??= page.head;
        return page.conversations.length;
      },
    });
    if (!read.ok) return read;
    return done({ head: head ?? 0, conversations: conversations.sort(byUrgency) });
  }

  #tooMany(): void {
    this.#parts.incomplete({ lists: { code: 'room-too-large' } });
  }

  #brought(bytes: number): void {
    const { progress, saveProgress, failed } = this.#parts;
    saveProgress({ olderBytes: progress().olderBytes + bytes }).catch(failed);
  }

  /** False for a conversation that would be one too many, though nothing of it is held yet. */
  #isFollowed(id: ConversationId): boolean {
    if (this.#feeds.has(id)) return true;
    return this.#feeds.size < maxConversations && this.#parts.copy.hasRoomFor(id);
  }

  /** False for a group that would be one too many. */
  #isKept(id: ConversationId): boolean {
    const { groups, own } = this.#parts;
    if (!hasMembers(id)) return true;
    if (!groups.hasRoomFor(id)) return false;
    groups.noteEnded(id, own);
    return true;
  }

  #feed(id: ConversationId): ConversationFeed {
    const known = this.#feeds.get(id);
    if (known) return known;
    const { copy, clock, writeEveryMs, failed } = this.#parts;
    const feed = new ConversationFeed({
      id,
      budget: this.#budget,
      clock,
      writeEveryMs,
      lastSeq: () => copy.conversation(id).lastSeq,
      fetch: (after) => this.#fetchForward(id, after),
      store: (entries) => this.#store(id, entries),
      failed,
    });
    this.#feeds.set(id, feed);
    return feed;
  }

  async #store(id: ConversationId, entries: readonly Entry[]): Promise<void> {
    const { copy, groups, stored } = this.#parts;
    const added = await copy.append(id, entries);
    groups.follow(id, added);
    const readTo = this.#readTo.get(id);
    if (readTo !== undefined) await copy.markRead(id, readTo);
    stored(id, added, { newer: true, ...(await copy.touchedBy(id, added)) });
    if (copy.conversation(id).firstSeq > 1) this.#backfill.wake();
  }

  async #fetchForward(id: ConversationId, after: number | undefined): Promise<Entry[] | undefined> {
    const { historyPage, maxHistoryPage } = this.#parts.greeting.limits;
    const range = after === undefined ? { limit: historyPage } : { after, limit: maxHistoryPage };
    const entries = await this.#fetch(id, range, 'forward');
    if (Array.isArray(entries)) return entries;
    // The room itself said that there is more.
    endForBreach(this.#parts.link);
    return undefined;
  }

  /** Undefined if the room refuses or answers with something else than was asked for. */
  async #fetch(
    id: ConversationId,
    range: { after?: number; before?: number; limit: number },
    priority: FetchPriority,
  ): Promise<Fetched> {
    const { link, own, copy } = this.#parts;
    const answer = await this.#queue.run(priority, () =>
      link.request('read-history', { in: id, ...range }),
    );
    if (!answer.ok) return answer.refusal.code === 'store-failed' ? 'not-now' : undefined;
    const { after, before } = range;
    const { entries, more, firstSeq = 1 } = answer.value;
    const isFromFirst = after !== undefined && firstSeq > after + 1;
    if (firstSeq > 1) await copy.dropBelow(id, firstSeq);
    const page = vetPage({
      in: id,
      entries,
      own,
      after: isFromFirst ? firstSeq - 1 : after,
      before,
    });
    const first = page?.[0]?.seq ?? (entries.length === 0 ? before : undefined);
    // Nothing older is for this person, or is kept at all.
    if (after === undefined && !more && first !== undefined) await copy.noteOldest(id, first);
    return page;
  }
}

/** Everyone first, then what was written in last. */
function byUrgency(one: Head, other: Head): number {
  if (one.in === everyone) return -1;
  return other.in === everyone ? 1 : other.lastId - one.lastId;
}
