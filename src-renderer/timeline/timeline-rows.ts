import type { MessageMarks, OutboxItem, Quote } from '../../src-shared/member/own-copy.ts';
import type { ShownEntry } from '../../src-shared/member/shown-entry.ts';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { MessageAround } from '../messages/message-look.ts';
import type { EntryWindow } from './entry-window.ts';

/** Who came and went, of a group who was added, removed, and how it was named; and who pinned something. */
export type PresenceEntry = Exclude<ShownEntry, MessageEntry>;

type RowBody =
  /** Stands before the very first entry. */
  /** `isCut`: something stood before it once. */
  | { is: 'beginning'; isCut: boolean }
  | {
      is: 'message';
      entry: MessageEntry;
      own: boolean;
      startsGroup: boolean;
      /** No message of the same sender follows at once: where it stands that it has arrived. */
      endsGroup: boolean;
      around: MessageAround;
    }
  | { is: 'waiting'; item: OutboxItem; startsGroup: boolean }
  /** What happened between two messages. */
  | { is: 'presence'; entries: readonly PresenceEntry[] };

/** What the list shows as one piece. Its key stays the same while older and newer rows come and go. */
export type Row = {
  key: string;
  /** Epoch milliseconds if a new day begins with this row. */
  day: number | undefined;
  /** True for the first message that was unread when the conversation was opened; one's own if nobody else wrote since. */
  startsUnread: boolean;
  body: RowBody;
};

export type RowsSource = {
  held: EntryWindow;
  outbox: readonly OutboxItem[];
  self: AccountId;
  unreadAfter: number | undefined;
  hasOlder: boolean;
  hasNewer: boolean;
  /** By the number of the message. */
  marks?: ReadonlyMap<number, MessageMarks>;
  quotes?: ReadonlyMap<number, Quote>;
};

const groupMs = 5 * 60_000;
/** Where a run of joins and leaves is cut, so that its rows do not depend on where the window begins. */
const presenceCut = 50;

/**
 * The rows of a window. While older entries exist the first one is only looked at, not shown: what stands
 * above a row depends on the entry before it, and a row must not change when older ones are loaded.
 *
 * `before`: the rows as they were. Of a thousand that say the same none is made anew.
 */
export function timelineRows(source: RowsSource, before: readonly Row[] = []): Row[] {
  const builder = new RowBuilder(source, before);
  if (!source.hasOlder) builder.addBeginning();
  const { entries } = source.held;
  const leading = source.hasOlder ? leadingEntries(entries) : 0;
  const shown = leading < entries.length ? leading : 0;
  for (const entry of entries.slice(0, shown)) builder.lookAt(entry);
  for (const entry of entries.slice(shown)) {
    if (entry.type === 'message') builder.addMessage(entry);
    else builder.addPresence(entry);
  }
  if (!source.hasNewer) builder.addOutbox();
  return builder.end();
}

function leadingEntries(entries: readonly ShownEntry[]): number {
  if (entries[0]?.type === 'message') return 1;
  const end = entries.findIndex((entry, i) => !continuesRun(entries[i - 1] ?? entry, entry));
  return end === -1 ? entries.length : end;
}

function continuesRun(before: ShownEntry, entry: ShownEntry): boolean {
  const [block, next] = [before, entry].map(({ seq }) => Math.floor(seq / presenceCut));
  return entry.type !== 'message' && block === next;
}

type PlaceOfRow = Pick<Row, 'day' | 'startsUnread'> & { startsGroup: boolean };

class RowBuilder {
  readonly #rows: Row[] = [];
  readonly #source: RowsSource;
  readonly #before: readonly Row[];
  /** How much further down a row stood before; known from the first message on. */
  #moved: number | undefined;
  readonly #shownCids = new Set<string>();
  /** The day of the row before, as the span of its milliseconds. */
  #dayStart = 0;
  #dayEnd = 0;
  #previous: { from: string | undefined; at: number } | undefined;
  #unreadShown: boolean;
  readonly #isOwnUnread: boolean;
  /** What waits to change messages, by their numbers. */
  readonly #pending: ReadonlyMap<number, readonly OutboxItem[]>;

  constructor(source: RowsSource, before: readonly Row[]) {
    this.#source = source;
    this.#before = before;
    this.#pending = pendingByTarget(source.outbox);
    const { unreadAfter, held } = source;
    this.#unreadShown = unreadAfter === undefined || held.from > unreadAfter + 1;
    this.#isOwnUnread = !this.#unreadShown && !source.hasNewer && !hasUnreadOfOthers(source);
  }

  /** Remembers an entry that comes before the first row. */
  lookAt(entry: ShownEntry): void {
    this.#dayOf(entry.at);
    const from = entry.type === 'message' ? writerKey(entry) : undefined;
    this.#previous = { from, at: entry.at };
    if (from && from !== this.#source.self) this.#isFirstUnread(entry.seq);
  }

  addBeginning(): void {
    this.#rows.push({
      key: 'beginning',
      day: undefined,
      startsUnread: false,
      body: { is: 'beginning', isCut: this.#source.held.from > 1 },
    });
  }

  addMessage(entry: MessageEntry): void {
    const from = writerKey(entry);
    const own = from === this.#source.self;
    if (own && entry.cid !== undefined) this.#shownCids.add(entry.cid);
    const day = this.#dayOf(entry.at);
    const startsUnread = (!own || this.#isOwnUnread) && this.#isFirstUnread(entry.seq);
    const startsGroup = startsUnread || this.#startsGroup(from, entry.at, day);
    this.#endRow(startsGroup);
    this.#rows.push(
      this.#rowBefore(entry, { day, startsUnread, startsGroup }) ??
        this.#messageRow(entry, { own, day, startsUnread, startsGroup }),
    );
    this.#previous = { from, at: entry.at };
  }

  #messageRow(entry: MessageEntry, place: PlaceOfRow & { own: boolean }): Row {
    const { own, day, startsUnread, startsGroup } = place;
    const key = own && entry.cid !== undefined ? `own:${entry.cid}` : `seq:${entry.seq}`;
    const around = this.#around(entry);
    const body: RowBody = { is: 'message', entry, own, startsGroup, endsGroup: true, around };
    return { key, day, startsUnread, body };
  }

  /** The row as it was, if the message stands there as it did. */
  #rowBefore(entry: MessageEntry, place: PlaceOfRow): Row | undefined {
    const isOfEntry = ({ body }: Row) => body.is === 'message' && body.entry === entry;
    this.#moved ??= this.#before.findIndex(isOfEntry) - this.#rows.length;
    const row = this.#before[this.#rows.length + this.#moved];
    if (row?.body.is !== 'message' || row.body.entry !== entry) return undefined;
    if (row.day !== place.day || row.startsUnread !== place.startsUnread) return undefined;
    const { startsGroup, around } = row.body;
    return startsGroup === place.startsGroup && this.#isAround(entry, around) ? row : undefined;
  }

  addPresence(entry: PresenceEntry): void {
    const day = this.#dayOf(entry.at);
    const last = this.#rows.at(-1);
    const run = last?.body.is === 'presence' ? last.body.entries : [];
    const before = run.at(-1);
    if (last && before && day === undefined && continuesRun(before, entry)) {
      const entries = [...run, entry];
      this.#rows[this.#rows.length - 1] = { ...last, body: { is: 'presence', entries } };
    } else {
      this.#endRow(true);
      const body: RowBody = { is: 'presence', entries: [entry] };
      this.#rows.push({ key: `seq:${entry.seq}`, day, startsUnread: false, body });
    }
    this.#previous = { from: undefined, at: entry.at };
  }

  addOutbox(): void {
    for (const item of this.#source.outbox) {
      // The acknowledged message and the end of the wait arrive one after the other.
      if (this.#shownCids.has(item.cid) || !isUnsaid(item)) continue;
      const day = this.#dayOf(item.createdAt);
      const startsGroup = this.#startsGroup(this.#source.self, item.createdAt, day);
      this.#endRow(startsGroup);
      const body: RowBody = { is: 'waiting', item, startsGroup };
      this.#rows.push({ key: `own:${item.cid}`, day, startsUnread: false, body });
      this.#previous = { from: this.#source.self, at: item.createdAt };
    }
  }

  end(): Row[] {
    this.#endRow(true);
    return this.#rows;
  }

  #around({ seq, reply }: MessageEntry): MessageAround {
    const { marks, quotes } = this.#source;
    const quote = reply === undefined ? undefined : quotes?.get(reply);
    return { marks: marks?.get(seq), quote, pending: this.#pending.get(seq) };
  }

  /** Without making it. */
  #isAround({ seq, reply }: MessageEntry, around: MessageAround): boolean {
    const { marks, quotes } = this.#source;
    const quote = reply === undefined ? undefined : quotes?.get(reply);
    if (around.marks !== marks?.get(seq) || around.quote !== quote) return false;
    return isSamePending(around.pending, this.#pending.get(seq));
  }

  #isFirstUnread(seq: number): boolean {
    const after = this.#source.unreadAfter;
    if (this.#unreadShown || after === undefined || seq <= after) return false;
    this.#unreadShown = true;
    return true;
  }

  /** Whether what the last row says is the end of it shows only here. The row may be one that is shown already. */
  #endRow(endsGroup: boolean): void {
    const last = this.#rows.at(-1);
    if (last?.body.is !== 'message' || last.body.endsGroup === endsGroup) return;
    this.#rows[this.#rows.length - 1] = { ...last, body: { ...last.body, endsGroup } };
  }

  #startsGroup(from: string, at: number, day: number | undefined): boolean {
    if (day !== undefined || this.#previous?.from !== from) return true;
    return Math.abs(at - this.#previous.at) > groupMs;
  }

  #dayOf(at: number): number | undefined {
    if (at >= this.#dayStart && at < this.#dayEnd) return undefined;
    const date = new Date(at);
    const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
    this.#dayStart = new Date(year, month, day).getTime();
    this.#dayEnd = new Date(year, month, day + 1).getTime();
    return at;
  }
}

function hasUnreadOfOthers({ held, self, unreadAfter = 0 }: RowsSource): boolean {
  return held.entries.some(
    (entry) => entry.type === 'message' && entry.seq > unreadAfter && writerKey(entry) !== self,
  );
}

/** Tells who wrote one message from who wrote another; of what was imported that is nobody in the room. */
export function writerKey({ from, imported }: MessageEntry): string {
  return imported ? `${imported.source} ${imported.author}` : from;
}

/** The new rows, with those of the old ones that say the same in their place: what did not change is not drawn. */
export function steadyRows(old: readonly Row[], rows: readonly Row[]): Row[] {
  // Most often what is new stands below: then each row is where it was.
  let oldByKey: Map<string, Row> | undefined;
  return rows.map((row, place) => {
    const there = old[place];
    if (there?.key !== row.key) oldByKey ??= new Map(old.map((each) => [each.key, each]));
    const before = there?.key === row.key ? there : oldByKey?.get(row.key);
    return before && (before === row || isSameRow(before, row)) ? before : row;
  });
}

function isSameRow(one: Row, other: Row): boolean {
  if (one.day !== other.day || one.startsUnread !== other.startsUnread) return false;
  const [body, next] = [one.body, other.body];
  if (body.is === 'presence' && next.is === 'presence') {
    return body.entries.length === next.entries.length && firstSeq(one) === firstSeq(other);
  }
  if (body.is === 'message' && next.is === 'message') {
    const isSamePlace = body.startsGroup === next.startsGroup && body.endsGroup === next.endsGroup;
    return body.entry === next.entry && isSamePlace && isSameAround(body.around, next.around);
  }
  if (body.is === 'waiting' && next.is === 'waiting') {
    return body.item === next.item && body.startsGroup === next.startsGroup;
  }
  return body.is === next.is;
}

function isSameAround(one: MessageAround, other: MessageAround): boolean {
  if (one.marks !== other.marks || one.quote !== other.quote) return false;
  return isSamePending(one.pending, other.pending);
}

/** What waits comes anew with each push. */
function isSamePending(
  was: MessageAround['pending'] = [],
  is: MessageAround['pending'] = [],
): boolean {
  return (
    was.length === is.length &&
    was.every(({ cid, state }, place) => {
      const next = is[place];
      return cid === next?.cid && stateOf(state) === stateOf(next.state);
    })
  );
}

function stateOf(state: OutboxItem['state']): string {
  return state.is === 'failed' ? state.refusal.code : state.is;
}

/** What waits for its time stands in a list of its own, until the room does not take it. */
function isUnsaid({ said, state }: OutboxItem): boolean {
  return said.type === 'send-message' || (said.type === 'send-later' && state.is === 'failed');
}

function pendingByTarget(outbox: readonly OutboxItem[]): Map<number, OutboxItem[]> {
  const changes = outbox.filter(({ said }) => 'target' in said);
  return Map.groupBy(changes, ({ said }) => ('target' in said ? said.target : 0));
}

/** The place among the rows of the one that shows an entry, or the first one after it. */
export function rowWithSeq(rows: readonly Row[], seq: number): number | undefined {
  const isBefore = (row: Row) => (firstSeq(row) ?? Infinity) <= seq;
  if (!rows.some(isBefore)) return undefined;
  const place = rows.findIndex((row) => (lastSeq(row) ?? -1) >= seq);
  return place === -1 ? undefined : place;
}

/** The number of the first entry in a row; undefined for what has none. */
function firstSeq({ body }: Row): number | undefined {
  if (body.is === 'presence') return body.entries[0]?.seq;
  return body.is === 'message' ? body.entry.seq : undefined;
}

function lastSeq({ body }: Row): number | undefined {
  if (body.is === 'presence') return body.entries.at(-1)?.seq;
  return body.is === 'message' ? body.entry.seq : undefined;
}

/** The numbers of the first and the last entry in some of the rows; undefined if they hold none. */
export function seqRange(
  rows: readonly Row[],
  places: { first: number; last: number },
): { first: number; last: number } | undefined {
  const shown = rows.slice(places.first, places.last + 1);
  const first = shown.map(firstSeq).find((seq) => seq !== undefined);
  const last = shown.map(lastSeq).findLast((seq) => seq !== undefined);
  return first === undefined || last === undefined ? undefined : { first, last };
}
