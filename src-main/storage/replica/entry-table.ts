import type { StatementSync } from 'node:sqlite';
import type { TimelinePage } from '../../../src-shared/member/own-copy.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { foldText } from '../../../src-shared/text/fold.ts';
import type {
  ConversationRecord,
  EntryStore,
  TimelineQuery,
} from '../../client/replica/conversations.ts';
import { columnsOf, entryOfRow } from '../entry-rows.ts';
import type { EntryRow } from '../entry-rows.ts';
import { messageKind } from '../kind-table.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { StoreError } from '../store-error.ts';
import type { BlockTable } from './block-table.ts';
import type { ConversationRow, ConversationTable } from './conversation-table.ts';
import type { GroupMessageTable } from './group-message-table.ts';
import type { GroupTable } from './group-table.ts';
import { newEntries, timelinePage, windowOf } from './held-range.ts';
import type { OutboxTable } from './outbox-table.ts';
import type { PersonTable } from './person-table.ts';
import { idOf, placeOf } from './places.ts';
import type { RoomKeys, RoomKeyTable } from './room-keys.ts';
import type { TextIndex } from './text-index.ts';

/** Kept free by what is new: less than a host keeps, so that what it still took reaches the copy on the same disk. */
export const keptFreeByNews = 32 * 1024 * 1024;

export type EntryTableParts = {
  keys: RoomKeyTable;
  kinds: KindTable;
  people: PersonTable;
  blocks: BlockTable;
  textIndex: TextIndex | undefined;
  conversations: ConversationTable;
  groups: GroupTable;
  outbox: OutboxTable;
  groupMessages: GroupMessageTable;
};

export const timelineSql = `
  SELECT e.place AS id, e.seq, e.kind, p.account, e.at, e.cid, e.rest
  FROM entry e JOIN person p ON p.number = e.person
  WHERE e.conversation = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq`;

const blockedPeople = `
  SELECT p.number FROM contact k JOIN person p ON p.copy = $copy AND p.account = k.account
  WHERE k.room = $room AND k.blocked = 1`;
const counts = `(e.kind = ${messageKind} AND e.person <> $own AND e.person NOT IN (${blockedPeople}))`;
/** Below the read mark nothing is counted, so that nothing need be right there. */
export const reassignSql = `
  UPDATE entry AS e SET others = 1 - e.others
  WHERE e.conversation = $conversation AND e.seq > $above AND e.others <> ${counts}`;
export const lastMessageSql = `
  SELECT e.place FROM entry e
  WHERE e.conversation = $conversation AND e.kind = ${messageKind} AND e.person NOT IN (${blockedPeople})
  ORDER BY e.seq DESC LIMIT 1`;

/** The entries in SQL, with the index and the blocks that go with them. */
export class EntryTable implements EntryStore {
  readonly #kept: KeptDatabase;
  readonly #parts: EntryTableParts;
  readonly #insert: StatementSync;
  readonly #timeline: StatementSync;
  readonly #reassign: StatementSync;
  readonly #lastMessage: StatementSync;
  readonly #isBlocked: StatementSync;

  constructor(kept: KeptDatabase, parts: EntryTableParts) {
    const { database } = kept;
    this.#kept = kept;
    this.#parts = parts;
    this.#insert = database.prepare(`
      INSERT INTO entry (place, conversation, seq, kind, others, person, at, folded, cid, rest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#timeline = database.prepare(timelineSql);
    this.#reassign = database.prepare(reassignSql);
    this.#lastMessage = database.prepare(lastMessageSql);
    this.#isBlocked = database.prepare(
      'SELECT 1 FROM contact WHERE room = ? AND account = ? AND blocked = 1',
    );
  }

  add(
    room: RoomId,
    conversation: ConversationId,
    entries: readonly Entry[],
  ): Promise<ConversationRecord> {
    const { keys: all, conversations, outbox, groupMessages } = this.#parts;
    return this.#kept.write(() => {
      const keys = all.of(room);
      const row = conversations.ensure(keys.copy, conversation);
      const fresh = newEntries(row, conversation, entries);
      if (fresh.length > 0) conversations.save(this.#addRun(keys, row, fresh));
      for (const entry of entries) {
        if (entry.type !== 'message' || entry.from !== keys.account) continue;
        outbox.take(keys.key, entry.cid);
        groupMessages.noteSeq(keys, entry.cid, entry.seq);
      }
      const added = conversations.record(row.number);
      this.#keepFree(entries, added);
      return added;
    });
  }

  readTimeline(query: TimelineQuery): Promise<TimelinePage> {
    const { keys, kinds, conversations, groups } = this.#parts;
    return this.#kept.read(() => {
      const { copy } = keys.of(query.room);
      const row = conversations.read(copy, query.in) ?? { number: 0, firstSeq: 0, lastSeq: 0 };
      const { from, to } = windowOf(row, query);
      const rows = from > to ? [] : (this.#timeline.all(row.number, from, to) as EntryRow[]);
      const entries = rows.map((found) =>
        entryOfRow({ ...found, id: idOf(found.id) }, query.in, kinds),
      );
      const oldestSeq = groups.firstSeq(copy, query.in);
      return timelinePage({ ...row, oldestSeq }, { from, to }, entries);
    });
  }

  /** Within a transaction. */
  isBlocked({ key }: RoomKeys, account: AccountId): boolean {
    return this.#isBlocked.get(key, account) !== undefined;
  }

  /**
   * Within a transaction, after this person's account in a room changed, or whom they have blocked: tells anew
   * what counts as unread, and which is the newest message that is not hidden.
   */
  recount({ key, copy, account }: RoomKeys): void {
    const { conversations, people } = this.#parts;
    const own = people.ensure(copy, account);
    for (const row of conversations.rows(copy)) {
      const of = { conversation: row.number, copy, room: key };
      this.#reassign.run({ ...of, above: row.readSeq, own });
      const last = this.#lastMessage.get(of);
      conversations.recount({ ...row, lastMessage: last ? Number(last['place']) : null });
    }
  }

  /** A room may say whatever it likes, but it does not fill this disk. */
  #keepFree(entries: readonly Entry[], { lastSeq }: ConversationRecord): void {
    const areOlder = (entries.at(-1)?.seq ?? 0) < lastSeq;
    const leastFree = areOlder ? limits.freeDiskBytes : keptFreeByNews;
    if (this.#kept.freeBytes() >= leastFree) return;
    throw new StoreError({ code: 'data-full', subject: this.#kept.path });
  }

  /** Adds a run that `newEntries` let through and answers with the conversation's row as it is then. */
  #addRun(room: RoomKeys, row: ConversationRow, entries: readonly Entry[]): ConversationRow {
    const next = { ...row };
    const asked = new Map<AccountId, boolean>();
    const isHidden = (account: AccountId): boolean => {
      const known = asked.get(account) ?? this.isBlocked(room, account);
      asked.set(account, known);
      return known;
    };
    for (const entry of entries) {
      const place = placeOf(room.copy, entry.id);
      const isBlocked = entry.type === 'message' && isHidden(entry.from);
      const isOthers = entry.type === 'message' && entry.from !== room.account && !isBlocked;
      this.#addOne(room, row.number, { entry, place, isOthers });
      if (isOthers && entry.seq > row.readSeq) next.unread += 1;
      // Entries older than what is held cannot be the newest message where there is one.
      const isNewer = entry.seq > row.lastSeq || row.lastMessage === null;
      if (entry.type === 'message' && !isBlocked && isNewer) next.lastMessage = place;
    }
    const first = entries[0]?.seq ?? row.firstSeq;
    next.firstSeq = row.lastSeq === 0 ? first : Math.min(row.firstSeq, first);
    next.lastSeq = Math.max(row.lastSeq, entries.at(-1)?.seq ?? 0);
    return next;
  }

  #addOne(room: RoomKeys, conversation: number, what: PlacedEntry): void {
    const { entry, place, isOthers } = what;
    const { kinds, people, blocks, textIndex } = this.#parts;
    const { kind, account, at, cid, rest } = columnsOf(entry, kinds);
    const person = people.ensure(room.copy, account);
    const folded = entry.type === 'message' ? foldText(entry.text) : null;
    const others = isOthers ? 1 : 0;
    const { seq } = entry;
    this.#insert.run(place, conversation, seq, kind, others, person, at, folded, cid, rest);
    if (folded === null) return;
    blocks.add(place, at, folded);
    textIndex?.add(place, folded);
  }
}

type PlacedEntry = { entry: Entry; place: number; isOthers: boolean };
