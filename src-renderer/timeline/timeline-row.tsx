import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId, Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Format } from '../i18n/format.ts';
import { BeginningRow } from './beginning-row.tsx';
import { MessageRow } from './message-row.tsx';
import { PresenceRow } from './presence-row.tsx';
import { firstSeq, lastSeq, type PresenceEntry, type Row } from './timeline-rows.ts';
import styles from './timeline-row.module.css';

export type RowContext = {
  conversation: ConversationId;
  self: AccountId;
  nameOf: (account: AccountId) => string;
  presenceName: (entry: PresenceEntry) => string;
  format: Format;
  /** For day marks such as "Today"; epoch milliseconds. */
  now: number;
  /** The entry that was jumped to a moment ago. */
  markedSeq: number | undefined;
  onRetry: (cid: Cid) => void;
  onDelete: (cid: Cid) => void;
};

/** One row of the timeline with the day and the line of the unread above it. */
export const TimelineRow = memo(function TimelineRow({
  row,
  context,
}: {
  row: Row;
  context: RowContext;
}) {
  const { t } = useTranslation();
  return (
    <div data-first={firstSeq(row)} data-last={lastSeq(row)}>
      {row.day === undefined ? null : (
        <div className={styles.rule}>
          <span className={styles.day}>{context.format.dayMark(row.day, context.now)}</span>
        </div>
      )}
      {row.startsUnread ? (
        <div className={styles.unread}>
          <span>{t('timeline.unread')}</span>
        </div>
      ) : null}
      <Body row={row} context={context} />
    </div>
  );
});

function Body({ row: { body }, context }: { row: Row; context: RowContext }) {
  const { format, nameOf, self, onRetry, onDelete } = context;
  switch (body.is) {
    case 'beginning':
      return <BeginningRow conversation={context.conversation} />;
    case 'presence':
      return <PresenceRow entries={body.entries} nameOf={context.presenceName} format={format} />;
    case 'message':
      return (
        <MessageRow
          name={nameOf(body.entry.from)}
          account={body.entry.from}
          text={body.entry.text}
          at={body.entry.at}
          startsGroup={body.startsGroup}
          state={body.own ? 'sent' : 'received'}
          isMarked={context.markedSeq === body.entry.seq}
          format={format}
        />
      );
    case 'waiting':
      return (
        <MessageRow
          name={nameOf(self)}
          account={self}
          text={body.item.text}
          at={body.item.createdAt}
          startsGroup={body.startsGroup}
          state={body.item.state}
          isMarked={false}
          format={format}
          onRetry={() => onRetry(body.item.cid)}
          onDelete={() => onDelete(body.item.cid)}
        />
      );
  }
}
