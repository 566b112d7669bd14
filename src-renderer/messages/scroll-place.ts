import { useLayoutEffect, useRef, type RefObject, type KeyboardEvent } from 'react';

/** So near to the end, in pixels, one counts as being there. */
const endPx = 24;

export type ScrollPlace = ReturnType<typeof createScrollPlace>;

/**
 * Keeps readers at what they read while rows come and go above, or at the end if they are there. Above the
 * reader the browser itself keeps the place (scroll anchoring); this does it when the browser does not: at
 * the very top, and in engines without it.
 *
 * `isNewestThere`: whether the list goes down to the newest message.
 */
export function createScrollPlace(
  scroller: HTMLElement,
  list: HTMLElement,
  isNewestThere: () => boolean,
) {
  const isAnchoring = CSS.supports('overflow-anchor', 'auto');
  let isAtEnd = true;
  /** Rows that were on the screen, and how far below the scroller's upper edge. */
  let seen: { row: Element; top: number }[] = [];
  let lastTop = 0;
  /** As things were laid out when the reader's place was remembered. */
  let laidOut = { width: 0, height: 0, rows: 0 };

  const layout = () => ({
    width: scroller.clientWidth,
    height: scroller.clientHeight,
    rows: list.offsetHeight,
  });
  const edge = () => scroller.getBoundingClientRect().top;
  /** If the window grows until the newest message is in it, the reader is at the end without having moved. */
  const isEndSeen = () =>
    isNewestThere() && scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= endPx;

  function remember(): void {
    lastTop = scroller.scrollTop;
    laidOut = layout();
    // Whoever is at the end has no other place to go back to.
    if (isAtEnd) {
      seen = [];
      return;
    }
    const from = edge();
    const first = firstVisibleRow(list, from);
    seen = [first, first + 1, first + 3].flatMap((index) => {
      const row = rowAt(list, index);
      return row ? [{ row, top: row.getBoundingClientRect().top - from }] : [];
    });
  }

  function settle(): void {
    if (isAtEnd) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (!isAnchoring || lastTop <= 0 || laidOut.width !== scroller.clientWidth) {
      // A row that the upper edge cuts: its end moves when its lines break anew.
      const there = seen.filter(({ row }) => row.isConnected);
      const kept = there.find(({ top }) => top >= 0) ?? there[0];
      const by = kept ? kept.row.getBoundingClientRect().top - edge() - kept.top : 0;
      if (by !== 0) scroller.scrollTop += by;
    }
    // What is not laid out has no end one could see.
    isAtEnd ||= scroller.clientHeight > 0 && isEndSeen();
    remember();
  }

  return {
    /** True while what arrives at the end is followed. */
    get isAtEnd() {
      return isAtEnd;
    },
    /** After every change of the list, and of sizes, before it is drawn. */
    settle,
    /** After the reader moved. */
    moved() {
      const now = layout();
      const isReader =
        now.width === laidOut.width && now.height === laidOut.height && now.rows === laidOut.rows;
      // A panel that opens breaks the lines anew, and the browser then scrolls by itself.
      if (!isReader) return settle();
      isAtEnd = isEndSeen();
      remember();
    },
    /** A row is about to grow or shrink under the reader's hand: what stands above stays, the end is not followed. */
    stay() {
      isAtEnd = false;
      remember();
    },
    toEnd() {
      isAtEnd = true;
      settle();
    },
    toRow(row: HTMLElement, place: 'middle' | 'start') {
      const box = row.getBoundingClientRect();
      const room = place === 'start' ? 64 : Math.max(0, (scroller.clientHeight - box.height) / 2);
      scroller.scrollTop += box.top - edge() - room;
      isAtEnd = isEndSeen();
      remember();
    },
  };
}

/** Of what grows or shrinks its own row when it is pressed. */
export const unfolding = { 'data-unfolds': '' };

/** Keeps the reader at what is unfolded. Returns what ends that. */
export function stayWhereUnfolded(scroller: HTMLElement, place: ScrollPlace): () => void {
  const onClick = ({ target }: Event) => {
    if (target instanceof Element && target.closest('[data-unfolds]')) place.stay();
  };
  scroller.addEventListener('click', onClick, { capture: true });
  return () => scroller.removeEventListener('click', onClick, { capture: true });
}

/** Of an element that holds a run of rows: a long list is laid out and drawn by such parts. */
export const partOfRows = { 'data-part': '' };

/** What holds rows: the parts of the list, or itself. */
function partsOf(list: Element): readonly Element[] {
  return list.firstElementChild?.hasAttribute('data-part') ? [...list.children] : [list];
}

/** The row at a place among all rows of a list. */
export function rowAt(list: Element, place: number): Element | undefined {
  let rest = place;
  for (const { children } of partsOf(list)) {
    if (rest < children.length) return children[rest];
    rest -= children.length;
  }
  return undefined;
}

/** The place among the rows of the first one that reaches below `y`; rows stand one below the other. */
function firstVisibleRow(list: Element, y: number): number {
  const parts = partsOf(list);
  const [first] = parts;
  const at = first === list ? 0 : firstBelow(parts, y);
  const before = parts.slice(0, at).reduce((count, { children }) => count + children.length, 0);
  return before + firstBelow(parts[at]?.children ?? [], y);
}

/** The place of the first one that reaches below `y`. */
function firstBelow(elements: ArrayLike<Element>, y: number): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const bottom = elements[middle]?.getBoundingClientRect().bottom ?? 0;
    if (bottom <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first and the last row on the screen; of the last one its end must be there, or it is the only one. */
export function visibleRows(
  scroller: HTMLElement,
  list: HTMLElement,
): { first: number; last: number } | undefined {
  const box = scroller.getBoundingClientRect();
  if (box.height === 0 || list.children.length === 0) return undefined;
  const first = firstVisibleRow(list, box.top);
  const cut = firstVisibleRow(list, box.bottom + 8);
  return { first, last: Math.max(first, cut - 1) };
}

export type ScrollElements = {
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<HTMLElement | null>;
};

/** The reader's place in a list that is in the page as a whole, kept through every change of sizes. */
export function useScrollPlace({ scroller, list }: ScrollElements) {
  const place = useRef<ScrollPlace>(undefined);
  useLayoutEffect(() => {
    const [outer, inner] = [scroller.current, list.current];
    if (!outer || !inner) return undefined;
    const made = createScrollPlace(outer, inner, () => true);
    place.current = made;
    const sizes = new ResizeObserver(() => made.settle());
    sizes.observe(outer);
    sizes.observe(inner);
    const endStaying = stayWhereUnfolded(outer, made);
    return () => {
      endStaying();
      sizes.disconnect();
    };
  }, [scroller, list]);
  return place;
}

/** ↑ and ↓ go from message to message, so that each can be read aloud and copied without a mouse. */
export function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
  const focused = all.findIndex((message) => message.contains(document.activeElement));
  const box = event.currentTarget.getBoundingClientRect();
  const lowest = all.findLastIndex((one) => one.getBoundingClientRect().bottom <= box.bottom);
  const next = focused === -1 ? lowest : focused + (event.key === 'ArrowUp' ? -1 : 1);
  const message = all[next];
  if (!message) return;
  event.preventDefault();
  message.focus({ preventScroll: true });
  message.scrollIntoView({ block: 'nearest' });
}
