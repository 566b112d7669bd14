import { useState } from 'react';
import type { GroupMessageCopy } from '../../src-shared/member/own-copy.ts';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Check, CheckCheck, Clock, RotateCcw, TriangleAlert } from 'lucide-react';
import type { GroupMessageView } from '../../src-shared/bridge/contact-groups.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import type { Format } from '../i18n/format.ts';
import { useRoom } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { MessageText } from '../messages/message-text.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import styles from './contact-group-pane.module.css';

type NamedCopy = GroupMessageCopy & { name: string };

export type GroupMessageRowProps = {
  message: GroupMessageView;
  format: Format;
  onRetry: (cids: readonly Cid[]) => void;
};

/** A group message, how many of its copies have arrived, and on demand how each one stands. */
export function GroupMessageRow({ message, format, onRetry }: GroupMessageRowProps) {
  const { t } = useTranslation();
  const ownName = useRoom((state) => state.room?.ownName) ?? '';
  const names = useRoom((state) =>
    message.copies.map((copy) => nameOf(state, copy.account) ?? t('conversations.someone')),
  );
  const copies = message.copies.map((copy, i) => ({ ...copy, name: names[i] ?? '' }));
  const [isOpen, setIsOpen] = useState(false);
  const time = format.clock(message.at);
  const failed = copies.filter((copy) => copy.state === 'failed');
  return (
    <div
      role="listitem"
      tabIndex={-1}
      data-message=""
      aria-label={t('timeline.message', { name: ownName, time, text: message.text })}
    >
      <div className={styles.text}>
        <MessageText text={message.text} />
      </div>
      <p className={styles.line}>
        <time dateTime={new Date(message.at).toISOString()} title={format.dateTime(message.at)}>
          {time}
        </time>
        <span>{summary(copies, t)}</span>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? t('timeline.hideEach') : t('timeline.showEach')}
        </button>
      </p>
      {failed.length > 0 ? (
        <div className={styles.failure} role="alert">
          <p>{t('contacts.failedFor', { names: format.list(failed.map(({ name }) => name)) })}</p>
          <Button
            size="small"
            icon={<RotateCcw size={14} />}
            onClick={() => onRetry(failed.map(({ cid }) => cid))}
          >
            {t('timeline.retry')}
          </Button>
        </div>
      ) : null}
      {isOpen ? (
        <ul className={styles.copies}>
          {copies.map((copy) => (
            <li key={copy.account} className={styles.copy}>
              <CopyMark state={copy.state} />
              <span className={styles.copyName}>{copy.name}</span>
              <span className={styles.copyState}>{stateText(copy.state, t)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const marks = { sending: Clock, failed: TriangleAlert, sent: Check, delivered: CheckCheck };

function CopyMark({ state }: { state: GroupMessageCopy['state'] }) {
  const Icon = marks[state];
  return (
    <Icon
      size={14}
      aria-hidden="true"
      className={classNames(styles.mark, state === 'failed' && styles.failedMark)}
    />
  );
}

function stateText(state: GroupMessageCopy['state'], t: TFunction): string {
  switch (state) {
    case 'sending':
      return t('contacts.copyWaiting');
    case 'failed':
      return t('timeline.failed');
    case 'sent':
      return t('timeline.sent');
    case 'delivered':
      return t('contacts.copyDelivered');
  }
}

/** "Delivered to 2 of 3", or how far it has come before that. */
function summary(copies: readonly NamedCopy[], t: TFunction): string {
  const count = (state: GroupMessageCopy['state']) =>
    copies.filter((copy) => copy.state === state).length;
  const [delivered, sent, all] = [count('delivered'), count('sent'), copies.length];
  if (delivered > 0) return t('contacts.deliveredTo', { delivered, all });
  if (sent > 0) return t('contacts.sentTo', { sent, all });
  const waiting = count('sending');
  return waiting > 0 ? t('contacts.waitingFor', { waiting, all }) : t('timeline.failed');
}
