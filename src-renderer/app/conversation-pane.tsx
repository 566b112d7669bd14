import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Group } from '../../src-shared/protocol/groups.ts';
import { CircleAlert, Search } from 'lucide-react';
import { useStore } from 'zustand';
import { conversationKind, everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { DropOverlay, useFileDrop } from '../files/file-drop.tsx';
import { useApp, usePageShortcut } from '../window/app-context.tsx';
import { Composer } from '../composer/composer.tsx';
import { PresenceWords, useStatusWords } from '../room/person-presence.tsx';
import { ConversationFace, LeftGroupNote } from '../people/conversation-face.tsx';
import {
  conversationName,
  conversationOf,
  isAlone,
  isHere,
  onlineCount,
  outboxOf,
  partnerOf,
} from '../room/room-selectors.ts';
import { KnockLines } from '../room/knock-lines.tsx';
import { PrivacySign } from '../room/privacy-line.tsx';
import type { ComposerStore } from '../room/composer-store.ts';
import { editOf } from '../timeline/edit-row.ts';
import { ConnectionLine, LoggedLine } from '../room/connection-line.tsx';
import type { JumpStore } from '../room/asked-stores.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { useSearchIn } from '../room/use-show.ts';
import { Button } from '../ui/button.tsx';
import { FaceButton } from '../ui/face-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { useIsNarrow } from '../ui/use-is-narrow.ts';
import { PinnedBar } from '../timeline/pinned-bar.tsx';
import { TimelineList } from '../timeline/timeline-list.tsx';
import { createTimelineStore, type TimelineStore } from '../timeline/timeline-store.ts';
import styles from '../messages/conversation-pane.module.css';

export type ConversationPaneProps = {
  conversation: ConversationId;
  /** Another value each time the conversation was chosen. */
  chosen?: unknown;
  /** Files hang over another part of the window, and go here too. */
  isAimedAt?: boolean;
  /** An entry to begin at instead of the newest. */
  at?: number | undefined;
  /** Stands before everything in the header: the way back to the list if that is not beside it. */
  wayBack?: ReactNode;
  /** More buttons at the end of the header. */
  actions?: ReactNode;
};

/** One conversation: who it is with, how the room is connected, what was said, and where one writes. */
export function ConversationPane(props: ConversationPaneProps) {
  const { t } = useTranslation();
  const { conversation, chosen, at, isAimedAt = false } = props;
  const { room, composer } = useRoomStores();
  const opening = useRoom((state) => state.opening);
  const isKnown = useRoom((state) => state.room !== undefined);
  const hasLeft = useRoom((state) => state.groups.get(conversation)?.standing === 'left');
  const timeline = useTimeline(isKnown ? conversation : undefined, at);
  useSameAgain(timeline, { conversation, chosen, at });
  const drop = useFileDrop(conversation);
  if (opening.is === 'failed' && !isKnown) {
    return (
      <EmptyState
        icon={<CircleAlert />}
        title={t('connection.notOpened')}
        text={refusalText(t, opening.refusal)}
        action={<Button onClick={() => void room.open()}>{t('connection.tryAgain')}</Button>}
      />
    );
  }
  const isReady = timeline?.in === conversation;
  return (
    <section className={styles.pane} aria-labelledby="conversation-title" {...drop.place}>
      {(drop.isAimedAt || isAimedAt) && isKnown ? (
        <DropOverlay conversation={conversation} />
      ) : null}
      {isKnown ? <PaneHeader {...props} /> : null}
      {isKnown ? <ConnectionLine /> : null}
      {isKnown ? <KnockLines /> : null}
      {conversation === everyone ? <LoggedLine /> : null}
      {isReady ? <PinnedBar timeline={timeline} /> : null}
      {isReady ? <Messages timeline={timeline} /> : <Opening />}
      {hasLeft ? (
        <LeftGroupNote id={conversation} />
      ) : (
        <Composer
          conversation={conversation}
          chosen={chosen}
          onSent={() => {
            if (isReady) void timeline.jumpToNewest();
          }}
          onEditLast={() => isReady && editLast(timeline, composer)}
        />
      )}
    </section>
  );
}

/**
 * The newest of one's own that has words to change, wherever it is: on its way, waiting, or in the room. Never an older one,
 * of which whoever presses the key does not think.
 */
function editLast(timeline: TimelineStore, composer: ComposerStore): boolean {
  const onItsWay = composer.onItsWay(timeline.in);
  if (onItsWay) {
    if (onItsWay.text.trim() !== '') composer.startEdit(timeline.in, onItsWay.of, onItsWay.text);
    return true;
  }
  const { rows, newer } = timeline.getState();
  if (newer.is !== 'end') {
    // The newest stand further down: they are brought into sight, for the next press of the key.
    void timeline.jumpToNewest();
    return true;
  }
  for (const row of rows.toReversed()) {
    const edit = editOf(row, timeline.self);
    if (!edit) continue;
    composer.startEdit(timeline.in, edit.of, edit.text);
    return true;
  }
  return false;
}

function Opening() {
  const { t } = useTranslation();
  return (
    <p className={styles.opening}>
      <Spinner />
      {t('connection.opening')}
    </p>
  );
}

function Messages({ timeline }: { timeline: TimelineStore }) {
  const { t } = useTranslation();
  const shown = useStore(timeline, (state) => state.window);
  const hasRows = useStore(timeline, (state) => state.rows.length > 0);
  if (shown.is === 'failed') {
    return (
      <div className={styles.middle}>
        <EmptyState
          icon={<CircleAlert />}
          title={t('timeline.notLoaded')}
          text={refusalText(t, shown.refusal)}
          action={<Button onClick={() => void timeline.start()}>{t('timeline.tryAgain')}</Button>}
        />
      </div>
    );
  }
  if (shown.is === 'loading' && !hasRows) {
    return (
      <div className={styles.middle} role="status">
        <span className={styles.waiting}>
          <Spinner />
          {t('timeline.loading')}
        </span>
      </div>
    );
  }
  return <TimelineList timeline={timeline} />;
}

function PaneHeader(props: ConversationPaneProps) {
  const { conversation, wayBack, actions } = props;
  const { t } = useTranslation();
  const findIn = useSearchIn();
  const name = useRoom((state) => conversationName(state, conversation, t));
  const isWithGuest = useRoom((state) => partnerOf(state, conversation)?.guest === true);
  usePageShortcut('find-here', () => findIn(conversation));
  usePageShortcut('find-everywhere', () => findIn(undefined));
  return (
    <header className={styles.header}>
      {wayBack}
      <HeaderFace id={conversation} name={name} />
      <div className={styles.heading}>
        <div className={styles.named}>
          <h1 className={styles.title} id="conversation-title">
            <bdi>{name}</bdi>
          </h1>
          <PrivacySign kind={conversationKind(conversation)} isWithGuest={isWithGuest} />
        </div>
        <p className={styles.presence}>
          <PresenceText conversation={conversation} />
        </p>
      </div>
      <IconButton
        label={t('timeline.search')}
        keys={['Ctrl', 'F']}
        icon={<Search />}
        onClick={() => findIn(conversation)}
      />
      {actions}
    </header>
  );
}

/** Of a person it shows the card, as the button at the end of the header does, which is what is read aloud. */
function HeaderFace({ id, name }: { id: ConversationId; name: string }) {
  const { frame } = useRoomStores();
  const partner = useRoom((state) => partnerOf(state, id)?.account);
  const face = (
    <ConversationFace id={id} name={name} size={36} className={styles.icon} hasPresence />
  );
  if (!partner) return face;
  return (
    <FaceButton className={styles.face} onClick={() => frame.showPerson(partner)}>
      {face}
    </FaceButton>
  );
}

function PresenceText({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const partner = useRoom((state) => partnerOf(state, conversation));
  const count = useRoom(onlineCount);
  const alone = useRoom(isAlone);
  const room = useRoom((state) => state.room?.name);
  const isOwnWindow = useApp(({ route }) => route.to === 'window');
  const isBesideList = !useIsNarrow() && !isOwnWindow;
  const isLive = useRoom((state) => state.room?.connection.is === 'live');
  const group = useRoom((state) => state.groups.get(conversation));
  const status = useStatusWords(partner);
  if (group) {
    return group.standing === 'left'
      ? t('groups.leftShort')
      : group.topic
        ? topicWords(group.topic, t)
        : t('groups.memberCount', { count: group.members.length });
  }
  // While one is away nobody can say who is there.
  if (!isLive && (conversation === everyone || isHere(partner))) return null;
  if (conversation === everyone) {
    if (alone) return t('timeline.onlyYou');
    // The list beside it says how many.
    return isBesideList ? room : t('timeline.onlineCount', { count });
  }
  if (!partner) return null;
  return (
    <>
      <PresenceWords member={partner} />
      {partner.guest ? ` · ${t('contacts.guest')}` : null}
      {status === undefined ? null : ` · ${status}`}
    </>
  );
}

/** How many are in it, and what it is about. */
function topicWords({ people, about, archived }: NonNullable<Group['topic']>, t: TFunction) {
  const words = [t('topics.people', { count: people }), about];
  return [...(archived ? [t('topics.archived')] : []), ...words].filter(Boolean).join(' · ');
}

/** The timeline of the conversation that is shown; jumps that are asked for elsewhere are carried out. */
function useTimeline(
  conversation: ConversationId | undefined,
  at: number | undefined,
): TimelineStore | undefined {
  const { bridge, room, clock, jump } = useRoomStores();
  const [timeline, setTimeline] = useState<TimelineStore>();
  useLayoutEffect(() => {
    const state = room.getState();
    if (conversation === undefined || !state.room) return undefined;
    const { readSeq, unread } = conversationOf(state, room.id, conversation);
    const made = createTimelineStore(bridge, {
      room: room.id,
      in: conversation,
      self: state.room.account,
      readSeq,
      unread,
      outbox: outboxOf(state, conversation),
      clock,
    });
    setTimeline(made);
    const first = jump.take(conversation) ?? at;
    void (first === undefined ? made.start() : jumpIn(made, jump, first));
    return () => made.dispose();
  }, [conversation, at, bridge, clock, room, jump]);
  const asked = useStore(jump, ({ to }) => to);
  // After the other: whoever asks for another place may leave the one of the address, and then it is a new timeline that goes there.
  useLayoutEffect(() => {
    const seq = asked && timeline && jump.take(timeline.in);
    if (timeline && seq !== undefined) void jumpIn(timeline, jump, seq);
  }, [asked, timeline, jump]);
  return timeline;
}

async function jumpIn(timeline: TimelineStore, jump: JumpStore, seq: number): Promise<void> {
  const endLanding = jump.landingEnd();
  await timeline.jumpTo(seq);
  // What could not be loaded, or was given up for another place or conversation, will never have the focus.
  const { window, target } = timeline.getState();
  if (window.is === 'failed' || target?.seq !== seq) endLanding();
}

/** Whoever asks once more for the entry that was jumped to is brought there again. */
function useSameAgain(
  timeline: TimelineStore | undefined,
  { conversation, chosen, at }: Pick<ConversationPaneProps, 'conversation' | 'chosen' | 'at'>,
): void {
  const before = useRef({ chosen, at });
  useEffect(() => {
    const was = before.current;
    before.current = { chosen, at };
    if (was.chosen === chosen || was.at !== at || at === undefined) return;
    if (timeline?.in === conversation) void timeline.jumpTo(at);
  }, [timeline, conversation, chosen, at]);
}
