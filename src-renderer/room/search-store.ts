import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge, RequestParams } from '../../src-shared/bridge/bridge.ts';
import type { SearchHit } from '../../src-shared/member/own-copy.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';

import { dayStart, parseSearchQuery, type QueryNames, type SearchQuery } from './search-query.ts';

/** What is set beside the field; a filter that is typed into it goes first. Days as `2026-01-31`. */
export type SearchFilters = {
  from: AccountId | undefined;
  in: ConversationId | undefined;
  before: string;
  after: string;
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

export type SearchStore = StoreApi<SearchState> & {
  /** Search was asked for: in one conversation, or everywhere. What was typed before stays. */
  begin(conversation: ConversationId | undefined): void;
  type(typed: string): void;
  setFilters(change: Partial<SearchFilters>): void;
  openFilters(filtersOpen: boolean): void;
  loadMore(): Promise<void>;
  /** Moves the selection by so many hits; it ends at both ends. */
  move(by: number): void;
  /** The hit to go to now: the selected one, or from one that was gone to already the next in this direction. */
  step(by: 1 | -1): number;
  visit(index: number): void;
  dispose(): void;
};

export const noFilters: SearchFilters = { from: undefined, in: undefined, before: '', after: '' };

export type SearchOptions = {
  room: RoomId;
  clock: Clock;
  names: () => QueryNames;
};

const nowhere = { selected: -1, visited: -1 };
const pauseMs = 120;
const pageSize = 50;

/** Search as one types: the latest question wins, whatever order the answers come in. */
export function createSearchStore(bridge: OdaBridge, options: SearchOptions): SearchStore {
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
  const questions = new Questions(bridge, options, store);
  return Object.assign(store, {
    begin: (conversation: ConversationId | undefined) => {
      store.setState((state) => ({
        filters: { ...state.filters, in: conversation },
        begun: state.begun + 1,
      }));
      questions.ask();
    },
    type: (typed: string) => {
      store.setState({ typed });
      questions.ask();
    },
    setFilters: (change: Partial<SearchFilters>) => {
      store.setState((state) => ({ filters: { ...state.filters, ...change } }));
      questions.ask();
    },
    openFilters: (filtersOpen: boolean) => store.setState({ filtersOpen }),
    loadMore: () => questions.loadMore(),
    move: (by: number) => {
      const { selected, hits } = store.getState();
      store.setState({ selected: Math.min(hits.length - 1, Math.max(0, selected + by)) });
    },
    step: (by: 1 | -1) => {
      const { selected, visited, hits } = store.getState();
      if (selected !== visited) return selected;
      return Math.min(hits.length - 1, Math.max(0, selected + by));
    },
    visit: (index: number) => store.setState({ selected: index, visited: index }),
    dispose: () => questions.dispose(),
  });
}

class Questions {
  readonly #bridge: OdaBridge;
  readonly #options: SearchOptions;
  readonly #store: StoreApi<SearchState>;
  /** Rises with each question: an answer to an earlier one is too late. */
  #latest = 0;
  #cancelPause: (() => void) | undefined;

  constructor(bridge: OdaBridge, options: SearchOptions, store: StoreApi<SearchState>) {
    this.#bridge = bridge;
    this.#options = options;
    this.#store = store;
  }

  ask(): void {
    this.#latest += 1;
    this.#cancelPause?.();
    const { typed, filters } = this.#store.getState();
    const query = withFilters(parseSearchQuery(typed, this.#options.names()), filters);
    if (!asksForSomething(query)) {
      const result: SearchState['result'] = { is: 'nothing-asked' };
      this.#store.setState({ query, result, hits: [], more: { is: 'none' }, ...nowhere });
      return;
    }
    this.#store.setState({ query, result: { is: 'searching' } });
    this.#cancelPause = this.#options.clock.after(pauseMs, () => void this.#find(query));
  }

  async loadMore(): Promise<void> {
    const { more, query } = this.#store.getState();
    if (more.is !== 'more') return;
    const asked = this.#latest;
    this.#store.setState({ more: { is: 'loading' } });
    const params = { ...findParams(this.#options.room, query), next: more.next };
    const answer = await this.#bridge.request('search/find', params);
    if (asked !== this.#latest) return;
    if (!answer.ok) return this.#store.setState({ more });
    const { hits, next } = answer.value;
    this.#store.setState((state) => ({ hits: [...state.hits, ...hits], more: moreOf(next) }));
  }

  dispose(): void {
    this.#latest += 1;
    this.#cancelPause?.();
  }

  async #find(query: SearchQuery): Promise<void> {
    const asked = this.#latest;
    const answer = await this.#bridge.request('search/find', findParams(this.#options.room, query));
    if (asked !== this.#latest) return;
    if (!answer.ok) {
      const result: SearchState['result'] = { is: 'failed', refusal: answer.refusal };
      this.#store.setState({ result, hits: [], more: { is: 'none' }, ...nowhere });
      return;
    }
    const { hits, next } = answer.value;
    this.#store.setState({
      result: { is: 'found' },
      hits,
      hitText: query.text,
      more: moreOf(next),
      selected: hits.length > 0 ? 0 : -1,
      visited: -1,
    });
  }
}

function moreOf(next: string | undefined): SearchState['more'] {
  return next === undefined ? { is: 'none' } : { is: 'more', next };
}

function withFilters(query: SearchQuery, filters: SearchFilters): SearchQuery {
  const from = query.from ?? filters.from;
  const conversation = query.in ?? filters.in;
  const before = query.before ?? dayStart(filters.before);
  const after = query.after ?? dayStart(filters.after);
  return {
    text: query.text,
    problems: query.problems,
    ...(from === undefined ? {} : { from }),
    ...(conversation === undefined ? {} : { in: conversation }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/** A conversation alone is no question: it would list all that was ever said in it. */
function asksForSomething(query: SearchQuery): boolean {
  if (query.problems.length > 0) return false;
  const hasFilter =
    query.from !== undefined || query.before !== undefined || query.after !== undefined;
  return query.text !== '' || hasFilter;
}

/** Everywhere is every room; people and conversations are those of the room on the screen. */
function findParams(room: RoomId, query: SearchQuery): RequestParams<'search/find'> {
  const { problems: _, ...asked } = query;
  const isOfOneRoom = query.in !== undefined || query.from !== undefined;
  return { ...(isOfOneRoom ? { room } : {}), limit: pageSize, ...asked };
}
