import { createStore } from 'zustand/vanilla';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';

type Page<T> = { items: readonly T[]; next?: number | undefined };

export type Pages<T> = {
  /** The newest first; undefined until the first page has come. */
  items: readonly T[] | undefined;
  /** Where the page after these begins; undefined at the end. */
  next: number | undefined;
  isAsking: boolean;
  refusal: Refusal | undefined;
};

export type PageStore<T> = ReturnType<typeof createPageStore<T>>;

/** A list of the room that comes in pages, the newest first. */
export function createPageStore<T>(
  ask: (from: number | undefined) => Promise<Outcome<Page<T>>>,
  numberOf: (item: T) => number,
) {
  const store = createStore<Pages<T>>(() => ({
    items: undefined,
    next: undefined,
    isAsking: false,
    refusal: undefined,
  }));
  /** What came by itself while the first page was asked for may or may not be in it. */
  let early: T[] = [];

  const withNew = (items: readonly T[], more: readonly T[]) => {
    const known = new Set(items.map(numberOf));
    return [...more.filter((item) => !known.has(numberOf(item))), ...items];
  };

  async function fetch(from: number | undefined): Promise<void> {
    store.setState({ isAsking: true, refusal: undefined });
    const answer = await ask(from);
    if (!answer.ok) return store.setState({ isAsking: false, refusal: answer.refusal });
    const { items, next } = answer.value;
    const before = from === undefined ? undefined : store.getState().items;
    const all = before ? [...before, ...items] : withNew(items, early);
    if (!before) early = [];
    store.setState({ items: all, next, isAsking: false });
  }

  return Object.assign(store, {
    /** From the newest on, whatever was shown. */
    load: () => fetch(undefined),
    /** The page after those that are shown. */
    async more(): Promise<void> {
      const { next, isAsking } = store.getState();
      if (next !== undefined && !isAsking) await fetch(next);
    },
    add(item: T): void {
      const { items, isAsking } = store.getState();
      if (isAsking) early.unshift(item);
      if (items) store.setState({ items: withNew(items, [item]) });
    },
    remove(number: number): void {
      store.setState(({ items }) => ({
        items: items?.filter((item) => numberOf(item) !== number),
      }));
    },
  });
}
