import { createStore } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { fileKindOf, type FileKind } from '../../src-shared/text/file-kinds.ts';
import { dayStart } from '../room/search-store.ts';
import { filesIn, type PlacedFile } from './files-place.ts';

/** Days as `2026-01-31`, empty for none. */
export type FileListFilters = {
  kind: FileKind | 'any';
  text: string;
  from: AccountId | undefined;
  after: string;
  before: string;
};

type FileListState = {
  filters: FileListFilters;
  /** Newest message first. */
  messages: readonly MessageEntry[];
  result: { is: 'loading' } | { is: 'loaded' } | { is: 'failed'; refusal: Refusal };
  /** Where the page behind these begins; undefined if there is none. */
  next: string | undefined;
};

export type FileListStore = ReturnType<typeof createFileListStore>;

export const noFileFilters: FileListFilters = {
  kind: 'any',
  text: '',
  from: undefined,
  after: '',
  before: '',
};

type Parts = { room: RoomId; in: ConversationId; clock: Clock };

const pageSize = 60;
/** What one answer holds. */
const mostAtOnce = 200;
const pauseMs = 120;
/** What comes in is told of together. */
const newsPauseMs = 300;
/** For who wants all of them: what a person can still have meant. */
const mostMessages = 3000;

/** The files of a conversation, as far as this computer holds it, newest message first. */
export function createFileListStore(bridge: OdaBridge, { room, in: id, clock }: Parts) {
  const store = createStore<FileListState>(() => ({
    filters: noFileFilters,
    messages: [],
    result: { is: 'loading' },
    next: undefined,
  }));
  /** Rises with each question: an answer to an earlier one is too late. */
  let latest = 0;
  let isOver = false;
  let cancel: (() => void) | undefined;
  let loading: Promise<void> | undefined;

  /** `count` of those behind `held`; shown together, so that a reader far down is not thrown up meanwhile. */
  async function ask(count: number, held: readonly MessageEntry[] = [], from?: string) {
    const asked = latest;
    const messages = [...held];
    const wanted = held.length + count;
    let next = from;
    do {
      const found = await bridge.request('search/find', {
        room,
        in: id,
        ...askedBy(store.getState().filters),
        limit: Math.min(mostAtOnce, wanted - messages.length),
        ...(next === undefined ? {} : { next }),
      });
      if (isOver || asked !== latest) return;
      if (!found.ok) return store.setState({ result: { is: 'failed', refusal: found.refusal } });
      messages.push(...found.value.hits.map(({ message }) => message));
      next = found.value.next;
    } while (next !== undefined && messages.length < wanted);
    store.setState({ result: { is: 'loaded' }, messages, next });
  }

  /** From the newest on, as many as are there now. */
  function again(afterMs: number): void {
    latest += 1;
    cancel?.();
    loading = undefined;
    cancel = clock.after(afterMs, () => {
      const held = store.getState().messages.length;
      void ask(Math.max(pageSize, held));
    });
  }

  function loadMore(): Promise<void> {
    const { next, messages } = store.getState();
    if (next === undefined) return Promise.resolve();
    if (loading) return loading;
    const own = ask(pageSize, messages, next).finally(() => {
      if (loading === own) loading = undefined;
    });
    loading = own;
    return own;
  }

  const isShown = (seq: number) => store.getState().messages.some((each) => each.seq === seq);
  const end = hearNews(bridge, { room, in: id, isShown, again: () => again(newsPauseMs) });

  return Object.assign(store, {
    in: id,
    start: () => ask(pageSize),
    setFilters(change: Partial<FileListFilters>): void {
      store.setState(({ filters }) => ({ filters: { ...filters, ...change } }));
      again(pauseMs);
    },
    loadMore,
    /** All that the filters let through. */
    async loadAll(): Promise<readonly PlacedFile[]> {
      const asked = latest;
      for (;;) {
        const { next, messages, result } = store.getState();
        if (isOver || asked !== latest || next === undefined || result.is === 'failed') break;
        if (messages.length >= mostMessages) break;
        await loadMore();
      }
      return shownFiles(store.getState());
    },
    dispose(): void {
      isOver = true;
      cancel?.();
      end();
    },
  });
}

function askedBy({ kind, text, from, after, before }: FileListFilters) {
  return { text, hasFile: kind, from, after: dayStart(after), before: dayStart(before) };
}

/** Those of the messages' files that are of the wanted kind. */
export function shownFiles({
  messages,
  filters: { kind },
}: Pick<FileListState, 'messages' | 'filters'>): PlacedFile[] {
  const all = messages.flatMap(filesIn);
  return kind === 'any' ? all : all.filter(({ file }) => fileKindOf(file) === kind);
}

type News = {
  room: RoomId;
  in: ConversationId;
  isShown: (seq: number) => boolean;
  again: () => void;
};

/** When something with files is said, or one of those that are shown is changed. Returns what ends it. */
function hearNews(bridge: OdaBridge, { room, in: id, isShown, again }: News): () => void {
  return listenToRoom(
    bridge,
    { room },
    {
      'timeline/appended': ({ in: where, entries }) => {
        if (where === id && entries.some((each) => each.type === 'message' && each.files)) again();
      },
      'message/changed': ({ in: where, messages }) => {
        if (where === id && messages.some(({ message }) => isShown(message.seq))) again();
      },
      'room/resynced': again,
    },
  );
}
