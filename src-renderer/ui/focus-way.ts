import { useCallback, useState, type RefObject } from 'react';

/** For each popup in the page, where the focus was before it, the nearest first. */
const waysBack = new WeakMap<Element, readonly HTMLElement[]>();
const popups = '[role="dialog"], [role="menu"]';
const dialogs = '[role="dialog"], [role="alertdialog"]';

type FocusWay = {
  /** Takes the focus as soon as the popup stands in the page; else the popup leaves that to whoever shows it. */
  first?: RefObject<HTMLElement | null> | 'itself' | undefined;
  /** Whether the focus goes back by this, and not by the popup's own way. */
  goesBack?: boolean;
};

/**
 * For the element of a popup. From the moment it stands in the page no key reaches what was before; when it is gone the
 * focus is where it was, also if another popup opened this one and is gone too. Who took the focus meanwhile keeps it.
 */
export function useFocusWay({ first, goesBack = false }: FocusWay) {
  const [ways] = useState(() => waysFrom(document.activeElement));
  return useCallback(
    (popup: HTMLElement | null) => {
      if (!popup) return;
      waysBack.set(popup, ways);
      const taker = first === 'itself' ? popup : first?.current;
      if (taker && !popup.contains(document.activeElement)) taker.focus();
      return () => {
        // What opens in place of this one has the focus by then.
        if (goesBack) queueMicrotask(() => goBack(waysBack.get(popup) ?? ways));
      };
    },
    [first, goesBack, ways],
  );
}

/** Whether a dialog lies over what stands in the page: keys do nothing there. */
export function isBelowDialog(): boolean {
  return document.querySelector(dialogs) !== null;
}

/**
 * Puts the cursor behind what stands in a field that nobody has pressed. Never below an open dialog, where no key may go:
 * the field has the focus when that is closed, if what had it before is gone.
 */
export function takeFocus(field: HTMLTextAreaElement): void {
  const open = [...document.querySelectorAll(dialogs)];
  const isBelow = open.at(-1)?.contains(field) === false;
  if (isBelow) {
    for (const dialog of open) waysBack.set(dialog, [...(waysBack.get(dialog) ?? []), field]);
    return;
  }
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function waysFrom(focused: Element | null): readonly HTMLElement[] {
  if (!(focused instanceof HTMLElement) || focused === document.body) return [];
  const around = focused.closest(popups);
  return [focused, ...((around && waysBack.get(around)) ?? [])];
}

function goBack(ways: readonly HTMLElement[]): void {
  const { activeElement, body } = document;
  if (activeElement !== null && activeElement !== body) return;
  ways.find((way) => way.isConnected)?.focus({ preventScroll: true });
}
