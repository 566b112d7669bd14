type Listed = readonly { id: string; keys: readonly string[] }[];

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
] as const satisfies Listed;

/**
 * What Ctrl does with another key while the field of Ctrl+K is empty: Ctrl stays down, K and the other key follow,
 * and nothing waits for the second. None of them are keys that browsers keep for themselves (N, Q, T, W), that macOS does
 * (H, M), that change a text (A, C, V, X, Y, Z), that load the page again (R), or that a Turkish keyboard
 * has twice (I).
 */
export const switcherList = [
  { id: 'files', keys: ['Ctrl', 'K', 'P'] },
  { id: 'day', keys: ['Ctrl', 'K', 'D'] },
  { id: 'mute-hour', keys: ['Ctrl', 'K', '1'] },
  { id: 'mute-hours', keys: ['Ctrl', 'K', '8'] },
  { id: 'mute-morning', keys: ['Ctrl', 'K', '9'] },
  { id: 'mute-ever', keys: ['Ctrl', 'K', '7'] },
  { id: 'unmute', keys: ['Ctrl', 'K', '6'] },
  { id: 'away', keys: ['Ctrl', 'K', 'B'] },
  { id: 'new-group', keys: ['Ctrl', 'K', 'G'] },
  { id: 'new-topic', keys: ['Ctrl', 'K', 'J'] },
  { id: 'new-contact-group', keys: ['Ctrl', 'K', '5'] },
  { id: 'topics', keys: ['Ctrl', 'K', 'O'] },
  { id: 'saved', keys: ['Ctrl', 'K', 'S'] },
  { id: 'status', keys: ['Ctrl', 'K', 'U'] },
  { id: 'host', keys: ['Ctrl', 'K', 'E'] },
  { id: 'address', keys: ['Ctrl', 'K', 'L'] },
  { id: 'look-light', keys: ['Ctrl', 'K', '2'] },
  { id: 'look-dark', keys: ['Ctrl', 'K', '3'] },
  { id: 'look-system', keys: ['Ctrl', 'K', '4'] },
] as const satisfies Listed;

type SwitcherStroke = (typeof switcherList)[number]['id'];
export type ShortcutId = (typeof shortcutList)[number]['id'] | SwitcherStroke;

/** The same, as one presses them at once. */
const strokes = switcherList.map(({ id, keys: [ctrl, , key] }) => ({ id, keys: [ctrl, key] }));

/** To be read, and for `aria-keyshortcuts`: as they are pressed where they are shown. */
export function keysOf(id: ShortcutId): { keys: readonly string[]; aria: string } {
  const keys = [...shortcutList, ...switcherList].find((each) => each.id === id)?.keys ?? [];
  const pressed: readonly string[] = strokes.find((each) => each.id === id)?.keys ?? keys;
  return { keys, aria: pressed.map((key) => (key === 'Ctrl' ? 'Control' : key)).join('+') };
}

/** Return false if there is nothing to do now: the one who registered before is asked then. */
export type ShortcutRun = () => boolean | void;

export type Shortcuts = ReturnType<typeof createShortcuts>;

const popups = '[role="dialog"], [role="menu"], [role="listbox"]:not([data-search] *)';
/** On a part that has a use for Esc of its own just now, such as a search field with a text in it. */
const ownEscape = '[data-own-escape]';

/** Listens on a window and asks whoever registered for the keys that were pressed. */
export function createShortcuts(target: Window) {
  const runs = new Map<ShortcutId, ShortcutRun[]>();

  /** The place of the key that did something in the switcher, while it stays down. */
  let heldCode: string | undefined;

  const listener = (event: KeyboardEvent) => {
    // The switcher is gone: the browser must not print, nor a field get the letter, because a finger rests on the key.
    if (event.repeat && event.code === heldCode) return event.preventDefault();
    heldCode = undefined;
    const id = shortcutOf(event);
    if (!id || event.defaultPrevented) return;
    // A popup closes itself on Esc, and what lies below it must stay.
    if (id === 'close' && target.document.querySelector(popups)) return;
    if (id === 'close' && event.target instanceof Element && event.target.closest(ownEscape))
      return;
    const asked = runs.get(id) ?? [];
    if (!asked.toReversed().some((run) => run() !== false)) return;
    event.preventDefault();
    if (strokes.some((stroke) => stroke.id === id)) heldCode = event.code;
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
  [...shortcutList, ...strokes].map(({ id, keys }) => [
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
  const held = [
    isCommand ? 'ctrl' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey ? 'shift' : '',
  ].filter((part) => part !== '');
  const idOf = (key: string) => idsByKeys.get([...held, key].join('+'));
  return idOf(event.key.toLowerCase()) ?? idOf(keyAtPlace(event));
}

/**
 * The letter or digit that a Latin keyboard has there, for those of another script, and for those that write
 * digits with Shift. A Latin letter is meant as it is written: `ı` stands where others have `i`.
 */
function keyAtPlace({ key, code }: KeyboardEvent): string {
  const [, row, place = ''] = /^(Key|Digit)(.)$/.exec(code) ?? [];
  // French keyboards write é, è and ç where the digits are.
  const isMeant = row === 'Digit' ? /^\d$/.test(key) : /^[\p{Script=Latin}\d]$/u.test(key);
  return isMeant ? '' : place.toLowerCase();
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches('input, textarea, select') || target.isContentEditable)
  );
}
