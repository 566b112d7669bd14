import { useEffect, useState, type RefObject } from 'react';

/** So far beyond the edge what scrolls in is made ready. */
const nearBy = '600px';

/** Whether it is on the screen, or as near to it as `margin`; without what would tell, it is. */
export function useIsNear(element: RefObject<HTMLElement | null>, margin = nearBy): boolean {
  const [isNear, setIsNear] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (!element.current || typeof IntersectionObserver === 'undefined') return undefined;
    const watch = new IntersectionObserver(
      (seen) => setIsNear(seen.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: margin },
    );
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [element, margin]);
  return isNear;
}
