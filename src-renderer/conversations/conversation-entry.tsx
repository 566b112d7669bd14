import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckCheck, ExternalLink, MessageCircleMore } from 'lucide-react';
import { useStore } from 'zustand';
import { conversationKind, directPartner, type AccountId } from '../../src-shared/protocol/ids.ts';
import type { ConversationView } from '../../src-shared/bridge/conversations.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import { draggablePerson } from '../people/person-drag.ts';
import { PersonMenuItems } from '../people/person-menu.tsx';
import { useFileDrop } from '../files/file-drop.tsx';
import { ConversationFace } from '../people/conversation-face.tsx';
import { GroupMenuItems } from '../people/group-pane.tsx';
import { TopicMenuItems } from '../people/topic-pane.tsx';
import { conversationName, writerOf } from '../room/room-selectors.ts';
import { useFormat } from '../i18n/format.ts';
import { ExportItem } from '../room/export-item.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { LastSeen, useStatusWords } from '../room/person-presence.tsx';
import { useShowConversation } from '../room/use-show.ts';
import { useApp, useNow } from '../window/app-context.tsx';
import { countAsked } from '../../src-shared/member/attention.ts';
import { AttentionSign, AttentionSubmenu } from '../room/attention-menu.tsx';
import { Badge, Tag } from '../ui/badge.tsx';
import { classNames } from '../ui/class-names.ts';
import { plainLine } from '../../src-shared/text/format/format-text.ts';
import { ContextMenu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { UnderWayLine, useIsUnderWay } from './under-way.tsx';
import styles from '../people/list-entries.module.css';

/** Enough for the widest list. */
const shownCharacters = 200;

export type ConversationItem = {
  view: ConversationView;
  /** The other one of a direct conversation. */
  partner: Member | undefined;
};

type EntryProps = ConversationItem & { isShown: boolean };

/** One conversation in the list: who, when, the last words or the draft, and what is unread. */
export const ConversationEntry = memo(function ConversationEntry(props: EntryProps) {
  const { view, partner, isShown } = props;
  const show = useShowConversation();
  const { t } = useTranslation();
  const format = useFormat();
  const { room } = useRoomStores();
  const now = useNow();
  const kind = conversationKind(view.in);
  const name = useRoom((state) => conversationName(state, view.in, t));
  const other = useRoom((state) => state.room && directPartner(view.in, state.room.account));
  const isUnread = countAsked(view, view.attention) > 0;
  const at = view.lastMessage?.at;
  const drop = useFileDrop(view.in, () => show(view.in));
  // A person one has not written with is a name, without words about the silence.
  const isMoving = useIsUnderWay(view.in);
  const isBlank = kind === 'direct' && view.lastSeq === 0 && view.draft === '' && !isMoving;
  return (
    <li>
      <ContextMenu items={<EntryMenuItems view={view} other={other} />}>
        <button
          type="button"
          data-entry=""
          aria-current={isShown ? 'page' : undefined}
          className={classNames(
            styles.entry,
            isUnread && styles.unread,
            isBlank && styles.blank,
            drop.isOpen && styles.aimedAt,
          )}
          {...drop.place}
          onClick={() => show(view.in)}
          {...(other ? draggablePerson(room.id, other) : {})}
        >
          <ConversationFace
            id={view.in}
            name={name}
            size={isBlank ? 28 : 36}
            className={styles.everyone}
            hasPresence
          />
          <span className={styles.words}>
            <span className={styles.top}>
              <span className={styles.name}>
                <bdi>{name}</bdi> {partner?.guest ? <Tag>{t('contacts.guest')}</Tag> : null}
              </span>
              <AttentionSign attention={view.attention} />
              {kind === 'direct' ? <Standing partner={partner} isBlank={isBlank} /> : null}
              {at === undefined ? null : (
                <time className={styles.time} dateTime={new Date(at).toISOString()}>
                  {format.brief(at, now)}
                </time>
              )}
            </span>
            {isBlank ? null : (
              <span className={styles.bottom}>
                {isMoving ? (
                  <UnderWayLine conversation={view.in} />
                ) : (
                  <Preview view={view} isShown={isShown} />
                )}
                <UnreadBadges view={view} />
              </span>
            )}
          </span>
        </button>
      </ContextMenu>
    </li>
  );
});

type StandingProps = { partner: Member | undefined; isBlank: boolean };

/** What the other one says of oneself and whether they are here; of whom one has written nothing with, when they were. */
function Standing({ partner, isBlank }: StandingProps) {
  const { t } = useTranslation();
  const status = useStatusWords(partner);
  const presence = partner?.presence ?? 'offline';
  return (
    <>
      {status === undefined ? null : (
        <span className={styles.status} title={status}>
          <span aria-hidden="true">
            {partner?.status?.emoji ?? <MessageCircleMore size={14} />}
          </span>
          <VisuallyHidden>{status}</VisuallyHidden>
        </span>
      )}
      <VisuallyHidden>{t(`conversations.presence_${presence}`)}</VisuallyHidden>
      {isBlank && partner && presence === 'offline' ? (
        <span className={styles.time}>
          <LastSeen member={partner} />
        </span>
      ) : null}
    </>
  );
}

/** What means this person apart from the rest, by its sign and not by its colour alone. */
function UnreadBadges({ view: { unread, mentions, attention } }: { view: ConversationView }) {
  const { t } = useTranslation();
  const hasKeywords = useApp(({ settings }) => settings.keywords.trim() !== '');
  const meant = hasKeywords ? 'conversations.meant' : 'conversations.mentions';
  const isCounted = (count: number) => countAsked({ unread: count, mentions: 0 }, attention) > 0;
  return (
    <>
      <Badge
        sign="@"
        isQuiet={attention.level === 'nothing'}
        count={mentions}
        label={t(meant, { count: mentions })}
      />
      <Badge
        isQuiet={mentions > 0 || !isCounted(unread)}
        count={unread - mentions}
        label={t('conversations.unread', { count: unread - mentions })}
      />
    </>
  );
}

type EntryMenuProps = { view: ConversationView; other: AccountId | undefined };

function EntryMenuItems({ view, other }: EntryMenuProps) {
  const { t } = useTranslation();
  const { room, openWindow } = useRoomStores();
  const kind = conversationKind(view.in);
  return (
    <>
      <MenuItem icon={<ExternalLink />} onSelect={() => openWindow.conversation(room.id, view.in)}>
        {t('conversations.openWindow')}
      </MenuItem>
      <MenuItem
        icon={<CheckCheck />}
        why={view.unread > 0 ? undefined : t('conversations.allRead')}
        onSelect={() => room.markRead(view.in, view.lastSeq)}
      >
        {t('conversations.markRead')}
      </MenuItem>
      <AttentionSubmenu conversation={view.in} />
      <ExportItem conversation={view.in} />
      {kind === 'group' ? <GroupMenuItems group={view.in} /> : null}
      {kind === 'topic' ? <TopicMenuItems topic={view.in} /> : null}
      {other ? (
        <>
          <MenuSeparator />
          <PersonMenuItems account={other} />
        </>
      ) : null}
    </>
  );
}

function Preview({ view, isShown }: Pick<EntryProps, 'view' | 'isShown'>) {
  const { t } = useTranslation();
  const { composer } = useRoomStores();
  const written = useStore(composer, (state) => state.drafts.get(view.in));
  const draft = (written ?? view.draft).trim();
  const message = view.lastMessage;
  const sender = useRoom((state) => (message ? writerOf(state, message, t) : ''));
  const self = useRoom((state) => state.room?.account);
  const isDirect = conversationKind(view.in) === 'direct';
  if (draft !== '' && !isShown) {
    return (
      <span className={styles.preview}>
        <span className={styles.draft}>{t('conversations.draft')}</span>{' '}
        {plainLine(draft, shownCharacters)}
      </span>
    );
  }
  if (!message) return <span className={styles.preview}>{t('conversations.nothingYet')}</span>;
  const isDeleted = message.text === '';
  const text = isDeleted ? t('timeline.deleted') : plainLine(message.text, shownCharacters);
  const said =
    message.from === self && !message.imported
      ? t('conversations.you', { text })
      : isDirect
        ? text
        : t('conversations.by', { name: sender, text });
  return <span className={styles.preview}>{said}</span>;
}
