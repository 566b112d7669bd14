import { useSyncExternalStore } from 'react';

/** Below this width a window shows one column at a time; style sheets say the same number. */
const narrow = '(max-width: 639px)';

/** Follows the window's width, whatever makes it change: the window's edge, or a larger text. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(follow, isNarrow);
}

function follow(told: () => void): () => void {
  const query = window.matchMedia(narrow);
  query.addEventListener('change', told);
  return () => query.removeEventListener('change', told);
}

function isNarrow(): boolean {
  return window.matchMedia(narrow).matches;
}
