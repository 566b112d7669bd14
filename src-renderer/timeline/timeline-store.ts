import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge, RequestParams } from '../../src-shared/bridge/bridge.ts';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import {
  emptyWindow,
  isEmpty,
  trimmedAround,
  windowOf,
  windowOfRun,
  withNewer,
  withoutOlder,
  withOlder,
  type EntryWindow,
} from './entry-window.ts';
import { rowWithSeq, steadyRows, timelineRows, type Row, writerKey } from './timeline-rows.ts';
import type { OutboxItem, Quote, ShownMessage } from '../../src-shared/member/own-copy.ts';
import {
  lastSeenOf,
  nothingAround,
  trimmedAroundOf,
  withAround,
  withChanged,
  type WindowAround,
} from './window-around.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';

/** What lies beyond one end of the window. */
type TimelineEdge =
  | { is: 'end' }
  | { is: 'more' }
  | { is: 'loading' }
  /** There is more, but this computer does not hold it yet. */
  | { is: 'missing' }
  | { is: 'failed'; refusal: Refusal };

type TimelineTarget = { seq: number; place: 'middle' | 'start' };

type TimelineState = WindowAround & {
  window: { is: 'loading' } | { is: 'shown' } | { is: 'failed'; refusal: Refusal };
  held: EntryWindow;
  older: TimelineEdge;
  newer: TimelineEdge;
  rows: readonly Row[];
  /** Another one means another place in the conversation: its end, or the target, is to be shown. */
  generation: number;
  /** The entry to bring into sight and to mark; a new object each time it is asked for. */
  target: TimelineTarget | undefined;
  /** Rises each time the end of the conversation is to be brought into sight. */
  toEnd: number;
  /** Where the line of the unread stands; undefined if everything had been read. */
  unreadAfter: number | undefined;
  /** True once the first unread message has been on the screen. */
  unreadSeen: boolean;
  /** This person has said that it is unread: from then on nothing here counts as read by being seen. */
  isKeptUnread: boolean;
  outbox: readonly OutboxItem[];
};

export type TimelineOptions = {
  room: RoomId;
  in: ConversationId;
  self: AccountId;
  /** As they were when the conversation was opened. */
  readSeq: number;
  unread: number;
  outbox: readonly OutboxItem[];
  clock: Clock;
};

/** A screen or two: what one came for stands there first, and what lies around it follows. */
const firstPageSize = 80;
const pageSize = 120;
/** More than this is never kept, plus what comes in before the next cut. */
const keptEntries = 1500;
const cutSlack = 100;
const cutDelayMs = 150;
const readDelayMs = 250;

export type TimelineStore = Timeline & StoreApi<TimelineState>;

/** One conversation's timeline: a window on its entries that moves, with what waits to be sent at its end. */
export function createTimelineStore(bridge: OdaBridge, options: TimelineOptions): TimelineStore {
  const store = createStore<TimelineState>(() => ({
    window: { is: 'loading' },
    held: emptyWindow,
    older: { is: 'end' },
    newer: { is: 'end' },
    rows: [],
    generation: 0,
    target: undefined,
    toEnd: 0,
    unreadAfter: options.unread > 0 ? options.readSeq : undefined,
    unreadSeen: options.unread === 0,
    isKeptUnread: false,
    outbox: options.outbox,
    ...nothingAround,
  }));
  return Object.assign(new Timeline(bridge, options, store), store);
}

class Timeline {
  readonly in: ConversationId;
  readonly self: AccountId;
  /** How many messages were unread on opening. */
  readonly unread: number;
  readonly #bridge: OdaBridge;
  readonly #options: TimelineOptions;
  readonly #store: StoreApi<TimelineState>;
  readonly #end: () => void;
  /** Newest number that was heard of. */
  #newestSeq = 0;
  #readSeq: number;
  #seen = { first: 0, last: 0 };
  #attending = false;
  #cancelMark: (() => void) | undefined;
  #cancelCut: (() => void) | undefined;
  /** Rises when the window goes to another place: answers for an older one are too late. */
  #place = 0;

  constructor(bridge: OdaBridge, options: TimelineOptions, store: StoreApi<TimelineState>) {
    this.in = options.in;
    this.self = options.self;
    this.unread = options.unread;
    this.#bridge = bridge;
    this.#options = options;
    this.#store = store;
    this.#readSeq = options.readSeq;
    this.#end = listenToRoom(bridge, options, {
      'timeline/appended': (push) => {
        if (push.in === options.in) this.#append(push.entries, push.quotes);
      },
      'message/changed': (push) => {
        if (push.in === options.in) this.#change(push.messages);
      },
      'timeline/expired': (push) => {
        if (push.in === options.in) this.#expire(push.firstSeq);
      },
      'outbox/changed': (push) => {
        if (push.in === options.in) this.#update({ outbox: push.items });
      },
      'room/resynced': () => void this.#startAnew(),
      'room/changed': ({ connection }) => {
        if (connection.is === 'live') this.#tryMissing();
      },
    });
  }

  /** Shows the newest entries. */
  async start(): Promise<void> {
    await this.#show({}, undefined);
  }

  async jumpTo(seq: number, place: TimelineTarget['place'] = 'middle'): Promise<void> {
    const { rows, window } = this.#store.getState();
    const isShown = window.is === 'shown' && rowWithSeq(rows, seq) !== undefined;
    if (isShown) this.#store.setState({ target: { seq, place } });
    else await this.#show({ around: seq }, { seq, place });
  }

  async jumpToNewest(): Promise<void> {
    if (this.#isAtEnd()) this.#store.setState((state) => ({ toEnd: state.toEnd + 1 }));
    else await this.start();
  }

  async jumpToFirstUnread(): Promise<void> {
    const first = this.#firstUnread();
    if (first === undefined) return;
    this.#store.setState({ unreadSeen: true });
    await this.jumpTo(first, 'start');
  }

  /** Its number, or where it must be looked for as long as it is not held. */
  #firstUnread(): number | undefined {
    const { unreadAfter, held, older } = this.#store.getState();
    if (unreadAfter === undefined) return undefined;
    const first = held.entries.find(
      (entry) => entry.seq > unreadAfter && this.#isFromOthers(entry),
    );
    // What this person may see can begin later than what counts as read.
    const isCovered = !isEmpty(held) && (held.from <= unreadAfter + 1 || older.is === 'end');
    return isCovered && first ? first.seq : unreadAfter + 1;
  }

  loadOlder(): Promise<void> {
    return this.#load('older');
  }

  loadNewer(): Promise<void> {
    return this.#load('newer');
  }

  /** The first and the last number on the screen. */
  see(first: number, lastSeen: number): void {
    const last = lastSeenOf(this.#store.getState().held, lastSeen);
    this.#seen = { first, last };
    const unread = this.#store.getState().unreadSeen ? undefined : this.#firstUnread();
    if (unread !== undefined && first <= unread) this.#store.setState({ unreadSeen: true });
    this.#markSeen();
  }

  /** Whether the person looks at this window: only then is what stands on the screen read. */
  attend(attending: boolean): void {
    this.#attending = attending;
    this.#markSeen();
  }

  /** All from this message on; until the conversation is shown anew. */
  markUnread(seq: number): void {
    this.#cancelMark?.();
    this.#cancelMark = undefined;
    this.#update({ isKeptUnread: true, unreadAfter: seq - 1, unreadSeen: true });
    const { room, in: conversation } = this.#options;
    void this.#bridge.request('conversation/mark-unread', { room, in: conversation, seq });
  }

  dispose(): void {
    this.#cancelMark?.();
    this.#cancelCut?.();
    this.#end();
    this.#place += 1;
  }

  async #startAnew(): Promise<void> {
    this.#newestSeq = 0;
    this.#readSeq = 0;
    this.#seen = { first: 0, last: 0 };
    this.#store.setState({ unreadAfter: undefined, unreadSeen: true });
    await this.start();
  }

  /** Makes the window longer at one of its ends. */
  async #load(side: 'older' | 'newer'): Promise<void> {
    const isOlder = side === 'older';
    const endOf = (held: EntryWindow) => (isOlder ? held.from : held.to);
    const at = (edge: TimelineEdge): Partial<TimelineState> =>
      isOlder ? { older: edge } : { newer: edge };
    const { held: before, [side]: edge } = this.#store.getState();
    const end = endOf(before);
    if (isEmpty(before) || edge.is === 'end' || edge.is === 'loading') return;
    this.#store.setState(at({ is: 'loading' }));
    const place = this.#place;
    const answer = await this.#request(isOlder ? { before: end } : { after: end });
    if (this.#place !== place) return;
    if (!answer.ok) return this.#update(at({ is: 'failed', refusal: answer.refusal }));
    const { held } = this.#store.getState();
    const { hasOlder, hasNewer } = answer.value;
    const page = windowOf(answer.value);
    const joined = isOlder ? withOlder(held, page) : withNewer(held, page);
    // The window's own end may have moved meanwhile: then the page is asked for again.
    const moved = endOf(held) !== end;
    const hasMore = isOlder ? hasOlder : hasNewer || this.#lacksNewest(joined);
    const rest: TimelineEdge = { is: joined !== held || moved ? 'more' : 'missing' };
    const around = withAround(this.#store.getState(), answer.value);
    this.#keep({ held: joined, ...around, ...at(hasMore || moved ? rest : { is: 'end' }) });
  }

  /** Replaces the window by another place of the conversation. */
  async #show(where: { around?: number }, target: TimelineTarget | undefined): Promise<void> {
    this.#place += 1;
    const place = this.#place;
    this.#store.setState({ window: { is: 'loading' } });
    const answer = await this.#request(where, firstPageSize);
    if (this.#place !== place) return;
    const generation = this.#store.getState().generation + 1;
    if (!answer.ok) {
      const refusal = answer.refusal;
      this.#update({
        generation,
        window: { is: 'failed', refusal },
        held: emptyWindow,
        target: undefined,
      });
      return;
    }
    const { hasOlder, hasNewer } = answer.value;
    const held = windowOf(answer.value);
    this.#update({
      generation,
      window: { is: 'shown' },
      held,
      ...withAround(nothingAround, answer.value),
      older: { is: hasOlder ? 'more' : 'end' },
      newer: { is: hasNewer ? 'more' : 'end' },
      target,
    });
    if (!hasNewer && this.#lacksNewest(held)) await this.#catchUp();
  }

  /** Messages of the window are another thing from now on; those beyond it come so when they are asked for. */
  #change(changed: readonly ShownMessage[]): void {
    this.#update(withChanged(this.#store.getState(), changed));
  }

  /** What was before this number is gone. */
  #expire(firstSeq: number): void {
    const { held, marks, quotes, window } = this.#store.getState();
    if (window.is !== 'shown' || isEmpty(held) || held.from >= firstSeq) return;
    const kept = withoutOlder(held, firstSeq);
    if (isEmpty(kept)) return void this.start();
    const left = new Map([...quotes].filter(([seq]) => seq >= firstSeq));
    const around = trimmedAroundOf({ marks, quotes: left }, kept);
    this.#update({ held: kept, ...around, older: { is: 'end' } });
  }

  #append(entries: readonly Entry[], quotes: readonly Quote[] = []): void {
    const last = entries.at(-1);
    if (!last) return;
    this.#newestSeq = Math.max(this.#newestSeq, last.seq);
    const { window, held } = this.#store.getState();
    if (window.is !== 'shown' || !this.#isAtEnd()) return;
    this.#moveUnreadLine(entries);
    if (quotes.length > 0) this.#store.setState((state) => withAround(state, { quotes }));
    const joined = withNewer(held, windowOfRun(entries));
    // Nothing was held when the window opened: what lies before these has not been asked for yet.
    if (isEmpty(held)) this.#keep({ held: joined, older: olderThan(joined) });
    else if (!this.#lacksNewest(joined)) this.#keep({ held: joined });
    else void this.#catchUp();
  }

  /** Pushes went past the window's end: what lies between is fetched. */
  async #catchUp(): Promise<void> {
    if (isEmpty(this.#store.getState().held)) return this.start();
    this.#store.setState({ newer: { is: 'more' } });
    await this.loadNewer();
  }

  /** What comes while nobody looks begins with the line of the unread, as it would on opening. */
  #moveUnreadLine(entries: readonly Entry[]): void {
    if (this.#attending || !entries.some((entry) => this.#isFromOthers(entry))) return;
    const { unreadAfter, held } = this.#store.getState();
    const lastHeld = held.to;
    if (this.#readSeq < lastHeld || unreadAfter === lastHeld) return;
    this.#store.setState({ unreadAfter: lastHeld, unreadSeen: true });
  }

  #isFromOthers(entry: Entry): boolean {
    return entry.type === 'message' && writerKey(entry) !== this.self;
  }

  #isAtEnd(): boolean {
    const { newer, window } = this.#store.getState();
    return window.is === 'shown' && newer.is === 'end';
  }

  #lacksNewest({ to }: EntryWindow): boolean {
    return to < this.#newestSeq;
  }

  #tryMissing(): void {
    const { older, newer } = this.#store.getState();
    if (older.is === 'missing') this.#store.setState({ older: { is: 'more' } });
    if (newer.is === 'missing') this.#store.setState({ newer: { is: 'more' } });
  }

  /** Takes over a window that grew. If it got too long, it is cut a moment later, when the list stands still. */
  #keep(change: Partial<TimelineState> & { held: EntryWindow }): void {
    this.#update(change);
    if (change.held.entries.length <= keptEntries + cutSlack || this.#cancelCut) return;
    this.#cancelCut = this.#options.clock.after(cutDelayMs, () => {
      this.#cancelCut = undefined;
      this.#cut();
    });
  }

  #cut(): void {
    const { held } = this.#store.getState();
    const kept = trimmedAround(held, (this.#seen.first + this.#seen.last) / 2, keptEntries);
    const change: Partial<TimelineState> = { held: kept };
    if (kept.from !== held.from) change.older = { is: 'more' };
    if (kept.to !== held.to) change.newer = { is: 'more' };
    Object.assign(change, trimmedAroundOf(this.#store.getState(), kept));
    this.#update(change);
  }

  /** Changes the state together with the rows that follow from it. */
  #update(change: Partial<TimelineState>): void {
    const old = this.#store.getState();
    const state = { ...old, ...change };
    const source = {
      held: state.held,
      outbox: state.outbox,
      self: this.self,
      unreadAfter: state.unreadAfter,
      hasOlder: state.older.is !== 'end',
      hasNewer: state.newer.is !== 'end',
      marks: state.marks,
      quotes: state.quotes,
    };
    const rows = timelineRows(source, old.rows);
    this.#store.setState({ ...change, rows: steadyRows(old.rows, rows) });
  }

  #markSeen(): void {
    if (this.#store.getState().isKeptUnread) return;
    if (!this.#attending || this.#seen.last <= this.#readSeq || this.#cancelMark) return;
    this.#cancelMark = this.#options.clock.after(readDelayMs, () => {
      this.#cancelMark = undefined;
      if (!this.#attending || this.#seen.last <= this.#readSeq) return;
      this.#readSeq = this.#seen.last;
      const { room, in: conversation } = this.#options;
      const seq = this.#readSeq;
      void this.#bridge.request('conversation/mark-read', { room, in: conversation, seq });
    });
  }

  #request(place: { before?: number; after?: number; around?: number }, limit = pageSize) {
    const params: RequestParams<'timeline/page'> = {
      room: this.#options.room,
      in: this.#options.in,
      limit,
      ...place,
    };
    return this.#bridge.request('timeline/page', params);
  }
}

/** A number that this person may not read is answered with an empty page. */
function olderThan({ from }: EntryWindow): TimelineEdge {
  return { is: from > 1 ? 'more' : 'end' };
}
