import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { AwayCard } from '../away/away-card.tsx';
import { AwayPane } from '../away/away-pane.tsx';
import { ContactGroupPane } from '../people/contact-group-pane.tsx';
import { PersonPane } from '../people/person-pane.tsx';
import { GroupPane } from '../people/group-pane.tsx';
import { TopicPane } from '../people/topic-pane.tsx';
import {
  ConversationList,
  type ConversationListProps,
} from '../conversations/conversation-list.tsx';
import { useWindowDrop } from '../files/file-drop.tsx';
import { FilesPane } from '../files/files-pane.tsx';
import { HostPanel } from '../host-panel/host-panel.tsx';
import { MembersPane } from '../people/members-pane.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { OwnPlace } from '../rooms/own-place.tsx';
import { RoomHeader } from '../rooms/room-header.tsx';
import { RoomRules } from '../rules/room-rules.tsx';
import { RulesPane } from '../rules/rules-pane.tsx';
import { SavedPane } from '../saved/saved-pane.tsx';
import { SearchPane } from '../search/search-pane.tsx';
import { ConversationPane } from './conversation-pane.tsx';
import { BackButton } from '../ui/back-button.tsx';
import { classNames } from '../ui/class-names.ts';
import { takeFocus } from '../ui/focus-way.ts';
import { useFrame, usePageShortcut, useShortcut } from '../window/app-context.tsx';
import type { Page, SidePane } from '../window/frame-store.ts';
import { neighbour, unreadNeighbour } from '../room/room-selectors.ts';
import { PaneToggles, useToggleWho } from './pane-toggles.tsx';
import { goTo, type Route } from '../window/route.ts';
import { RoomDialogs } from '../people/room-dialogs.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { useFocusOfPage, usePage, usePaneFollows, useSidePane, useWritingOn } from './use-page.ts';
import { GoToDay } from './go-to-day-dialog.tsx';
import { Switcher } from './switcher.tsx';
import { useRoomActs, useTopicActs } from './switcher-acts.tsx';
import styles from './room-screen.module.css';

type InRoom = Exclude<Route, { to: 'welcome' | 'private' }>;

/** The conversation in the middle; undefined if it is something else. */
function conversationIn(route: InRoom): ConversationId | undefined {
  return route.to === 'contact-group' ? undefined : route.in;
}

/**
 * A room: its conversations at the left, the shown one in the middle, details at the right; in a narrow
 * window one of the three, with a way back.
 */
export function RoomScreen({ route }: { route: InRoom }) {
  const overlay = useFrame((state) => state.overlay);
  const left = useRef<HTMLDivElement>(null);
  const right = useRef<HTMLDivElement>(null);
  const centre = useRef<HTMLElement>(null);
  const shown = conversationIn(route);
  usePaneFollows(shown);
  const pane = useSidePane(shown);
  const page = usePage(route, pane);
  const isAimedAt = useDropBeside(shown, page);
  const columns = useMemo(() => ({ list: left, conversation: centre, details: right }), []);
  const { jump } = useRoomStores();
  const isLanding = useEffectEvent(() => jump.isLandingIn(shown));
  useFocusOfPage(page, { columns, shown });
  const writeOn = useWritingOn(page, { columns });
  useRoomShortcuts(route, page);
  useEffect(() => {
    // The focus that went away with the pane goes on where one writes.
    if (pane || page === 'list' || document.activeElement !== document.body) return;
    const area = centre.current?.querySelector('textarea');
    if (area && !isLanding()) takeFocus(area);
  }, [pane, page]);
  const isAlone = route.to === 'window';
  const toggles = (
    <PaneToggles conversation={shown} shown={pane} room={isAlone ? undefined : route.room} />
  );
  const wayBack = page === undefined || isAlone ? null : <WayBack route={route} />;
  return (
    <>
      {isAlone ? null : (
        <div
          ref={left}
          role={page === 'list' ? 'main' : undefined}
          {...columnProps('left', isBelow(page, 'list'))}
        >
          <ListColumn
            shown={shown}
            shownContactGroup={route.to === 'contact-group' ? route.group : undefined}
          />
        </div>
      )}
      <main ref={centre} {...columnProps('centre', isBelow(page, 'conversation'))}>
        {route.to === 'contact-group' ? (
          <ContactGroupPane group={route.group} wayBack={wayBack} actions={toggles} />
        ) : (
          <ConversationPane
            conversation={route.in}
            chosen={route}
            at={route.at}
            isAimedAt={isAimedAt}
            wayBack={wayBack}
            actions={toggles}
          />
        )}
      </main>
      {pane ? (
        <div
          ref={right}
          role={page === 'details' ? 'main' : undefined}
          className={styles.right}
          onKeyDown={writeOn}
        >
          {page === 'details' ? <RoomTitle /> : null}
          <SidePaneContent pane={pane} route={route} />
        </div>
      ) : null}
      {overlay === 'switcher' ? <RoomSwitcher shown={shown} /> : null}
      <RoomDialogs />
      <GoToDay />
    </>
  );
}

/** Whether files hang beside the shown conversation, which takes them. */
function useDropBeside(shown: ConversationId | undefined, page: Page | undefined): boolean {
  const { t } = useTranslation();
  const { frame } = useRoomStores();
  const isKnown = useRoom((state) => state.room !== undefined);
  // Where the list stands alone nobody sees which one is below it.
  const isOpen = isKnown && page !== 'list';
  return useWindowDrop(isOpen ? shown : undefined, {
    nowhere: t('files.dropNowhere'),
    // They stand where one writes, which the details cover.
    onDropped: page === 'details' ? frame.closePane : undefined,
  });
}

function WayBack({ route }: { route: InRoom }) {
  const { t } = useTranslation();
  return <BackButton label={t('conversations.back')} onClick={() => goToList(route)} />;
}

/** A column that another page lies over is neither seen nor reached. */
function columnProps(column: 'left' | 'centre', isCovered: boolean) {
  return { className: classNames(styles[column], isCovered && styles.below), inert: isCovered };
}

/** Whether another page lies over this one. */
function isBelow(page: Page | undefined, own: Page): boolean {
  return page !== undefined && page !== own;
}

function goToList(route: InRoom): void {
  const shown = conversationIn(route) ?? everyone;
  goTo({ to: 'room', room: route.room, in: shown, list: true });
}

type ListColumnProps = Pick<ConversationListProps, 'shown' | 'shownContactGroup'>;

const awayCard = <AwayCard />;

/** The room with its conversations, and below them this person. */
function ListColumn(shown: ListColumnProps) {
  const room = useRoom((state) => state.room);
  return (
    <>
      {room ? <RoomHeader room={room} /> : null}
      <ConversationList {...shown} top={awayCard} />
      {room ? <OwnPlace room={room} /> : null}
    </>
  );
}

function RoomSwitcher({ shown }: { shown: ConversationId | undefined }) {
  const { room } = useRoomStores();
  return <Switcher shown={room.getState()} acts={useRoomActs(shown)} topics={useTopicActs()} />;
}

/** What one is in, for whoever hears the details and nothing else. */
function RoomTitle() {
  const name = useRoom((state) => state.room?.name);
  return <VisuallyHidden as="h1">{name}</VisuallyHidden>;
}

function SidePaneContent({ pane, route }: { pane: SidePane; route: InRoom }) {
  const person = useFrame((state) => state.person);
  const shown = conversationIn(route);
  const group = useRoom((state) => shown && state.groups.get(shown));
  if (pane === 'host') return <HostPanel room={route.room} rules={<RoomRules />} />;
  if (pane === 'rules') return <RulesPane />;
  if (pane === 'search') return <SearchPane />;
  if (pane === 'saved') return <SavedPane />;
  if (pane === 'away') return <AwayPane />;
  if (pane === 'files' && shown) return <FilesPane conversation={shown} />;
  if (pane === 'person' && person) return <PersonPane account={person} />;
  if (pane !== 'group' || !group) return <MembersPane />;
  return group.topic ? <TopicPane group={group} /> : <GroupPane group={group} />;
}

function useRoomShortcuts(route: InRoom, page: Page | undefined): void {
  const { frame, room: store, typed } = useRoomStores();
  const pane = useSidePane(conversationIn(route));
  const go = (id: ConversationId | undefined) => {
    if (!id) return false;
    goTo({ to: route.to === 'window' ? 'window' : 'room', room: route.room, in: id });
    return true;
  };
  const move = (by: 1 | -1) => go(neighbour(store.getState(), conversationIn(route), by));
  const moveUnread = (by: 1 | -1) =>
    go(unreadNeighbour(store.getState(), conversationIn(route), by));
  usePageShortcut('previous-conversation', () => move(-1));
  usePageShortcut('next-conversation', () => move(1));
  usePageShortcut('previous-unread', () => moveUnread(-1));
  usePageShortcut('next-unread', () => moveUnread(1));
  usePageShortcut('details', useToggleWho(conversationIn(route)));
  useShortcut('close', () => {
    const shown = conversationIn(route);
    // Nearer to the hand than the pane, and it closes itself.
    const isCard = typed.getState().result?.in === shown && shown !== undefined;
    if (isCard && document.activeElement?.matches('textarea')) return false;
    if (pane) frame.closePane();
    else if (page === 'conversation' && route.to !== 'window') goToList(route);
    else return false;
    return true;
  });
}
