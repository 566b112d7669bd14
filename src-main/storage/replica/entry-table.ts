import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TimelinePage } from '../../../src-shared/bridge/conversations.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { foldText } from '../../../src-shared/text/fold.ts';
import type { TimelineQuery } from '../../client/replica-port.ts';
import { columnsOf, entryOfRow } from '../entry-rows.ts';
import type { EntryRow } from '../entry-rows.ts';
import { messageKind } from '../kind-table.ts';
import type { KindTable } from '../kind-table.ts';
import type { BlockTable } from './block-table.ts';
import type { ContactTable } from './contact-table.ts';
import type { ConversationRow } from './conversation-table.ts';
import type { PersonTable } from './person-table.ts';
import { idOf, placeOf } from './places.ts';
import type { RoomKeys } from './room-table.ts';
import type { TextIndex } from './text-index.ts';
import { timelinePage, windowOf } from './timeline-window.ts';
import type { Readable } from './timeline-window.ts';

export type EntryTableParts = {
  kinds: KindTable;
  people: PersonTable;
  contacts: ContactTable;
  blocks: BlockTable;
  textIndex: TextIndex | undefined;
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
export class EntryTable {
  readonly #parts: EntryTableParts;
  readonly #insert: StatementSync;
  readonly #timeline: StatementSync;
  readonly #reassign: StatementSync;
  readonly #lastMessage: StatementSync;

  constructor(database: DatabaseSync, parts: EntryTableParts) {
    this.#parts = parts;
    this.#insert = database.prepare(`
      INSERT INTO entry (place, conversation, seq, kind, others, person, at, folded, cid, rest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#timeline = database.prepare(timelineSql);
    this.#reassign = database.prepare(reassignSql);
    this.#lastMessage = database.prepare(lastMessageSql);
  }

  /** Adds a run that `newEntries` let through and answers with the conversation's row as it is then. */
  add(room: RoomKeys, row: ConversationRow, entries: readonly Entry[]): ConversationRow {
    const next = { ...row };
    const asked = new Map<AccountId, boolean>();
    for (const entry of entries) {
      const place = placeOf(room.copy, entry.id);
      const isBlocked = entry.type === 'message' && this.#isBlocked(room, entry.from, asked);
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

  readTimeline(row: ConversationRow & Readable, query: TimelineQuery): TimelinePage {
    const window = windowOf(row, query);
    if (window.to < window.from) return timelinePage(row, window, []);
    const rows = this.#timeline.all(row.number, window.from, window.to) as EntryRow[];
    const { kinds } = this.#parts;
    const entries = rows.map((found) =>
      entryOfRow({ ...found, id: idOf(found.id) }, query.in, kinds),
    );
    return timelinePage(row, window, entries);
  }

  /**
   * After this person's account in a room changed, or whom they have blocked: tells anew what counts as
   * unread, and answers with the place of the newest message that is not hidden.
   */
  reassign({ key, copy, account }: RoomKeys, row: ConversationRow): number | null {
    const of = { conversation: row.number, copy, room: key };
    const own = this.#parts.people.ensure(copy, account);
    this.#reassign.run({ ...of, above: row.readSeq, own });
    const last = this.#lastMessage.get(of);
    return last ? Number(last['place']) : null;
  }

  /** `asked`: what was found for this run already. */
  #isBlocked({ key }: RoomKeys, account: AccountId, asked: Map<AccountId, boolean>): boolean {
    const known = asked.get(account) ?? this.#parts.contacts.isBlocked(key, account);
    asked.set(account, known);
    return known;
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
