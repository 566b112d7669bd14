import { useLayoutEffect, type RefObject } from 'react';

/**
 * Puts the cursor behind what stands in the field each time `chosen` changes, in the very task in which it
 * was chosen: a key that comes after it finds the field. Somebody who goes through the hits of a search stays there.
 */
export function useFocusOnChoice(
  field: RefObject<HTMLTextAreaElement | null>,
  chosen: unknown,
): void {
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || document.activeElement?.closest('[data-search]')) return;
    const take = () => {
      if (!area.isConnected || document.activeElement === area) return;
      area.focus();
      area.setSelectionRange(area.value.length, area.value.length);
    };
    take();
    // A menu or a dialog that closes with the choice gives the focus back to where it was, a moment after this.
    queueMicrotask(take);
  }, [field, chosen]);
}
