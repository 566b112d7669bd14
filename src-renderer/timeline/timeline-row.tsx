import { memo, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId, Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import { useAppStores } from '../window/app-context.tsx';
import type { Format } from '../i18n/format.ts';
import { useRoom } from '../room/room-context.tsx';
import { BeginningRow } from './beginning-row.tsx';
import { BlockedRow } from './blocked-row.tsx';
import { MessageRow, type MessageState } from '../messages/message-row.tsx';
import { PresenceRow } from './presence-row.tsx';
import type { Row } from './timeline-rows.ts';
import styles from './timeline-row.module.css';

export type TimelineRowProps = {
  row: Row;
  conversation: ConversationId;
  /** Who wrote it, for a message. */
  account: AccountId | undefined;
  name: string;
  /** Who wrote it has no account. */
  isGuest: boolean;
  /** The day that begins with this row, in words. */
  day: string | undefined;
  /** Written by this person and arrived at the other one's computer. */
  isDelivered: boolean;
  /** Written by somebody whom this person has blocked, in a conversation with others. */
  isBlocked: boolean;
  /** True for the row that was jumped to a moment ago. */
  isMarked: boolean;
  format: Format;
  onRetry: (cid: Cid) => void;
  onDelete: (cid: Cid) => void;
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
  const { conversation, account, name, isGuest, isMarked, isDelivered, isBlocked } = props;
  const { format, onRetry, onDelete } = props;
  const { frame } = useAppStores();
  const isKnown = useRoom((state) => account !== undefined && state.members.has(account));
  const onPerson = useMemo(
    () => (isKnown && account ? () => frame.showPerson(account) : undefined),
    [frame, account, isKnown],
  );
  const { body } = props.row;
  switch (body.is) {
    case 'beginning':
      return <BeginningRow conversation={conversation} />;
    case 'presence':
      return <PresenceRow entries={body.entries} format={format} />;
    case 'message':
      return (
        <MaybeBlocked isBlocked={isBlocked}>
          <MessageRow
            name={name}
            isGuest={isGuest}
            account={body.entry.from}
            text={body.entry.text}
            at={body.entry.at}
            // What stands above it may be hidden.
            startsGroup={body.startsGroup || isBlocked}
            state={receivedState(body.own, isDelivered)}
            isMarked={isMarked}
            format={format}
            onPerson={onPerson}
          />
        </MaybeBlocked>
      );
    case 'waiting':
      return (
        <MessageRow
          name={name}
          account={account ?? ''}
          text={body.item.text}
          at={body.item.createdAt}
          startsGroup={body.startsGroup}
          state={body.item.state}
          isMarked={false}
          format={format}
          onPerson={onPerson}
          onRetry={() => onRetry(body.item.cid)}
          onDelete={() => onDelete(body.item.cid)}
        />
      );
  }
}

function MaybeBlocked({ isBlocked, children }: { isBlocked: boolean; children: ReactNode }) {
  return isBlocked ? <BlockedRow>{children}</BlockedRow> : children;
}

function receivedState(isOwn: boolean, isDelivered: boolean): MessageState {
  if (!isOwn) return 'received';
  return isDelivered ? 'delivered' : 'sent';
}
