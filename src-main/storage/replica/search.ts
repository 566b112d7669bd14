import type { StatementSync } from 'node:sqlite';
import type { SearchHit, SearchPage } from '../../../src-shared/member/own-copy.ts';
import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { MessageSearch, SearchQuery } from '../../client/replica/conversations.ts';
import { entryOfRow } from '../entry-rows.ts';
import type { EntryColumns } from '../entry-rows.ts';
import { messageKind } from '../kind-table.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import type { ConversationTable } from './conversation-table.ts';
import type { PersonTable } from './person-table.ts';
import { common, idOf, placesOf } from './places.ts';
import { blockOf, candidateBlocksSql, placesOfBlock } from './projections/block-index.ts';
import type { Range } from './projections/projection.ts';
import { mergeHits, readCursor } from './search-pages.ts';
import type { SearchCursor } from './search-pages.ts';
import { hitsSql } from './search-sql.ts';
import type { HitSource } from './search-sql.ts';
import { searchWords, shortGrams, trigramQuery } from './search-words.ts';

/** Fewer messages than this are read one by one rather than looked up. */
const defaultFewMessages = 20_000;
/** The rooms opened last; a cursor has to name each of them. */
const maxSearchedRooms = 300;
const maxPreparedWords = 8;

export type SearchParts = {
  conversations: ConversationTable;
  people: PersonTable;
  kinds: KindTable;
  hasTextIndex: boolean;
  fewMessages?: number | undefined;
};

/** One room to search, at most `limit` hits of it. */
type RoomSearch = {
  room: RoomId;
  copy: number;
  words: readonly string[];
  range: Range;
  limit: number;
  conversation?: number | undefined;
  person?: number | undefined;
  before?: number | undefined;
  after?: number | undefined;
};

type HitRow = EntryColumns & { place: number; name: ConversationId; seq: number };

/** Finds messages, newest first. Words of three letters and more go through the full-text index. */
export class Search implements MessageSearch {
  readonly #kept: KeptDatabase;
  readonly #parts: SearchParts;
  readonly #rooms: StatementSync;
  readonly #fewMessages: number;
  readonly #candidates: StatementSync;
  readonly #countOfPerson: StatementSync;
  readonly #preparedBySql = new Map<string, StatementSync>();

  constructor(kept: KeptDatabase, parts: SearchParts) {
    const { database } = kept;
    this.#fewMessages = parts.fewMessages ?? defaultFewMessages;
    this.#kept = kept;
    this.#parts = parts;
    this.#rooms = database.prepare(`
      SELECT room, copy FROM room WHERE ?1 IS NULL OR room = ?1
      ORDER BY last_opened_at DESC LIMIT ${maxSearchedRooms}`);
    this.#candidates = database.prepare(candidateBlocksSql);
    this.#countOfPerson = database.prepare(`
      SELECT count(*) AS count FROM (
        SELECT 1 FROM entry WHERE person = ? AND kind = ${messageKind} LIMIT ${this.#fewMessages})`);
  }

  find(query: SearchQuery): Promise<SearchPage> {
    return this.#kept.read(() => this.#find(query));
  }

  #find(query: SearchQuery): SearchPage {
    const words = searchWords(query.text);
    const { room, in: conversation, from, before, after } = query;
    const filters = [room, conversation, from, before, after];
    if (words.length === 0 && filters.every((filter) => filter === undefined)) return { hits: [] };
    const cursor = readCursor(query.next);
    const rooms = (this.#rooms.all(room ?? null) as { room: RoomId; copy: number }[]).map(
      (found) => {
        const search = this.#roomSearch(query, { ...found, words, cursor });
        return { copy: found.copy, hits: search ? this.#findInRoom(search) : [] };
      },
    );
    return mergeHits(rooms, query.limit, cursor);
  }

  /** `undefined` if nothing can be found. */
  #roomSearch(query: SearchQuery, where: SearchedRoom): RoomSearch | undefined {
    const { conversations, people } = this.#parts;
    const { room, copy, words, cursor } = where;
    const { before, after, limit } = query;
    const conversation = query.in && conversations.read(copy, query.in)?.number;
    const person = query.from && people.find(copy, query.from);
    if (query.in && conversation === undefined) return undefined;
    if (query.from && person === undefined) return undefined;
    const all = placesOf(copy);
    const position = cursor.get(copy);
    const range =
      position === undefined ? all : { ...all, highest: all.lowest + Math.max(0, position) - 1 };
    return { room, copy, words, range, limit: limit + 1, conversation, person, before, after };
  }

  #findInRoom(search: RoomSearch): SearchHit[] {
    const { conversation, person } = search;
    if (conversation !== undefined && this.#isShort(conversation))
      return this.#hits('conversation', search);
    if (person !== undefined && this.#saysLittle(person)) return this.#hits('person', search);
    const trigrams = this.#parts.hasTextIndex ? trigramQuery(search.words) : undefined;
    if (trigrams === undefined) return this.#scan(search);
    const { before, after } = search;
    if (before === undefined && after === undefined) return this.#hits('text', search, trigrams);
    const range = this.#rangeOfDates(search);
    return range ? this.#hits('text', { ...search, range }, trigrams) : [];
  }

  /** Reads the blocks that may hold a hit, newest first. */
  #scan(search: RoomSearch): SearchHit[] {
    const hits: SearchHit[] = [];
    for (const block of this.#candidateBlocks(search, shortGrams(search.words))) {
      const range = common(search.range, placesOfBlock(block));
      const limit = search.limit - hits.length;
      hits.push(...this.#hits('block', { ...search, range, limit }));
      if (hits.length >= search.limit) break;
    }
    return hits;
  }

  /** Newest first. */
  #candidateBlocks({ range, before, after }: RoomSearch, grams: readonly string[]): number[] {
    const rows = this.#candidates.all(
      blockOf(range.lowest),
      blockOf(range.highest),
      before ?? Number.MAX_SAFE_INTEGER,
      after ?? 0,
      JSON.stringify(grams),
    );
    return rows.map((row) => Number(row['number']));
  }

  #rangeOfDates(search: RoomSearch): Range | undefined {
    const blocks = this.#candidateBlocks(search, []);
    const [newest, oldest] = [blocks[0], blocks.at(-1)];
    if (newest === undefined || oldest === undefined) return undefined;
    const { highest } = placesOfBlock(newest);
    const { lowest } = placesOfBlock(oldest);
    return common(search.range, { lowest, highest });
  }

  #isShort(conversation: number): boolean {
    return this.#parts.conversations.size(conversation) < this.#fewMessages;
  }

  #saysLittle(person: number): boolean {
    return Number(this.#countOfPerson.get(person)?.['count']) < this.#fewMessages;
  }

  #hits(source: HitSource, search: RoomSearch, trigrams?: string): SearchHit[] {
    const { words, range, conversation, person, before, after, limit } = search;
    const sql = hitsSql(source, words.length, { conversation, person, before, after });
    const values = [trigrams, range.lowest, range.highest, conversation, person, before, after];
    const rows = this.#statement(sql, words.length).all(
      ...values.filter((value) => value !== undefined),
      ...words,
      limit,
    ) as HitRow[];
    return rows.map((row) => this.#hitOfRow(row, search.room));
  }

  #hitOfRow(row: HitRow, room: RoomId): SearchHit {
    const place = { in: row.name, seq: row.seq, id: idOf(row.place) };
    const entry = entryOfRow(row, place, this.#parts.kinds);
    return { room, message: entry as MessageEntry };
  }

  #statement(sql: string, words: number): StatementSync {
    const prepared = this.#preparedBySql.get(sql) ?? this.#kept.database.prepare(sql);
    if (words <= maxPreparedWords) this.#preparedBySql.set(sql, prepared);
    return prepared;
  }
}

type SearchedRoom = {
  room: RoomId;
  copy: number;
  words: readonly string[];
  cursor: SearchCursor;
};
