import { useLayoutEffect, useRef, type RefObject } from 'react';
import { createScrollPlace, type ScrollPlace } from './scroll-place.ts';

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
    return () => sizes.disconnect();
  }, [scroller, list]);
  return place;
}
