import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge, RequestParams, RequestResults } from '../../src-shared/bridge/bridge.ts';
import type { SearchHit } from '../../src-shared/member/own-copy.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import {
  directConversation,
  everyone,
  type AccountId,
  type ConversationId,
  type RoomId,
} from '../../src-shared/protocol/ids.ts';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { FileKind } from '../../src-shared/text/file-kinds.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { changeHits, followHits } from './changed-hits.ts';

/** What is set beside the field; a filter that is typed into it goes first. Days as `2026-01-31`. */
export type SearchFilters = {
  from: AccountId | undefined;
  in: ConversationId | undefined;
  before: string;
  after: string;
  hasLink: true | undefined;
  hasFile: FileKind | 'any' | undefined;
  mentionsMe: true | undefined;
  isPinned: true | undefined;
};

type SearchState = {
  typed: string;
  filters: SearchFilters;
  /** What the field and the filters ask for together. */
  query: SearchQuery;
  result:
    | { is: 'nothing-asked' }
    | { is: 'searching' }
    | { is: 'found' }
    | { is: 'failed'; refusal: Refusal };
  /** Newest first; the ones of the query before stay until those of the next arrive. */
  hits: readonly SearchHit[];
  /** The text that `hits` were found by. */
  hitText: string;
  more: { is: 'none' } | { is: 'more'; next: string } | { is: 'loading' };
  /** Which hit the arrow keys stand on; -1 for none. */
  selected: number;
  /** The hit that was gone to last; -1 for none. */
  visited: number;
  /** Rises each time search is asked for: the field takes the focus then. */
  begun: number;
  /** Whether the fields for the filters are shown. */
  filtersOpen: boolean;
};

export const noFilters: SearchFilters = {
  from: undefined,
  in: undefined,
  before: '',
  after: '',
  hasLink: undefined,
  hasFile: undefined,
  mentionsMe: undefined,
  isPinned: undefined,
};

export type SearchOptions = {
  room: RoomId;
  clock: Clock;
  names: () => QueryNames;
};

const nowhere = { selected: -1, visited: -1 };
const pauseMs = 120;
const pageSize = 50;

/** Search as one types: the latest question wins, whatever order the answers come in. */
export function createSearchStore(bridge: OdaBridge, options: SearchOptions) {
  const store = createStore<SearchState>(() => ({
    typed: '',
    filters: noFilters,
    query: { text: '', problems: [] },
    result: { is: 'nothing-asked' },
    hits: [],
    hitText: '',
    more: { is: 'none' },
    ...nowhere,
    begun: 0,
    filtersOpen: false,
  }));
  const { ask, answered, loadMore, dispose } = createQuestions(bridge, options, store);
  const unfollow = followHits(bridge, (to) => store.setState((state) => changeHits(state, to)));
  return Object.assign(store, {
    /** Search was asked for: in one conversation, or everywhere. What was typed before stays, and the hit where one was. */
    begin: (conversation: ConversationId | undefined) => {
      store.setState((state) => ({
        filters: { ...state.filters, in: conversation },
        begun: state.begun + 1,
      }));
      ask(visitedIn(store.getState()));
    },
    type: (typed: string) => {
      store.setState({ typed });
      ask();
    },
    setFilters: (change: Partial<SearchFilters>) => {
      store.setState((state) => ({ filters: { ...state.filters, ...change } }));
      ask();
    },
    openFilters: (filtersOpen: boolean) => store.setState({ filtersOpen }),
    answered,
    loadMore,
    /** Moves the selection by so many hits; it ends at both ends. */
    move: (by: number) => {
      const { selected, hits } = store.getState();
      store.setState({ selected: Math.min(hits.length - 1, Math.max(0, selected + by)) });
    },
    /** The hit to go to now: the selected one, or from one that was gone to already the next in this direction. */
    step: (by: 1 | -1) => {
      const { selected, visited, hits } = store.getState();
      if (selected !== visited) return selected;
      return Math.min(hits.length - 1, Math.max(0, selected + by));
    },
    visit: (index: number) => store.setState({ selected: index, visited: index }),
    dispose: () => {
      unfollow();
      dispose();
    },
  });
}

function createQuestions(
  bridge: OdaBridge,
  { room, clock, names }: SearchOptions,
  store: StoreApi<SearchState>,
) {
  /** Rises with each question: an answer to an earlier one is too late. */
  let latest = 0;
  let cancelPause: (() => void) | undefined;
  let goOnFrom: SearchHit | undefined;
  /** Who waits for the answer to the latest question. */
  let waiting: ((isAnswered: boolean) => void)[] = [];

  function dispose(): void {
    latest += 1;
    endPause();
    tellWaiting(false);
  }

  function endPause(): boolean {
    const wasPausing = cancelPause !== undefined;
    cancelPause?.();
    cancelPause = undefined;
    return wasPausing;
  }

  function tellWaiting(isAnswered: boolean): void {
    const told = waiting;
    waiting = [];
    for (const tell of told) tell(isAnswered);
  }

  /**
   * Whether the hits are those of what is typed: at once if they are, else when they have come; whoever wants them has
   * typed to the end. False if something else was asked meanwhile.
   */
  async function answered(): Promise<boolean> {
    const { query, result } = store.getState();
    if (result.is !== 'searching') return true;
    if (endPause()) void find(query);
    return new Promise((resolve) => waiting.push(resolve));
  }

  /** `from`: the hit to go on from. */
  function ask(from?: SearchHit): void {
    dispose();
    goOnFrom = from;
    const { typed, filters } = store.getState();
    const query = withFilters(parseSearchQuery(typed, names()), filters);
    if (!asksForSomething(query)) {
      const result: SearchState['result'] = { is: 'nothing-asked' };
      store.setState({ query, result, hits: [], more: { is: 'none' }, ...nowhere });
      return;
    }
    store.setState({ query, result: { is: 'searching' } });
    cancelPause = clock.after(pauseMs, () => {
      cancelPause = undefined;
      void find(query);
    });
  }

  async function loadMore(): Promise<void> {
    const { more, query } = store.getState();
    if (more.is !== 'more') return;
    const asked = latest;
    store.setState({ more: { is: 'loading' } });
    const params = { ...findParams(room, query), next: more.next };
    const answer = await bridge.request('search/find', params);
    if (asked !== latest) return;
    if (!answer.ok) return store.setState({ more });
    const { hits, next } = answer.value;
    store.setState((state) => ({ hits: [...state.hits, ...hits], more: moreOf(next) }));
  }

  async function find(query: SearchQuery): Promise<void> {
    const asked = latest;
    const answer = await bridge.request('search/find', findParams(room, query));
    if (asked !== latest) return;
    store.setState(stateOf(answer, { query, goOnFrom }));
    tellWaiting(true);
  }

  return { ask, answered, loadMore, dispose };
}

/** What an answer to the latest question makes of the search. */
function stateOf(
  answer: Outcome<RequestResults['search/find']>,
  { query, goOnFrom }: { query: SearchQuery; goOnFrom: SearchHit | undefined },
): Partial<SearchState> {
  if (!answer.ok) {
    const result = { is: 'failed', refusal: answer.refusal } as const;
    return { result, hits: [], more: { is: 'none' }, ...nowhere };
  }
  const { hits, next } = answer.value;
  const visited = placeOf(goOnFrom, hits);
  return {
    result: { is: 'found' },
    hits,
    hitText: query.text,
    more: moreOf(next),
    selected: hits.length > 0 ? Math.max(0, visited) : -1,
    visited,
  };
}

function visitedIn({ hits, visited }: SearchState): SearchHit | undefined {
  return hits[visited];
}

/** -1 if it is none of them. */
function placeOf(hit: SearchHit | undefined, hits: readonly SearchHit[]): number {
  return hits.findIndex(
    ({ room, message }) =>
      room === hit?.room && message.in === hit.message.in && message.seq === hit.message.seq,
  );
}

function moreOf(next: string | undefined): SearchState['more'] {
  return next === undefined ? { is: 'none' } : { is: 'more', next };
}

function withFilters(query: SearchQuery, filters: SearchFilters): SearchQuery {
  return {
    text: query.text,
    problems: query.problems,
    from: query.from ?? filters.from,
    in: query.in ?? filters.in,
    before: query.before ?? dayStart(filters.before),
    after: query.after ?? dayStart(filters.after),
    hasLink: query.hasLink ?? filters.hasLink,
    hasFile: query.hasFile ?? filters.hasFile,
    mentionsMe: query.mentionsMe ?? filters.mentionsMe,
    isPinned: query.isPinned ?? filters.isPinned,
  };
}

/** A conversation alone is no question: it would list all that was ever said in it. */
function asksForSomething(query: SearchQuery): boolean {
  const { problems, text, in: _, ...filters } = query;
  if (problems.length > 0) return false;
  return text !== '' || Object.values(filters).some((filter) => filter !== undefined);
}

/** Everywhere is every room; people and conversations are those of the room on the screen. */
function findParams(room: RoomId, query: SearchQuery): RequestParams<'search/find'> {
  const { problems: _, ...asked } = query;
  const { in: place, from, mentionsMe, isPinned } = query;
  const isOfOneRoom = [place, from, mentionsMe, isPinned].some((filter) => filter !== undefined);
  return { ...(isOfOneRoom ? { room } : {}), limit: pageSize, ...asked };
}

type SearchOperator = 'from' | 'in' | 'before' | 'after' | 'has' | 'mentions' | 'is';

/** Why a typed filter cannot be used yet. */
type QueryProblem = {
  operator: SearchOperator;
  value: string;
  is: 'nobody' | 'several' | 'not-a-date' | 'not-a-kind';
};

export type SearchQuery = {
  text: string;
  from?: AccountId | undefined;
  in?: ConversationId | undefined;
  /** Epoch milliseconds: before the start of that day, from the start of that day. */
  before?: number | undefined;
  after?: number | undefined;
  hasLink?: true | undefined;
  hasFile?: FileKind | 'any' | undefined;
  mentionsMe?: true | undefined;
  isPinned?: true | undefined;
  problems: readonly QueryProblem[];
};

export type QueryNames = {
  /** Missing until the room was opened. */
  self: AccountId | undefined;
  members: Iterable<Member>;
  groups: Iterable<Pick<GroupView, 'in' | 'name'>>;
};

/** Folded, so that `Önce:` and `once:` are one. Words of all languages are understood in all of them. */
const operators: ReadonlyMap<string, SearchOperator> = new Map([
  ['from', 'from'],
  ['kimden', 'from'],
  ['in', 'in'],
  ['nerede', 'in'],
  ['before', 'before'],
  ['once', 'before'],
  ['after', 'after'],
  ['sonra', 'after'],
  ['has', 'has'],
  ['iceren', 'has'],
  ['mentions', 'mentions'],
  ['anilan', 'mentions'],
  ['is', 'is'],
  ['durum', 'is'],
]);
const selfWords = new Set(['me', 'ben', 'benden']);
const linkWords = new Set(['link', 'baglanti']);
/** What `has:` asks for in files, in the words of all languages. */
const fileWords: ReadonlyMap<string, FileKind | 'any'> = new Map([
  ...(['file', 'files', 'dosya'] as const).map((word) => [word, 'any'] as const),
  ...(['picture', 'image', 'photo', 'resim'] as const).map((word) => [word, 'picture'] as const),
  ...(['sound', 'audio', 'ses'] as const).map((word) => [word, 'sound'] as const),
  ...(['film', 'video'] as const).map((word) => [word, 'film'] as const),
]);
const pinnedWords = new Set(['pinned', 'sabit']);
const everyoneWords = new Set(['everyone', 'herkes']);
/** A word, a colon and what belongs to it: up to the next space, or in quotes. */
const filter = /(?<=^|\s)(\p{L}+):(?:"([^"]*)"?|(\S*))/gu;

/** Tells the words to look for from filters such as `from:ali in:everyone before:2026-01-31`. */
export function parseSearchQuery(typed: string, names: QueryNames): SearchQuery {
  const query: Filters = {};
  const problems: QueryProblem[] = [];
  const text = typed.replace(
    filter,
    (whole, ...[word = '', quoted, plain]: (string | undefined)[]) => {
      const operator = operators.get(foldText(word));
      if (!operator) return whole;
      const value = (quoted ?? plain ?? '').trim();
      const filters = value === '' ? {} : readFilter(operator, value, names);
      if (typeof filters === 'string') problems.push({ operator, value, is: filters });
      else Object.assign(query, filters);
      return ' ';
    },
  );
  return { ...query, text: text.replace(/\s+/g, ' ').trim(), problems };
}

type Filters = Omit<SearchQuery, 'text' | 'problems'>;

/** What a typed filter asks for, or why it cannot be used. */
function readFilter(
  operator: SearchOperator,
  value: string,
  names: QueryNames,
): Filters | QueryProblem['is'] {
  const folded = foldText(value);
  switch (operator) {
    case 'before':
    case 'after': {
      const at = dayStart(value);
      if (at === undefined) return 'not-a-date';
      return operator === 'before' ? { before: at } : { after: at };
    }
    case 'in':
      return onlyOne(placesOf(folded, names), (place) => ({ in: place }));
    case 'from':
      return onlyOne(accountsOf(folded, names), (from) => ({ from }));
    case 'has':
      return readHas(folded);
    case 'mentions':
      return selfWords.has(folded) ? { mentionsMe: true } : 'not-a-kind';
    case 'is':
      return pinnedWords.has(folded) ? { isPinned: true } : 'not-a-kind';
  }
}

function readHas(folded: string): Filters | 'not-a-kind' {
  if (linkWords.has(folded)) return { hasLink: true };
  const hasFile = fileWords.get(folded);
  return hasFile ? { hasFile } : 'not-a-kind';
}

function onlyOne<Id>(
  [only, other]: readonly Id[],
  filters: (id: Id) => Filters,
): Filters | QueryProblem['is'] {
  if (only === undefined) return 'nobody';
  return other === undefined ? filters(only) : 'several';
}

/** Everyone, or a conversation by the name of the other person or of the group. */
function placesOf(folded: string, { self, members, groups }: QueryNames): ConversationId[] {
  if (everyoneWords.has(folded)) return [everyone];
  if (!self) return [];
  const others = [...members].filter((member) => member.account !== self);
  return idsByName(folded, [
    ...[...groups].map((group) => [group.name, group.in] as const),
    ...others.map(({ name, account }) => [name, directConversation(self, account)] as const),
  ]);
}

function accountsOf(folded: string, { self, members }: QueryNames): AccountId[] {
  if (self && selfWords.has(folded)) return [self];
  const named = [...members].map(({ name, account }) => [name, account] as const);
  return idsByName(folded, named);
}

/** The one of that name, or else all whose names begin so. */
function idsByName<Id>(folded: string, named: readonly (readonly [string, Id])[]): Id[] {
  const begins: Id[] = [];
  for (const [own, id] of named) {
    const name = foldText(own);
    if (name === folded) return [id];
    if (name.startsWith(folded)) begins.push(id);
  }
  return begins;
}

/** Start of a day written as `2026-01-31` or `31.01.2026`, in this computer's time zone. */
export function dayStart(value: string): number | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value);
  const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(value);
  const [year, month, day] = iso ? iso.slice(1) : dotted ? dotted.slice(1).toReversed() : [];
  if (!year || !month || !day) return undefined;
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  const isReal = date.getMonth() === Number(month) - 1 && date.getDate() === Number(day);
  return isReal ? date.getTime() : undefined;
}
