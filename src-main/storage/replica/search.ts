import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SearchHit, SearchPage } from '../../../src-shared/member/own-copy.ts';
import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { MessageSearch, SearchQuery } from '../../client/replica/conversations.ts';
import { entryOfRow } from '../entry-rows.ts';
import type { EntryColumns } from '../entry-rows.ts';
import { messageKind } from '../kind-table.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { ConversationTable } from './conversation-table.ts';
import type { PersonTable } from './key-tables.ts';
import { common, idOf, placesOf } from './places.ts';
import { blockOf, candidateBlocksSql, placesOfBlock } from './projections/block-index.ts';
import { fileMark } from './projections/file-marks.ts';
import type { Range } from './projections/projection.ts';
import { markOf, markOfFiles } from './projections/text-index.ts';
import { mergeHits, readCursor } from './search-pages.ts';
import type { SearchCursor } from './search-pages.ts';
import { shownRest } from './shown-messages.ts';
import { matchAll, searchWords, shortGrams, trigrams } from './search-words.ts';

/** The rooms opened last; a cursor has to name each of them. */
const maxSearchedRooms = 300;
const maxPreparedWords = 8;

/** Which index leads to the messages that are then checked word by word. */
type HitSource = 'text' | 'block' | 'mention' | 'pin';

/**
 * Which is asked for so many ranges of places one by one, and for the rest at once: a room decides which places there
 * are, and each of them may be far from the next. The pins are read through for each.
 */
const mostRanges = { text: 100, block: Infinity, mention: 100, pin: 1 } as const satisfies Record<
  HitSource,
  number
>;

/** Only whether each is there matters here: the values are bound. */
type HitFilters = {
  conversation?: number | undefined;
  person?: number | undefined;
  before?: number | undefined;
  after?: number | undefined;
  hasLink?: boolean | undefined;
  hasFile?: SearchQuery['hasFile'];
  mentionsMe?: boolean | undefined;
  isPinned?: boolean | undefined;
};

export type SearchParts = {
  conversations: ConversationTable;
  people: PersonTable;
  kinds: KindTable;
  hasTextIndex: boolean;
};

type SearchedRoom = {
  room: RoomId;
  copy: number;
  words: readonly string[];
  cursor: SearchCursor;
};

/** One room to search, at most `limit` hits of it. */
type RoomSearch = SearchedRoom & HitFilters & { range: Range; limit: number };

type HitRow = EntryColumns & { place: number; name: ConversationId; seq: number };

function hasFilter({ text: _, limit: _limit, next: _next, ...filters }: SearchQuery): boolean {
  return Object.values(filters).some((filter) => filter !== undefined);
}

/** Finds messages, newest first. Words of three letters and more go through the full-text index. */
export function messageSearch(kept: KeptDatabase, parts: SearchParts): MessageSearch {
  const { conversations, people, kinds, hasTextIndex } = parts;
  const sql = prepareAll(kept.database, {
    rooms: `
      SELECT room, copy FROM room WHERE ?1 IS NULL OR room = ?1
      ORDER BY last_opened_at DESC LIMIT ${maxSearchedRooms}`,
    candidates: candidateBlocksSql,
  });
  const hits = hitReader(kept.database, kinds);

  function findInRoom(search: RoomSearch): SearchHit[] {
    const runs = trigrams(search.words);
    const terms = hasTextIndex ? [...filterMarks(search), ...runs] : [];
    const isMatched = terms.length > 0 || (hasTextIndex && search.hasLink === true);
    const match = isMatched ? matchAll(terms, search.hasLink) : undefined;
    const own = search.isPinned ? 'pin' : search.mentionsMe ? 'mention' : undefined;
    const source = own ?? (match === undefined ? 'block' : 'text');
    // The text index finds runs of three letters by itself; shorter words are known by block.
    const grams = own || (hasTextIndex && runs.length > 0) ? [] : shortGrams(search.words);
    const found: SearchHit[] = [];
    for (const range of candidateRanges(search, grams, mostRanges[source])) {
      const limit = search.limit - found.length;
      found.push(...hits(source, { ...search, range, limit }, own ? undefined : match));
      if (found.length >= search.limit) break;
    }
    return found;
  }

  /** Places that may hold a hit, newest first, in at most so many ranges. */
  function candidateRanges(search: RoomSearch, grams: readonly string[], most: number): Range[] {
    const { range, before, after } = search;
    if (grams.length === 0 && before === undefined && after === undefined) return [range];
    const [highest, lowest] = [blockOf(range.highest), blockOf(range.lowest)];
    const [earlier, later] = [before ?? Number.MAX_SAFE_INTEGER, after ?? 0];
    const rows = sql.candidates.all(lowest, highest, earlier, later, JSON.stringify(grams));
    const ranges: Range[] = [];
    for (const { number } of rows) {
      const places = placesOfBlock(Number(number));
      const last = ranges.at(-1);
      if (last && (last.lowest === places.highest + 1 || ranges.length === most))
        last.lowest = places.lowest;
      else ranges.push(places);
    }
    return ranges.map((each) => common(range, each));
  }

  /** `undefined` if nothing can be found. */
  function roomSearch(query: SearchQuery, where: SearchedRoom): RoomSearch | undefined {
    const { copy, cursor } = where;
    const { before, after, limit, hasLink, hasFile, mentionsMe, isPinned } = query;
    const conversation = query.in && conversations.read(copy, query.in)?.number;
    const person = query.from && people.find(copy, query.from);
    if (query.in && conversation === undefined) return undefined;
    if (query.from && person === undefined) return undefined;
    const all = placesOf(copy);
    const position = cursor.get(copy);
    const range =
      position === undefined ? all : { ...all, highest: all.lowest + Math.max(0, position) - 1 };
    const wanted = { hasLink, hasFile, mentionsMe, isPinned };
    const filters = { conversation, person, before, after, ...wanted };
    return { ...where, range, limit: limit + 1, ...filters };
  }

  function find(query: SearchQuery): SearchPage {
    const words = searchWords(query.text);
    if (words.length === 0 && !hasFilter(query)) return { hits: [] };
    const cursor = readCursor(query.next);
    const rooms = sql.rooms.all(query.room ?? null) as Pick<SearchedRoom, 'room' | 'copy'>[];
    const found = rooms.map((each) => {
      const search = roomSearch(query, { room: each.room, copy: each.copy, words, cursor });
      return { copy: each.copy, hits: search ? findInRoom(search) : [] };
    });
    return mergeHits(found, query.limit, cursor);
  }

  return { find: (query) => kept.read(() => find(query)) };
}

/** What the text index knows of a message besides its letters. */
function filterMarks({ person, conversation, hasFile }: RoomSearch): string[] {
  return [
    ...(person === undefined ? [] : [markOf('person', person)]),
    ...(conversation === undefined ? [] : [markOf('conversation', conversation)]),
    ...(hasFile === undefined ? [] : [markOfFiles(hasFile)]),
  ];
}

/** Reads hits by one of the indexes; statements are kept for searches of a few words. */
function hitReader(database: DatabaseSync, kinds: KindTable) {
  const preparedBySql = new Map<string, StatementSync>();
  return (source: HitSource, search: RoomSearch, match?: string): SearchHit[] => {
    const { room, words, range, conversation, person, before, after, limit } = search;
    const sql = hitsSql(source, words.length, search);
    const statement = preparedBySql.get(sql) ?? database.prepare(sql);
    if (words.length <= maxPreparedWords) preparedBySql.set(sql, statement);
    const values = [match, range.lowest, range.highest, conversation, person, before, after];
    const given = values.filter((value) => value !== undefined);
    return (statement.all(...given, ...words, limit) as HitRow[]).map((row) => {
      const place = { in: row.name, seq: row.seq, id: idOf(row.place) };
      return { room, message: entryOfRow(row, place, kinds) as MessageEntry };
    });
  };
}

/** As texts show links (`linkParts`): with a scheme, or from `www.` on. */
const linkCondition = `(instr(e.folded, '://') > 0 OR instr(e.folded, 'www.') > 0)`;

function fileCondition(kind: NonNullable<SearchQuery['hasFile']>): string {
  const isThere = 'e.files IS NOT NULL';
  return kind === 'any' ? isThere : `${isThere} AND e.files & ${fileMark(kind)} <> 0`;
}

const columns = `e.place, c.name, e.seq, e.kind, p.account, e.at, e.cid, e.target, ${shownRest}`;
const names = `
  CROSS JOIN person p ON p.number = e.person
  CROSS JOIN conversation c ON c.number = e.conversation`;

/**
 * Messages newest first. Bound in this order: what the index is asked (source `text`), lowest and highest place,
 * the filters that are there, the words, the limit. Nothing that a person wrote becomes SQL.
 */
export function hitsSql(source: HitSource, words: number, filters: HitFilters): string {
  const conditions = [
    source === 'text'
      ? // A number that is bound comes as a fraction, and FTS5 leaps to whole ones only.
        'entry_text MATCH ? AND f.rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)'
      : 'e.place BETWEEN ? AND ?',
    `e.kind = ${messageKind}`,
    // What was deleted is found by nothing.
    `e.folded <> ''`,
    // A unary plus keeps SQLite from choosing that column's index.
    filters.conversation === undefined ? '' : '+e.conversation = ?',
    filters.person === undefined ? '' : 'e.person = ?',
    filters.before === undefined ? '' : 'e.at < ?',
    filters.after === undefined ? '' : 'e.at >= ?',
    filters.hasLink ? linkCondition : '',
    filters.hasFile ? fileCondition(filters.hasFile) : '',
    filters.mentionsMe ? 'e.others = 2' : '',
    filters.isPinned ? 'e.pinned = 1' : '',
    ...Array.from({ length: words }, () => 'instr(e.folded, ?) > 0'),
  ].filter((condition) => condition !== '');
  return `
    SELECT ${columns} FROM ${tables[source]} ${names}
    WHERE ${conditions.join('\n      AND ')}
    ORDER BY ${orders[source]} DESC LIMIT ?`;
}

const tables = {
  text: 'entry_text f CROSS JOIN entry e ON e.place = f.rowid',
  block: 'entry e NOT INDEXED',
  mention: 'entry e INDEXED BY entry_mention',
  pin: 'entry e INDEXED BY entry_pinned',
} as const satisfies Record<HitSource, string>;

const orders = {
  text: 'f.rowid',
  block: 'e.place',
  mention: 'e.place',
  pin: 'e.place',
} as const satisfies Record<HitSource, string>;
