import { memo, useState, type ReactNode } from 'react';
import { Check, CheckCheck, Clock, Copy, RotateCcw, Trash2, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { Format } from '../i18n/format.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { useAppStores } from '../window/app-context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Tag } from '../ui/badge.tsx';
import { MessageText } from './message-text.tsx';
import styles from './message-row.module.css';

/** `delivered`: it has reached the other one's computer, as far as that tells. */
export type MessageState = 'received' | 'sent' | 'delivered' | OutboxItem['state'];

export type MessageRowProps = {
  name: string;
  /** What the colour of the picture is made from. */
  account: string;
  text: string;
  at: number;
  /** Came by a plain program: anybody can use the name. */
  isGuest?: boolean;
  /** First of several messages of one sender: with picture and name. */
  startsGroup: boolean;
  state: MessageState;
  isMarked: boolean;
  format: Format;
  /** Shows who wrote it; missing if there is nothing to show. */
  onPerson?: (() => void) | undefined;
  /** Only for what waits or failed, and can be tried again or taken out. */
  onRetry?: (() => void) | undefined;
  onDelete?: (() => void) | undefined;
};

/** One message, and one item of the log (sender, text, time). */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { name, text, at, startsGroup, state, isMarked, format, isGuest, onPerson } = props;
  const { t } = useTranslation();
  const { copy } = useAppStores();
  const [isPointed, setIsPointed] = useState(false);
  const isFailed = typeof state === 'object' && state.is === 'failed';
  const isOnItsWay = typeof state === 'object';
  // The room's clock says when something was said. Until then any time would change under the reader's eyes.
  const time = isOnItsWay ? t(isFailed ? 'timeline.failed' : 'timeline.sending') : format.clock(at);
  const spokenName = isGuest ? `${name} (${t('contacts.guest')})` : name;
  const isSending = typeof state === 'object' && state.is === 'sending';
  return (
    <div
      role="listitem"
      aria-label={t('timeline.message', { name: spokenName, time, text })}
      tabIndex={-1}
      data-message=""
      className={classNames(
        styles.row,
        startsGroup && styles.first,
        isMarked && styles.marked,
        isFailed && styles.failed,
      )}
      onPointerEnter={() => setIsPointed(true)}
      onPointerLeave={() => setIsPointed(false)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onPerson?.();
        if (!isCopyKey(event) || String(getSelection()) !== '') return;
        event.preventDefault();
        void copy(text);
      }}
    >
      <div className={styles.side}>
        {startsGroup ? <Face {...props} /> : null}
        {startsGroup || isOnItsWay ? null : (
          <time className={styles.sideTime} dateTime={new Date(at).toISOString()}>
            {time}
          </time>
        )}
      </div>
      <div className={styles.body}>
        {startsGroup ? (
          <div className={styles.heading}>
            <Name name={name} onPerson={onPerson} />
            {isGuest ? <Tag>{t('contacts.guest')}</Tag> : null}
            {isOnItsWay ? null : (
              <time
                className={styles.time}
                dateTime={new Date(at).toISOString()}
                title={format.dateTime(at)}
              >
                {time}
              </time>
            )}
          </div>
        ) : null}
        <div className={classNames(styles.line, isSending && styles.pending)}>
          <MessageText text={text} />
          <StateMark state={state} />
        </div>
        {isFailed ? <Failure {...props} refusal={state.refusal} /> : null}
      </div>
      {isPointed ? (
        <div className={styles.tools}>
          <IconButton
            size="small"
            label={t('timeline.copy')}
            icon={<Copy />}
            tooltip={false}
            tabIndex={-1}
            title={t('timeline.copy')}
            onClick={() => void copy(text)}
          />
        </div>
      ) : null}
    </div>
  );
});

/** The name beside it does the same and is what is read aloud. */
function Face({ name, account, onPerson }: MessageRowProps) {
  const avatar = <Avatar name={name} id={account} size={36} />;
  if (!onPerson) return avatar;
  return (
    <button
      type="button"
      className={styles.face}
      tabIndex={-1}
      aria-hidden="true"
      onClick={onPerson}
    >
      {avatar}
    </button>
  );
}

/** Not in the order of Tab, which would stop at every message: Enter on the message does the same. */
function Name({ name, onPerson }: Pick<MessageRowProps, 'name' | 'onPerson'>) {
  const { t } = useTranslation();
  if (!onPerson) return <span className={styles.name}>{name}</span>;
  return (
    <button
      type="button"
      className={classNames(styles.name, styles.person)}
      tabIndex={-1}
      title={t('contacts.details')}
      onClick={onPerson}
    >
      {name}
    </button>
  );
}

function StateMark({ state }: { state: MessageState }): ReactNode {
  const { t } = useTranslation();
  if (state === 'received') return null;
  if (state === 'sent') {
    return <Check className={styles.mark} role="img" aria-label={t('timeline.sent')} />;
  }
  if (state === 'delivered') {
    return <CheckCheck className={styles.mark} role="img" aria-label={t('timeline.delivered')} />;
  }
  const isSending = state.is === 'sending';
  const Icon = isSending ? Clock : TriangleAlert;
  const label = isSending ? t('timeline.sending') : t('timeline.failed');
  return (
    <Icon
      className={classNames(styles.mark, !isSending && styles.failedMark)}
      role="img"
      aria-label={label}
    />
  );
}

function Failure(
  props: MessageRowProps & { refusal: Extract<OutboxItem['state'], { is: 'failed' }>['refusal'] },
) {
  const { t } = useTranslation();
  return (
    <div className={styles.failure} role="alert">
      <p className={styles.reason}>
        <strong>{t('timeline.failed')}.</strong> {refusalText(t, props.refusal)}
      </p>
      <div className={styles.remedies}>
        {props.onRetry ? (
          <Button size="small" icon={<RotateCcw size={14} />} onClick={props.onRetry}>
            {t('timeline.retry')}
          </Button>
        ) : null}
        {props.onDelete ? (
          <Button
            size="small"
            look="danger-quiet"
            icon={<Trash2 size={14} />}
            onClick={props.onDelete}
          >
            {t('timeline.delete')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function isCopyKey(event: { key: string; ctrlKey: boolean; metaKey: boolean }): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c';
}
