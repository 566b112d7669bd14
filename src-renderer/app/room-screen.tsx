import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IdCard, RadioTower, UsersRound, X } from 'lucide-react';
import { conversationKind, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { ContactGroupPane } from '../contact-groups/contact-group-pane.tsx';
import { PersonPane } from '../contacts/person-pane.tsx';
import { GroupPane } from '../groups/group-pane.tsx';
import { ConversationList } from '../conversations/conversation-list.tsx';
import { HostPanel } from '../host-panel/host-panel.tsx';
import { MembersPane } from '../members/members-pane.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { partnerOf } from '../room/room-selectors.ts';
import { RoomHeader } from '../rooms/room-header.tsx';
import { SearchPane } from '../search/search-pane.tsx';
import { ConversationPane } from '../timeline/conversation-pane.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { useAppStores, useFrame } from './app-context.tsx';
import type { SidePane } from './frame-store.ts';
import { neighbour, unreadNeighbour } from './navigate.ts';
import { goTo, openInNewWindow } from './route.ts';
import type { Route } from './route.ts';
import { RoomDialogs } from './room-dialogs.tsx';
import { useShortcut } from './shortcuts-context.tsx';
import { useSidePane } from './use-side-pane.ts';
import { Switcher } from './switcher.tsx';
import styles from './room-screen.module.css';

/** Below this width the right pane lies over the conversation instead of beside it. */
const narrow = '(max-width: 1079px)';

type InRoom = Exclude<Route, { to: 'welcome' | 'private' }>;

/** The conversation in the middle; undefined where it is something else. */
function conversationIn(route: InRoom): ConversationId | undefined {
  return route.to === 'contact-group' ? undefined : route.in;
}

/** A room: its conversations at the left, the shown one in the middle, details at the right. */
export function RoomScreen({ route }: { route: InRoom }) {
  const { frame } = useAppStores();
  const room = useRoom((state) => state.room);
  const overlay = useFrame((state) => state.overlay);
  const { room: store } = useRoomStores();
  useRoomShortcuts(route);
  const centre = useRef<HTMLElement>(null);
  const shown = conversationIn(route);
  const pane = useSidePane(shown);
  useEffect(() => {
    // The focus that went away with the pane goes on where one writes.
    if (pane || document.activeElement !== document.body) return;
    centre.current?.querySelector('textarea')?.focus();
  }, [pane]);
  const isAlone = route.to === 'window';
  const show = (id: ConversationId) =>
    goTo({ to: isAlone ? 'window' : 'room', room: route.room, in: id });
  const search = () => frame.showPane('search');
  const toggles = (
    <PaneToggles hosted={!isAlone && (room?.hosted ?? false)} conversation={shown} shown={pane} />
  );
  return (
    <>
      {isAlone ? null : (
        <div className={styles.left}>
          {room ? <RoomHeader room={room} /> : null}
          <ConversationList
            shown={shown}
            shownContactGroup={route.to === 'contact-group' ? route.group : undefined}
            onShow={show}
            onOpenWindow={(id) => openInNewWindow(route.room, id)}
          />
        </div>
      )}
      <main ref={centre} className={styles.centre}>
        {route.to === 'contact-group' ? (
          <ContactGroupPane group={route.group} onShow={show} onSearch={search} actions={toggles} />
        ) : (
          <ConversationPane
            conversation={route.in}
            at={route.at}
            onSearch={search}
            onOpenWindow={isAlone ? undefined : () => openInNewWindow(route.room, route.in)}
            actions={toggles}
          />
        )}
      </main>
      {pane ? (
        <div className={styles.right}>
          <SidePaneContent pane={pane} route={route} onShow={show} />
        </div>
      ) : null}
      {overlay === 'switcher' ? (
        <Switcher shown={store.getState()} onClose={() => frame.closeOverlay()} />
      ) : null}
      <RoomDialogs />
    </>
  );
}

type PaneTogglesProps = {
  hosted: boolean;
  conversation: ConversationId | undefined;
  shown: SidePane | undefined;
};

function PaneToggles({ hosted, conversation, shown }: PaneTogglesProps) {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const partner = useRoom((state) => conversation && partnerOf(state, conversation)?.account);
  const person = useFrame((state) => state.person);
  const hasCard = shown === 'person' && person === partner;
  const isGroup = conversation !== undefined && conversationKind(conversation) === 'group';
  return (
    <>
      {isGroup ? (
        <IconButton
          label={t('groups.details')}
          icon={<IdCard />}
          aria-pressed={shown === 'group'}
          onClick={() => frame.togglePane('group')}
        />
      ) : null}
      {partner ? (
        <IconButton
          label={t('contacts.details')}
          icon={<IdCard />}
          aria-pressed={hasCard}
          onClick={() => (hasCard ? frame.showPane(undefined) : frame.showPerson(partner))}
        />
      ) : null}
      {hosted ? (
        <IconButton
          label={shown === 'host' ? t('hostPanel.close') : t('hostPanel.open')}
          icon={<RadioTower />}
          aria-pressed={shown === 'host'}
          onClick={() => frame.togglePane('host')}
        />
      ) : null}
      <IconButton
        label={t('timeline.members')}
        keys={['Ctrl', 'I']}
        icon={<UsersRound />}
        aria-pressed={shown === 'members'}
        onClick={() => frame.togglePane('members')}
      />
    </>
  );
}

type SidePaneProps = {
  pane: SidePane;
  route: InRoom;
  onShow: (conversation: ConversationId) => void;
};

function SidePaneContent({ pane, route, onShow }: SidePaneProps) {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const person = useFrame((state) => state.person);
  const shown = conversationIn(route);
  const group = useRoom((state) => shown && state.groups.get(shown));
  const close = () => frame.showPane(undefined);
  const showAndUncover = (id: ConversationId) => {
    onShow(id);
    if (window.matchMedia(narrow).matches) close();
  };
  if (pane === 'host') {
    return (
      <HostPanel
        room={route.room}
        actions={<IconButton label={t('hostPanel.close')} icon={<X />} onClick={close} />}
      />
    );
  }
  if (pane === 'search') {
    return (
      <SearchPane
        onShow={showAndUncover}
        onShowElsewhere={({ room, message }) =>
          goTo({ to: 'room', room, in: message.in, at: message.seq })
        }
        onClose={close}
      />
    );
  }
  if (pane === 'person' && person) {
    return <PersonPane account={person} onShow={showAndUncover} onClose={close} />;
  }
  if (pane === 'group' && group) {
    return <GroupPane group={group} onShow={showAndUncover} onClose={close} />;
  }
  return <MembersPane onShow={showAndUncover} onClose={close} />;
}

function useRoomShortcuts(route: InRoom): void {
  const { frame } = useAppStores();
  const { room: store } = useRoomStores();
  const go = (id: ConversationId | undefined) => {
    if (!id) return false;
    goTo({ to: route.to === 'window' ? 'window' : 'room', room: route.room, in: id });
    return true;
  };
  const move = (by: 1 | -1) => go(neighbour(store.getState(), conversationIn(route), by));
  const moveUnread = (by: 1 | -1) =>
    go(unreadNeighbour(store.getState(), conversationIn(route), by));
  useShortcut('previous-conversation', () => move(-1));
  useShortcut('next-conversation', () => move(1));
  useShortcut('previous-unread', () => moveUnread(-1));
  useShortcut('next-unread', () => moveUnread(1));
  useShortcut('details', () => frame.togglePane('members'));
  useShortcut('close', () => {
    const liesOver = frame.getState().pane !== undefined && window.matchMedia(narrow).matches;
    if (liesOver) frame.showPane(undefined);
    return liesOver;
  });
}
