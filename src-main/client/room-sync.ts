import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { AnswerOf } from '../../src-shared/protocol/frames.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { Backfill } from './backfill.ts';
import { ConversationFeed } from './conversation-feed.ts';
import type { Greeting } from './entrance.ts';
import { FetchQueue } from './fetch-queue.ts';
import type { FetchPriority } from './fetch-queue.ts';
import { done, refused } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { maxConversations } from './room-copy.ts';
import type { RoomCopy } from './room-copy.ts';
import type { RoomLink } from './room-link.ts';
import { maxMembers } from './room-members.ts';
import type { RoomMembers } from './room-members.ts';
import { mayBeSeen, vetEntry, vetPage } from './vet-entries.ts';

const fetchesAtOnce = 4;
const waitingCharacters = 4 * 1024 * 1024;

type Head = AnswerOf<'sync'>['conversations'][number];

export type RoomSyncParts = {
  link: RoomLink;
  greeting: Greeting;
  own: AccountId;
  copy: RoomCopy;
  members: RoomMembers;
  clock: Clock;
  syncedTo: number;
  /** Every conversation's newest entries up to this position of the log are held. */
  saveSyncedTo: (position: number) => Promise<void>;
  /** Entries that are on disk now; `newer` are those after the conversation's end. */
  stored: (conversation: ConversationId, entries: readonly Entry[], newer: boolean) => void;
  failed: (error: unknown) => void;
};

/** Keeps a copy up with its room while one connection lasts (W7, W8, W12). */
export class RoomSync {
  readonly #parts: RoomSyncParts;
  readonly #feeds = new Map<ConversationId, ConversationFeed>();
  readonly #queue = new FetchQueue(fetchesAtOnce);
  readonly #budget = { characters: waitingCharacters };
  readonly #backfill: Backfill;
  /** Who was said to be online or not since the member list began to be read. */
  #saidSince: Map<AccountId, boolean> | undefined;
  #syncedTo: number;
  /** What was said before this computer's first sync of the room counts as read. */
  readonly #readTo = new Map<ConversationId, number>();
  #catchingUp: 'no' | 'yes' | 'once-more' = 'no';

  constructor(parts: RoomSyncParts) {
    this.#parts = parts;
    this.#syncedTo = parts.syncedTo;
    this.#backfill = new Backfill({
      copy: parts.copy,
      clock: parts.clock,
      fetch: (conversation, before, priority) =>
        this.#fetch(
          conversation,
          { before, limit: parts.greeting.limits.maxHistoryPage },
          priority,
        ),
      stored: (conversation, entries) => parts.stored(conversation, entries, false),
      failed: parts.failed,
    });
  }

  /** Members, heads, and everything newer than the copy; refused where the connection ends first. */
  async catchUp(): Promise<Outcome<undefined>> {
    const listed = await this.#listMembers();
    if (!listed.ok) return listed;
    const heads = await this.#readHeads();
    if (!heads.ok) return heads;
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
    await this.#parts.saveSyncedTo(this.#syncedTo);
    return done(undefined);
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
    const { own, copy, link } = this.#parts;
    const kept = vetEntry(entry, own);
    if (!kept) return link.end({ code: 'connection-lost' });
    this.#notePresence(kept);
    if (copy.hasRoomFor(kept.in)) this.#feed(kept.in).offer(kept);
  }

  /** What the room acknowledged, as the entry that it became; resolves when the copy has come so far. */
  async takeOwn(entry: Entry): Promise<boolean> {
    const kept = vetEntry(entry, this.#parts.own);
    if (!kept) {
      this.#breach();
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
    const said = new Map<AccountId, boolean>();
    this.#saidSince = said;
    let count = 0;
    let from: AccountId | undefined;
    do {
      const page = await link.request('list-members', from === undefined ? {} : { from });
      if (!page.ok) return page;
      for (const member of page.value.members) {
        said.set(member.account, member.online);
        members.note(member);
      }
      count += page.value.members.length;
      from = page.value.next;
      if (from !== undefined && (page.value.members.length === 0 || count > maxMembers)) {
        return this.#breach();
      }
    } while (from !== undefined);
    members.setOffline((account) => said.get(account) === true);
    this.#saidSince = undefined;
    return done(undefined);
  }

  /** Heads of what has changed, with what was held of each when it was asked for. */
  async #readHeads(): Promise<
    Outcome<{ head: number; conversations: (Head & { held: number })[] }>
  > {
    const { link, copy, own } = this.#parts;
    const held = new Map(copy.conversations().map((record) => [record.in, record.lastSeq]));
    const conversations: (Head & { held: number })[] = [];
    let head: number | undefined;
    let from: ConversationId | undefined;
    do {
      const page = await link.request('sync', {
        after: this.#syncedTo,
        ...(from === undefined ? {} : { from }),
      });
      if (!page.ok) return page;
      for (const each of page.value.conversations) {
        if (!mayBeSeen(each.in, own)) return this.#breach();
        conversations.push({ ...each, held: held.get(each.in) ?? 0 });
      }
      // What is appended while pages are read comes live; the first page's position is the safe one.
      head ??= page.value.head;
      from = page.value.next;
      const isEndless =
        page.value.conversations.length === 0 || conversations.length > maxConversations;
      if (from !== undefined && isEndless) return this.#breach();
    } while (from !== undefined);
    return done({ head, conversations: conversations.sort(byUrgency) });
  }

  #notePresence(entry: Entry): void {
    if (entry.type === 'message') return;
    const online = entry.type === 'joined';
    this.#saidSince?.set(entry.account, online);
    const { members } = this.#parts;
    if (entry.type === 'joined' && !members.has(entry.account)) {
      members.note({ account: entry.account, name: entry.name, online, lastSeenAt: entry.at });
    } else members.noteOnline(entry.account, online, entry.at);
  }

  #feed(id: ConversationId): ConversationFeed {
    const known = this.#feeds.get(id);
    if (known) return known;
    const { copy, failed } = this.#parts;
    const feed = new ConversationFeed({
      id,
      budget: this.#budget,
      lastSeq: () => copy.conversation(id).lastSeq,
      fetch: (after) => this.#fetchForward(id, after),
      store: (entries) => this.#store(id, entries),
      failed,
    });
    this.#feeds.set(id, feed);
    return feed;
  }

  async #store(id: ConversationId, entries: readonly Entry[]): Promise<void> {
    const { copy, stored } = this.#parts;
    const added = await copy.append(id, entries);
    const readTo = this.#readTo.get(id);
    if (readTo !== undefined) await copy.markRead(id, readTo);
    stored(id, added, true);
    if (copy.conversation(id).firstSeq > 1) this.#backfill.wake();
  }

  async #fetchForward(id: ConversationId, after: number | undefined): Promise<Entry[] | undefined> {
    const { historyPage, maxHistoryPage } = this.#parts.greeting.limits;
    const range = after === undefined ? { limit: historyPage } : { after, limit: maxHistoryPage };
    const entries = await this.#fetch(id, range, 'forward');
    // The room itself said that there is more.
    if (!entries) this.#breach();
    return entries;
  }

  /** Undefined where the room refuses or answers with something else than was asked for. */
  async #fetch(
    id: ConversationId,
    range: { after?: number; before?: number; limit: number },
    priority: FetchPriority,
  ): Promise<Entry[] | undefined> {
    const { link, own } = this.#parts;
    const answer = await this.#queue.run(priority, () =>
      link.request('read-history', { in: id, ...range }),
    );
    if (!answer.ok) return undefined;
    const { after, before } = range;
    return vetPage({ in: id, entries: answer.value.entries, own, after, before });
  }

  #breach(): { ok: false; refusal: Refusal } {
    const refusal: Refusal = { code: 'connection-lost' };
    this.#parts.link.end(refusal);
    return refused(refusal);
  }
}

/** Everyone first, then what was written in last. */
function byUrgency(one: Head, other: Head): number {
  if (one.in === everyone) return -1;
  return other.in === everyone ? 1 : other.lastId - one.lastId;
}
