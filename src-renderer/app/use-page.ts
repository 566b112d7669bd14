import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { flushSync } from 'react-dom';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { partnerOf } from '../room/room-selectors.ts';
import { useIsNarrow } from '../ui/use-is-narrow.ts';
import { useAppStores, useApp, useFrame } from '../window/app-context.tsx';
import type { Page, SidePane } from '../window/frame-store.ts';
import type { Route } from '../window/route.ts';
import { shownRoom } from '../window/app-store.ts';

/** Which column a narrow window shows; undefined if all of them have their place. */
export function usePage(route: Route, pane: SidePane | undefined): Page | undefined {
  const { frame } = useAppStores();
  const isNarrow = useIsNarrow();
  const isList = route.to === 'room' && route.list === true;
  const wide = undefined;
  const page = !isNarrow ? wide : pane ? 'details' : isList ? 'list' : 'conversation';
  // Before the page is drawn: what lies below must not be reached for a moment either.
  useLayoutEffect(() => {
    frame.turnTo(page);
  }, [frame, page]);
  useLayoutEffect(() => () => frame.turnTo(undefined), [frame]);
  return page;
}

type Columns = Record<Page, RefObject<HTMLElement | null>>;

const firstPlace: Record<Page, string> = {
  list: 'nav [aria-current]',
  conversation: 'textarea',
  details: 'input, button',
};

/** The focus goes with the page that is turned to; back to the message that had it, where a card was opened from one. */
export function useFocusOfPage(
  page: Page | undefined,
  { columns, shown }: { columns: Columns; shown: ConversationId | undefined },
): void {
  const { jump } = useRoomStores();
  const isLanding = useEffectEvent(() => jump.isLandingIn(shown));
  const before = useRef<Page>(undefined);
  const message = useRef<HTMLElement>(null);
  useEffect(() => {
    const isTurned = before.current !== undefined && before.current !== page;
    before.current = page;
    if (page === undefined || (!isTurned && page !== 'details')) return;
    const way = page === 'conversation' && message.current?.isConnected ? message.current : null;
    message.current = page === 'details' ? focusedMessage(columns.conversation.current) : null;
    const column = columns[page].current;
    if (!column || column.contains(document.activeElement)) return;
    // What lies over all columns keeps the focus: its Esc and its keys would go to what is below.
    if (document.activeElement?.closest('[role="dialog"]')) return;
    if (page === 'conversation' && isLanding()) return;
    const first = way ?? column.querySelector<HTMLElement>(firstPlace[page]);
    (first ?? column.querySelector('button'))?.focus();
  }, [page, columns]);
}

function focusedMessage(column: HTMLElement | null): HTMLElement | null {
  const focused = document.activeElement;
  const isOne = focused instanceof HTMLElement && focused.matches('[data-message]');
  return isOne && column?.contains(focused) ? focused : null;
}

/** What has a use for letters of its own; and whoever goes through the hits of a search stays there. */
const takesLetters = 'input, textarea, select, [contenteditable], [role="combobox"], [data-search]';

/**
 * Letters that nothing takes in what lies over the conversation are meant for it, as where both stand side by side: it
 * comes forward, and the field has the focus before the key is done.
 */
export function useWritingOn(
  page: Page | undefined,
  { columns }: { columns: Columns },
): (event: KeyboardEvent) => void {
  const { frame } = useAppStores();
  return (event) => {
    const area = columns.conversation.current?.querySelector('textarea');
    if (page !== 'details' || !area || area.readOnly || !isLetter(event)) return;
    // What a menu or a dialog of the column hears stands elsewhere in the page.
    if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target)) return;
    if (event.target.closest(takesLetters)) return;
    flushSync(frame.closePane);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  };
}

/**
 * And no blank, which presses buttons and scrolls; also a key that an input method has taken, whose letter is to come. A
 * dead key (`^`) is none: the system forgets it where another field has the focus, and the letter (`ê`) begins there.
 */
function isLetter(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || isCommand(event)) return false;
  return event.key === 'Process' || (event.key !== ' ' && Array.from(event.key).length === 1);
}

/** AltGr writes letters, which Windows tells as Ctrl and Alt; so does Option on a Mac. Alt opens menus elsewhere. */
function isCommand(event: KeyboardEvent): boolean {
  if (event.getModifierState('AltGraph')) return false;
  return event.ctrlKey || (event.altKey && !navigator.platform.startsWith('Mac'));
}

/**
 * A person's details go with the conversation: another person's conversation brings theirs, any other
 * closes them. In a narrow window whatever lies over the conversation makes room for the chosen one.
 */
export function usePaneFollows(shown: ConversationId | undefined): void {
  const { frame } = useAppStores();
  const isNarrow = useIsNarrow();
  const partner = useRoom((state) => shown && partnerOf(state, shown)?.account);
  const before = useRef(shown);
  useLayoutEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    if (isNarrow) frame.closePane();
    else if (frame.getState().pane !== 'person') return;
    else if (partner) frame.showPerson(partner);
    else frame.closePane();
  }, [frame, shown, partner, isNarrow]);
}

/**
 * What stands at the right of the conversation. What was asked for and is not there now (the panel of a
 * room one does not host, a group's details beside another conversation) is not forgotten.
 */
export function useSidePane(shown: ConversationId | undefined): SidePane | undefined {
  const wanted = useFrame((state) => state.pane);
  const person = useFrame((state) => state.person);
  // Known before the room has opened: its conversation must not be there for a moment first.
  const isHosted = useApp((state) => shownRoom(state)?.hosted === true);
  const hasGroup = useRoom((state) => shown !== undefined && state.groups.has(shown));
  const hasPerson = useRoom((state) => person !== undefined && state.members.has(person));
  if (wanted === 'host') return isHosted ? wanted : undefined;
  if (wanted === 'files') return shown === undefined ? undefined : wanted;
  if (wanted === 'group') return hasGroup ? wanted : undefined;
  if (wanted === 'person') return hasPerson ? wanted : undefined;
  return wanted;
}
