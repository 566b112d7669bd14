/** What keys can do anywhere in a window. `keys` are those of `KeyboardEvent.key`, for people to read. */
export const shortcutList = [
  { id: 'switch', keys: ['Ctrl', 'K'] },
  { id: 'find-here', keys: ['Ctrl', 'F'] },
  { id: 'find-everywhere', keys: ['Ctrl', 'Shift', 'F'] },
  { id: 'previous-conversation', keys: ['Alt', '↑'] },
  { id: 'next-conversation', keys: ['Alt', '↓'] },
  { id: 'previous-unread', keys: ['Alt', 'Shift', '↑'] },
  { id: 'next-unread', keys: ['Alt', 'Shift', '↓'] },
  { id: 'details', keys: ['Ctrl', '.'] },
  { id: 'settings', keys: ['Ctrl', ','] },
  { id: 'shortcuts', keys: ['?'] },
  { id: 'close', keys: ['Esc'] },
] as const satisfies readonly { id: string; keys: readonly string[] }[];

export type ShortcutId = (typeof shortcutList)[number]['id'];

/** Return false if there is nothing to do now: the one who registered before is asked then. */
export type ShortcutRun = () => boolean | void;

export type Shortcuts = ReturnType<typeof createShortcuts>;

const popups = '[role="dialog"], [role="menu"], [role="listbox"]:not([data-search] *)';
/** On a part that has a use for Esc of its own just now, such as a search field with a text in it. */
const ownEscape = '[data-own-escape]';

/** Listens on a window and asks whoever registered for the keys that were pressed. */
export function createShortcuts(target: Window) {
  const runs = new Map<ShortcutId, ShortcutRun[]>();

  const listener = (event: KeyboardEvent) => {
    const id = shortcutOf(event);
    if (!id || event.defaultPrevented) return;
    // A popup closes itself on Esc, and what lies below it must stay.
    if (id === 'close' && target.document.querySelector(popups)) return;
    if (id === 'close' && event.target instanceof Element && event.target.closest(ownEscape))
      return;
    const asked = runs.get(id) ?? [];
    if (asked.toReversed().some((run) => run() !== false)) event.preventDefault();
  };
  // While capturing: a popup that is closed by this very key still counts as open.
  target.addEventListener('keydown', listener, { capture: true });

  return {
    /** The latest to register is asked first. Returns what ends it. */
    on(id: ShortcutId, run: ShortcutRun): () => void {
      const own: ShortcutRun = () => run();
      runs.set(id, [...(runs.get(id) ?? []), own]);
      return () => {
        const others = (runs.get(id) ?? []).filter((other) => other !== own);
        runs.set(id, others);
      };
    },
    dispose: () => target.removeEventListener('keydown', listener, { capture: true }),
  };
}

const eventKeys: Record<string, string> = { '↑': 'arrowup', '↓': 'arrowdown', Esc: 'escape' };
const idsByKeys = new Map(
  shortcutList.map(({ id, keys }) => [
    keys.map((key) => eventKeys[key] ?? key.toLowerCase()).join('+'),
    id,
  ]),
);

export function shortcutOf(event: KeyboardEvent): ShortcutId | undefined {
  if (event.isComposing) return undefined;
  const isCommand = event.ctrlKey || event.metaKey;
  // Where `?` is on the keyboard differs, and so does whether it needs Shift.
  if (event.key === '?' && !isCommand && !event.altKey) {
    return isWriting(event.target) ? undefined : 'shortcuts';
  }
  const parts = [
    isCommand ? 'ctrl' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey ? 'shift' : '',
    event.key.toLowerCase(),
  ];
  return idsByKeys.get(parts.filter((part) => part !== '').join('+'));
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches('input, textarea, select') || target.isContentEditable)
  );
}
