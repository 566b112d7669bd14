import { memo, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId, Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import { holdsNothing, type HoldsKeyword } from '../../src-shared/text/find-keywords.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { doesMention } from '../../src-shared/protocol/mentions.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { namesOfFiles } from '../../src-shared/text/file-names.ts';
import type { FilesPlace } from '../files/files-place.ts';
import { ReadBy } from './read-by.tsx';
import { textOf } from '../../src-shared/protocol/said.ts';
import { useAppStores } from '../window/app-context.tsx';
import type { Format } from '../i18n/format.ts';
import type { MessageActs } from '../messages/message-acts.ts';
import { messageLook } from '../messages/message-look.ts';
import { MessageRow } from '../messages/message-row.tsx';
import type { AboutMessage, MessageRowProps, WaitingActs } from '../messages/message-row-props.ts';
import { BeginningRow } from './beginning-row.tsx';
import { BlockedRow } from './blocked-row.tsx';
import { PresenceRow } from './presence-row.tsx';
import { writerKey, type Row } from './timeline-rows.ts';
import styles from './timeline-row.module.css';

export type TimelineRowProps = {
  row: Row;
  conversation: ConversationId;
  /** Who wrote it, for a message. */
  account: AccountId | undefined;
  name: string;
  /** This person. */
  self: AccountId | undefined;
  /** There is something to show of who wrote it. */
  isKnown: boolean;
  /** Who said it first, if it was forwarded. */
  forwardedFrom: string | undefined;
  /** Who wrote it has no account. */
  isGuest: boolean;
  /** The day that begins with this row, in words. */
  day: string | undefined;
  /** Of one's own: how far it has come; `isNewestOwn`: nothing of one's own stands below it. */
  reached: 'sent' | 'delivered' | 'read';
  isNewestOwn: boolean;
  /** Written by somebody whom this person has blocked, in a conversation with others. */
  isBlocked: boolean;
  /** True for the row that was jumped to a moment ago. */
  isMarked: boolean;
  format: Format;
  onRetry: (cid: Cid) => void;
  onDelete: (cid: Cid) => void;
  acts: MessageActs;
  mayWrite: boolean;
  /** The room takes no change of it from its writer any more. */
  isTooLate: boolean;
  mayPin: boolean;
  isSaved: boolean;
  /** Of this person's own words. */
  holdsKeyword: HoldsKeyword;
  /** One's own, and as a moderator what others wrote. */
  mayRemove: boolean;
};

/** One row of the timeline with the day and the line of the unread above it. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { t } = useTranslation();
  const { row, day } = props;
  return (
    <div>
      {day === undefined ? null : (
        <div className={styles.rule}>
          <span className={styles.day}>{day}</span>
        </div>
      )}
      {row.startsUnread ? (
        <div className={styles.unread}>
          <span>{t('timeline.unread')}</span>
        </div>
      ) : null}
      <Body {...props} />
    </div>
  );
});

function Body(props: TimelineRowProps) {
  const { conversation, account, name, isKnown, isGuest, isMarked, reached, isBlocked } = props;
  const { format, onRetry, onDelete } = props;
  const { frame } = useAppStores();
  const onPerson = useMemo(
    () => (isKnown && account ? () => frame.showPerson(account) : undefined),
    [frame, account, isKnown],
  );
  const { body } = props.row;
  const about = useAbout(props);
  const waiting = useWaiting(props);
  const files = useFiles(props.row, about?.look.text);
  switch (body.is) {
    case 'beginning':
      return <BeginningRow conversation={conversation} isCut={body.isCut} />;
    case 'presence':
      return <PresenceRow entries={body.entries} format={format} />;
    case 'message':
      return (
        <MaybeBlocked isBlocked={isBlocked}>
          <MessageRow
            name={name}
            isGuest={isGuest}
            account={writerKey(body.entry)}
            text={about?.look.text ?? body.entry.text}
            files={files}
            at={body.entry.at}
            // What stands above it may be hidden.
            startsGroup={body.startsGroup || isBlocked}
            endsGroup={body.endsGroup}
            state={body.own ? reached : 'received'}
            isMarked={isMarked}
            format={format}
            onPerson={onPerson}
            about={about}
            {...failedActs(about, { onRetry, onDelete })}
          />
          {props.isNewestOwn ? <ReadBy conversation={conversation} seq={body.entry.seq} /> : null}
        </MaybeBlocked>
      );
    case 'waiting':
      // In the same frame as above: it stays the same row, with its open menu, when it has arrived.
      return (
        <MaybeBlocked isBlocked={false}>
          <MessageRow
            name={name}
            account={account ?? ''}
            text={textOf(body.item.said) ?? ''}
            files={files}
            at={body.item.createdAt}
            startsGroup={body.startsGroup}
            state={body.item.state}
            isMarked={false}
            format={format}
            onPerson={onPerson}
            onRetry={() => onRetry(body.item.cid)}
            onDelete={() => onDelete(body.item.cid)}
            waiting={waiting}
          />
        </MaybeBlocked>
      );
  }
}

/** What goes with a message, or with what waits to be one. */
function useFiles({ body }: Row, shown: string | undefined): MessageRowProps['files'] {
  return useMemo(() => {
    if (body.is === 'message') {
      const { files, text, in: conversation, seq, from, at } = body.entry;
      return filesOf(files, shown ?? text, { in: conversation, seq, from, at });
    }
    if (body.is !== 'waiting' || body.item.said.type !== 'send-message') return undefined;
    const { cid, said, state, in: conversation, createdAt: at } = body.item;
    const { files, text } = said;
    const waiting = { cid, isFailed: state.is === 'failed' };
    const place = { in: conversation, seq: undefined, from: undefined, at, waiting };
    return filesOf(files, text, place);
  }, [body, shown]);
}

function filesOf(
  files: readonly SentFile[] | undefined,
  text: string,
  place: FilesPlace,
): MessageRowProps['files'] {
  if (!files) return undefined;
  return { files, place, hasText: text !== '' && text !== namesOfFiles(files) };
}

/** What waits for its time is changed in the list of those. */
function useWaiting({ row, acts, mayWrite }: TimelineRowProps): WaitingActs | undefined {
  const item = row.body.is === 'waiting' ? row.body.item : undefined;
  return useMemo(() => {
    if (item?.said.type !== 'send-message') return undefined;
    const { cid, said } = item;
    return {
      edit: mayWrite && !said.forward ? () => acts.editWaiting(cid) : undefined,
      remove: () => acts.removeWaiting(cid),
    };
  }, [item, acts, mayWrite]);
}

/** The same object as long as the row and what may be done to it are. */
function useAbout(props: TimelineRowProps): AboutMessage | undefined {
  const { row, self, forwardedFrom, mayWrite: write, mayPin: pin } = props;
  const { mayRemove, isSaved, isTooLate, acts } = props;
  const { holdsKeyword: holds } = props;
  return useMemo(() => {
    const { body } = row;
    if (body.is !== 'message' || self === undefined) return undefined;
    const { entry, own, around } = body;
    return {
      seq: entry.seq,
      look: messageLook(entry, around, self),
      reply: entry.reply,
      quote: around.quote,
      mentions: entry.mentions,
      means: own ? undefined : meansOf(entry, self, holds),
      reactionsThere: entry.imported?.reactions,
      forwarded: forwardedFrom === undefined ? undefined : { name: forwardedFrom },
      isSaved,
      may: {
        write,
        edit: own && write && !isTooLate && entry.forwarded === undefined,
        pin,
        remove: mayRemove,
        forward: entry.imported === undefined,
      },
      acts,
    };
  }, [row, self, holds, forwardedFrom, write, pin, mayRemove, isSaved, isTooLate, acts]);
}

function meansOf(
  { mentions, text }: MessageEntry,
  self: AccountId,
  holds: HoldsKeyword,
): AboutMessage['means'] {
  if (doesMention(mentions, self)) return 'mention';
  return holds !== holdsNothing && holds(foldText(text)) ? 'keyword' : undefined;
}

/** What could not be done to it can be tried again, or given up. */
function failedActs(
  about: AboutMessage | undefined,
  { onRetry, onDelete }: Pick<TimelineRowProps, 'onRetry' | 'onDelete'>,
): Pick<MessageRowProps, 'onRetry' | 'onDelete'> {
  const cid = about?.look.failed?.cid;
  if (cid === undefined) return {};
  return { onRetry: () => onRetry(cid), onDelete: () => onDelete(cid) };
}

function MaybeBlocked({ isBlocked, children }: { isBlocked: boolean; children: ReactNode }) {
  return isBlocked ? <BlockedRow>{children}</BlockedRow> : children;
}
