import type { StatementSync } from 'node:sqlite';
import type { AnswerOf } from '../../../src-shared/protocol/protocol.ts';
import { directPair, everyone, hostAccount, isTopic } from '../../../src-shared/protocol/ids.ts';
import type { Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { HistoryPage } from '../../../src-shared/protocol/history.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { AppendOutcome, HistoryQuery, RoomSnapshot, SyncQuery } from '../../room/ports.ts';
import type { LogDraft, LogEntry } from '../../room/system-entries.ts';
import type { AccountTable } from './account-table.ts';
import type { ChangeTable } from './change-table.ts';
import { withoutSecret } from './followed-log.ts';
import type { StoredLog } from './followed-log.ts';
import type { GroupTable } from './group-table.ts';
import type { InviteTable } from './invite-table.ts';
import type { FileTable } from './file-table.ts';
import type { LogProjection } from './log-projection.ts';
import type { ModerationTable } from './moderation-table.ts';
import type { OptionsTable } from './options-table.ts';
import type { RetentionRules } from './retention-rules.ts';
import type { RetentionTable } from './retention-table.ts';
import type { TimeTable } from './time-table.ts';
import {
  emptiedRest,
  listedJson,
  wellFormedJson,
} from '../../../src-shared/protocol/entry-parts.ts';
import type { ListedEntry } from '../../../src-shared/protocol/entry-parts.ts';
import { columnsOf, entryOfRow, listedRow } from '../entry-rows.ts';
import type { EntryColumns, EntryRow } from '../entry-rows.ts';
import type { KindTable } from '../kind-table.ts';
import { inPlaceOf, isWholeSql } from './damaged-row.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import { diskRefusalCode, storeOutcome } from '../store-error.ts';

/** What is read of the log at once for whoever follows it. */
export const followPageEntries = 500;

/** Heads kept in memory; beyond that all are forgotten and read again. */
const maxCachedHeads = 20_000;

type ReadRow = EntryRow & { isWhole: number };
type FollowRow = ReadRow & { name: ConversationId };
/** `firstSeq`: what was before is gone. */
type Head = { number: number; firstSeq: number; lastSeq: number; lastId: number };
type Stored = Pick<EntryRow, 'id' | 'seq' | 'at' | 'kind' | 'target' | 'rest'> & {
  conversation: number;
};

// Of a group that the account is out of, the last entry it may read counts, not the newest one.
export const conversationsAfterSql = `
  SELECT m.name AS "in", coalesce(m.last_seq, c.last_seq) AS lastSeq,
    coalesce(m.last_id, c.last_id) AS lastId
  FROM conversation_member m CROSS JOIN conversation c ON c.number = m.conversation
  WHERE m.account = ? AND m.name >= ? AND coalesce(m.last_id, c.last_id) > ?
  ORDER BY m.name LIMIT ?`;
const columns = `id, seq, kind, account, at, cid, target, rest, ${isWholeSql}`;
const inRange = 'WHERE conversation = ? AND seq BETWEEN ? AND ?';
export const newerSql = `SELECT ${columns} FROM entry ${inRange} ORDER BY seq LIMIT ?`;
export const olderSql = `SELECT ${columns} FROM entry ${inRange} ORDER BY seq DESC LIMIT ?`;

/** The newest of a message's edits. */
export const editSql = `
  SELECT rest FROM entry WHERE conversation = ? AND target = ? AND kind = ? ORDER BY seq DESC LIMIT 1`;

export const followSql = `
  SELECT e.id, e.seq, e.kind, e.account, e.at, e.cid, e.target, e.rest, c.name, ${isWholeSql}
  FROM entry e CROSS JOIN conversation c ON c.number = e.conversation
  WHERE e.id > ? ORDER BY e.id LIMIT ?`;

const recordSql = `
  SELECT e.id, e.seq, e.kind, e.account, e.at, e.cid, e.target, e.rest, c.name, ${isWholeSql}
  FROM record r CROSS JOIN entry e ON e.id = r.entry
  CROSS JOIN conversation c ON c.number = e.conversation
  WHERE r.entry < ? AND (c.name NOT LIKE 'group:%' OR EXISTS (
    SELECT 1 FROM conversation_member m WHERE m.account = ? AND m.name = c.name
      AND e.seq BETWEEN m.first_seq AND coalesce(m.last_seq, e.seq)))
  ORDER BY r.entry DESC LIMIT ?`;

const statements = {
  insert: `
    INSERT INTO entry (id, conversation, seq, kind, account, at, cid, target, rest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (cid, account) WHERE cid IS NOT NULL DO NOTHING`,
  byCid: `
    SELECT id, seq, at, conversation, kind, target, rest FROM entry WHERE cid = ? AND account = ?`,
  newer: newerSql,
  older: olderSql,
  edit: editSql,
  conversations: conversationsAfterSql,
  readHead: `
    SELECT number, first_seq AS firstSeq, last_seq AS lastSeq, last_id AS lastId
    FROM conversation WHERE name = ?`,
  moveHead: 'UPDATE conversation SET last_seq = ?, last_id = ? WHERE number = ?',
  addConversation: 'INSERT INTO conversation (name, last_seq, last_id) VALUES (?, 0, 0)',
  addDirectMember: 'INSERT INTO conversation_member (account, name, conversation) VALUES (?, ?, ?)',
  readsFrom: 'SELECT reads_from_id AS id FROM account WHERE account = ?',
  readsFromSeq: 'SELECT reads_from_seq AS seq FROM account WHERE account = ?',
  idOf: 'SELECT id FROM entry WHERE conversation = ? AND seq = ?',
  readLastId: 'SELECT max(last_id) AS id FROM conversation',
  follow: followSql,
  record: recordSql,
};

export type LogTableParts = {
  accounts: AccountTable;
  invites: InviteTable;
  groups: GroupTable;
  options: OptionsTable;
  moderation: ModerationTable;
  changes: ChangeTable;
  later: LogProjection;
  files: FileTable;
  times: TimeTable;
  retention: RetentionTable;
  rules: RetentionRules;
  kinds: KindTable;
  isFull: () => boolean;
};

/** The log in SQL. Only the process that holds the database writes it, so heads are kept in memory. */
export class LogTable implements StoredLog {
  readonly #kept: KeptDatabase;
  readonly #parts: LogTableParts;
  readonly #sql: Record<keyof typeof statements, StatementSync>;
  readonly #projections: readonly LogProjection[];
  readonly #heads = new Map<ConversationId, Head>();
  #lastId: number | undefined;

  /** `isFull` refuses what people send (it has a cid) and is new, and nothing else. */
  constructor(kept: KeptDatabase, parts: LogTableParts) {
    this.#kept = kept;
    this.#parts = parts;
    // Invites first: a name that is not given up for one of them stays taken.
    const { moderation, invites, accounts, groups, options } = parts;
    const { changes, later, files, times, retention } = parts;
    const made = [moderation, invites, accounts, groups, options];
    this.#projections = [...made, retention, changes, later, files, times];
    this.#sql = prepareAll(kept.database, statements);
  }

  async append(drafts: readonly LogDraft[]): Promise<AppendOutcome[]> {
    try {
      return await this.#kept.write(() => this.#appendAll(drafts));
    } catch (error) {
      const code = storeOutcome(error);
      return drafts.map(() => ({ is: 'refused', code }));
    }
  }

  /** What is kept in memory may be ahead of the disk. */
  forget(): void {
    this.#heads.clear();
    this.#lastId = undefined;
  }

  snapshot(): Promise<RoomSnapshot> {
    const { accounts, groups, options, moderation, files, times } = this.#parts;
    return this.#kept.read(() => ({
      head: this.#logHead(),
      accounts: accounts.list(),
      groups: groups.list(),
      options: options.read(),
      time: times.read(this.#logHead()),
      ...options.readRoom(),
      ...withPicture(files.readPicture()),
      bans: moderation.bans(),
    }));
  }

  readsFrom: StoredLog['readsFrom'] = (time) =>
    this.#kept.read(() => {
      const id = 1 + (time === undefined ? this.#logHead() : this.#parts.times.lastBefore(time));
      return { id, seq: this.#firstSeq(everyone, id) };
    });

  lastWords: StoredLog['lastWords'] = (topics, from) =>
    this.#kept.read(() => this.#parts.groups.lastWords(topics, from));

  expiring: StoredLog['expiring'] = (query) =>
    this.#kept.read(() => this.#parts.rules.expiring(query));
  countExpired: StoredLog['countExpired'] = (query) =>
    this.#kept.read(() => this.#parts.rules.countExpired(query));

  readRecord: StoredLog['readRecord'] = ({ account, before = Number.MAX_SAFE_INTEGER, limit }) =>
    this.#kept.read(() => this.#entriesOf(this.#sql.record.all(before, account, limit)));

  readAfter(after: number): Promise<LogEntry[]> {
    return this.#kept.read(() => this.#entriesOf(this.#sql.follow.all(after, followPageEntries)));
  }

  #entriesOf(rows: unknown[]): LogEntry[] {
    return (rows as FollowRow[]).map((read) => {
      const row = this.#whole(read);
      return entryOfRow(row, { in: row.name, seq: row.seq, id: row.id }, this.#parts.kinds);
    });
  }

  /** The newest entry's id; 0 if it cannot be read, and nobody can begin to follow then. */
  head(): number {
    try {
      return this.#logHead();
    } catch (error) {
      if (diskRefusalCode(error) === undefined) throw error;
      return 0;
    }
  }

  readHistory: StoredLog['readHistory'] = (query) =>
    this.#kept.read(() => this.#readHistory(query));
  conversationsAfter: StoredLog['conversationsAfter'] = (query) =>
    this.#kept.read(() => this.#conversationsAfter(query));

  #appendAll(drafts: readonly LogDraft[]): AppendOutcome[] {
    const isFull = this.#parts.isFull();
    const moved = new Set<Head>();
    // What a command wanted to do with its group is not done to one of somebody else.
    let madeTwice: LogDraft | undefined;
    const outcomes = drafts.map((draft): AppendOutcome => {
      if (madeTwice && isOfOneCommand(madeTwice, draft)) return groupExists;
      const outcome = this.#appendOne(draft, isFull, moved);
      const isTwice = outcome.is === 'refused' && outcome.code === 'group-exists';
      madeTwice = isTwice ? draft : undefined;
      return outcome;
    });
    for (const { number, lastSeq, lastId } of moved)
      this.#sql.moveHead.run(lastSeq, lastId, number);
    return outcomes;
  }

  #readHistory(query: HistoryQuery): HistoryPage {
    const { in: conversation, limit, after, before, visible, reader, asNow = false } = query;
    const head = this.#head(conversation);
    if (!head)
      return {
        entries: cutPage([], { limit, order: 'oldest-first', reader }).entries,
        more: false,
      };
    const first = Math.max(visible?.first ?? 1, head.firstSeq);
    const last = Math.min(visible?.last ?? head.lastSeq, head.lastSeq);
    const isForward = after !== undefined;
    const from = isForward ? Math.max(after + 1, first) : first;
    const to = isForward ? last : Math.min((before ?? last + 1) - 1, last);
    const { newer, older } = this.#sql;
    const rows = (isForward ? newer : older).iterate(head.number, from, to, limit);
    const found = this.#pageEntries(rows as Iterable<ReadRow>, conversation, first);
    const coming = asNow ? this.#asNow(found, head.number) : found;
    const order = isForward ? 'oldest-first' : 'newest-first';
    const page = cutPage(coming, { limit, order, reader });
    const more = isForward
      ? (page.last?.place.seq ?? last) < last
      : (page.last?.place.seq ?? first) > first;
    return { entries: page.entries, more, ...cutAt(head, visible) };
  }

  #conversationsAfter({ account, after, from }: SyncQuery): AnswerOf<'sync'> {
    const page = limits.rosterPage;
    const rows = this.#sql.conversations.all(account, from ?? '', after, page + 1);
    const conversations = rows as AnswerOf<'sync'>['conversations'];
    const all = this.#head(everyone);
    const first = Number(this.#sql.readsFromSeq.get(account)?.['seq'] ?? 1);
    if (
      all &&
      all.lastId > after &&
      all.lastSeq >= first &&
      (from === undefined || everyone >= from)
    ) {
      const found = conversations.findIndex((each) => each.in > everyone);
      const place = found === -1 ? conversations.length : found;
      const { lastSeq, lastId } = all;
      conversations.splice(place, 0, { in: everyone, lastSeq, lastId });
    }
    return {
      conversations: conversations.slice(0, page),
      head: this.#logHead(),
      next: conversations[page]?.in,
    };
  }

  #appendOne(given: LogDraft, isFull: boolean, moved: Set<Head>): AppendOutcome {
    const added = this.#addedTo(given);
    const draft = added ? ({ ...given, ...added } as LogDraft) : given;
    const entry = columnsOf(withoutSecret(draft), this.#parts.kinds);
    if (isFull && entry.cid !== null)
      return this.#repeated(draft, entry) ?? { is: 'refused', code: 'store-full' };
    for (const projection of this.#projections) {
      const code = projection.refuse(draft);
      if (code) return this.#repeated(draft, entry) ?? { is: 'refused', code };
    }
    if (this.#parts.changes.isSoAlready(draft))
      return this.#repeated(draft, entry) ?? { is: 'unchanged' };
    const gone = this.#repeatedGone(draft);
    if (gone) return gone;
    const head = this.#head(draft.in) ?? this.#create(draft.in);
    const id = this.#logHead() + 1;
    const seq = head.lastSeq + 1;
    const { kind, account, at, cid, target, rest } = entry;
    const place = { conversation: head.number, seq, id };
    const values = [id, head.number, seq, kind, account, at, cid, target, rest];
    const { changes } = this.#sql.insert.run(...values);
    if (changes === 0) return this.#repeated(draft, entry) ?? { is: 'refused', code: 'cid-used' };
    head.lastSeq = seq;
    head.lastId = id;
    this.#lastId = id;
    moved.add(head);
    for (const projection of this.#projections) projection.follow(draft, place);
    if (draft.type === 'expired') head.firstSeq = draft.target + 1;
    return added ? { is: 'stored', id, seq, added } : { is: 'stored', id, seq };
  }

  /** It was stored, and is gone by a rule since. */
  #repeatedGone(draft: LogDraft): AppendOutcome | undefined {
    const { cid } = draft as { cid?: Cid };
    const { firstSeq = 1 } = this.#head(draft.in) ?? {};
    if (firstSeq === 1 || cid === undefined) return undefined;
    const account = 'from' in draft ? draft.from : 'by' in draft ? draft.by : hostAccount;
    const found = this.#parts.retention.findGone({ in: draft.in, account, cid });
    return found && { is: 'repeated', ...found };
  }

  #repeated(
    draft: LogDraft,
    { kind, account, cid, target, rest }: EntryColumns,
  ): AppendOutcome | undefined {
    const stored = this.#sql.byCid.get(cid, account) as Stored | undefined;
    if (!stored) return this.#repeatedGone(draft);
    const { id, seq, at } = stored;
    const isSame =
      stored.kind === kind &&
      stored.target === target &&
      // What it said is not known any more once it was deleted.
      (stored.rest === emptiedRest || isSameRest(stored.rest, rest)) &&
      stored.conversation === this.#head(draft.in)?.number;
    return isSame ? { is: 'repeated', id, seq, at } : { is: 'refused', code: 'cid-used' };
  }

  #whole<R extends ReadRow>(row: R): R {
    if (row.isWhole === 1 && this.#parts.kinds.has(row.kind)) return row;
    this.#kept.foundDamage();
    return inPlaceOf(row);
  }

  /** Of what an edit says nothing is left for who may not read the message. */
  *#pageEntries(
    rows: Iterable<ReadRow>,
    conversation: ConversationId,
    first: number,
  ): Iterable<ListedEntry> {
    const edit = this.#parts.kinds.find({ name: 'message-edited', who: 'by' });
    for (const read of rows) {
      const row = this.#whole(read);
      const listed = listedRow(row, conversation, this.#parts.kinds);
      const isHidden = row.kind === edit && Number(row.target) < first;
      yield isHidden ? { ...listed, parts: { ...listed.parts, rest: emptiedRest } } : listed;
    }
  }

  /** Of what was deleted nothing is left to be edited. */
  *#asNow(entries: Iterable<ListedEntry>, conversation: number): Iterable<ListedEntry> {
    const kind = this.#parts.kinds.find({ name: 'message-edited', who: 'by' });
    for (const { parts, place } of entries) {
      const isText = parts.type === 'message' && parts.rest !== emptiedRest;
      const edit = isText && kind && this.#sql.edit.get(conversation, place.seq, kind);
      yield edit
        ? { parts: { ...parts, rest: editedRest(parts.rest, String(edit['rest'])) }, place }
        : { parts, place };
    }
  }

  /** Where somebody begins to read a topic who came into the room later than it. */
  #addedTo(draft: LogDraft): { firstSeq: number } | undefined {
    if (draft.type !== 'added' || !isTopic(draft.in)) return undefined;
    const from = Number(this.#sql.readsFrom.get(draft.account)?.['id'] ?? 0);
    const firstSeq = from === 0 ? 1 : this.#firstSeq(draft.in, from);
    return firstSeq === 1 ? undefined : { firstSeq };
  }

  /** The first number of a conversation from an entry of the log on; the next one if there is none. */
  #firstSeq(conversation: ConversationId, id: number): number {
    const head = this.#head(conversation);
    let [low, high] = [head?.firstSeq ?? 1, (head?.lastSeq ?? 0) + 1];
    // Halved again and again: the ids of a conversation rise with its numbers.
    while (head && low < high) {
      const middle = Math.floor((low + high) / 2);
      if (Number(this.#sql.idOf.get(head.number, middle)?.['id']) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #logHead(): number {
    this.#lastId ??= Number(this.#sql.readLastId.get()?.['id'] ?? 0);
    return this.#lastId;
  }

  #head(conversation: ConversationId): Head | undefined {
    const known = this.#heads.get(conversation);
    if (known) return known;
    const row = this.#sql.readHead.get(conversation) as Head | undefined;
    if (!row) return undefined;
    const { number, firstSeq, lastSeq, lastId } = row;
    return this.#remember(conversation, { number, firstSeq, lastSeq, lastId });
  }

  #create(conversation: ConversationId): Head {
    const number = Number(this.#sql.addConversation.run(conversation).lastInsertRowid);
    for (const account of directPair(conversation) ?? [])
      this.#sql.addDirectMember.run(account, conversation, number);
    return this.#remember(conversation, { number, firstSeq: 1, lastSeq: 0, lastId: 0 });
  }

  #remember(conversation: ConversationId, head: Head): Head {
    if (this.#heads.size >= maxCachedHeads) this.#heads.clear();
    this.#heads.set(conversation, head);
    return head;
  }
}

/** Where it begins, if that is later than what the reader may see. */
function cutAt(
  { firstSeq }: Head,
  visible: HistoryQuery['visible'],
): Pick<HistoryPage, 'firstSeq'> {
  return firstSeq > (visible?.first ?? 1) ? { firstSeq } : {};
}

/** What the message says now, and whom it mentions. */
function editedRest(written: string, edit: string): string {
  const { mentions: _, ...said } = JSON.parse(written) as { mentions?: unknown };
  return wellFormedJson({ ...said, ...(JSON.parse(edit) as object) });
}

const groupExists: AppendOutcome = { is: 'refused', code: 'group-exists' };

function isOfOneCommand(one: LogDraft, other: LogDraft): boolean {
  return one.in === other.in && 'by' in one && 'by' in other && one.by === other.by;
}

/** `last`: the entry that was taken last, which in a page of older ones is the first. */
type CutPage = { entries: Uint8Array<ArrayBuffer>; last: ListedEntry | undefined };
type PageCut = Pick<HistoryQuery, 'limit' | 'reader'> & { order: 'oldest-first' | 'newest-first' };

/** Takes from what comes in this order until `limit` or `historyPageBytes` is reached; at least one. */
function cutPage(coming: Iterable<ListedEntry>, { limit, order, reader }: PageCut): CutPage {
  const json = (entry: ListedEntry, before?: ListedEntry): string =>
    listedJson(entry, before, reader ?? 'everybody');
  const page: string[] = [];
  const isForward = order === 'oldest-first';
  let bytes = 0;
  let last: ListedEntry | undefined;
  for (const entry of coming) {
    const listed = json(entry, isForward ? last : undefined);
    // What was taken last stood first until now, and is written anew: it follows this one.
    const followed = isForward || !last ? undefined : json(last, entry);
    const shorter = followed === undefined ? 0 : sizeOf(page.at(-1)) - sizeOf(followed);
    bytes += sizeOf(listed) - shorter;
    if (last && bytes > limits.historyPageBytes) break;
    if (followed !== undefined) page[page.length - 1] = followed;
    page.push(listed);
    last = entry;
    if (page.length >= limit) break;
  }
  if (!isForward) page.reverse();
  return { entries: new TextEncoder().encode(`[${page.join(',')}]`), last };
}

/** With the comma behind it. */
function sizeOf(listed = ''): number {
  return Buffer.byteLength(listed) + 1;
}

/** Whom a text mentions the room finds, and can find otherwise when the same is said again. */
function isSameRest(one: string, other: string): boolean {
  return one === other || withoutMentions(one) === withoutMentions(other);
}

function withoutMentions(rest: string): string {
  const { mentions: _, ...said } = JSON.parse(rest) as { mentions?: unknown };
  return JSON.stringify(said);
}

function withPicture(picture: RoomSnapshot['picture']): Pick<RoomSnapshot, 'picture'> {
  return picture ? { picture } : {};
}
