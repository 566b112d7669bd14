import { Check, Copy, RotateCcw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import { Button } from '../ui/button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { useAppStores } from '../window/app-context.tsx';
import type { MessageLook } from './message-look.ts';
import type { MessageRowProps } from './message-row-props.ts';
import styles from './message-row.module.css';

type FailureProps = Pick<MessageRowProps, 'onRetry' | 'onDelete'> & {
  refusal: Extract<OutboxItem['state'], { is: 'failed' }>['refusal'];
  /** What the person wrote, where it is shown nowhere else. */
  written?: string | undefined;
};

/** What became of one that did not get there, and what can be done about it. */
export function Failure({ refusal, written, onRetry, onDelete }: FailureProps) {
  const { t } = useTranslation();
  const { copy } = useAppStores();
  const isSaid = refusal.code === 'later-kept-time';
  const isOver = isSaid || refusal.code === 'message-gone';
  return (
    <div className={styles.failure} role="alert">
      <p className={styles.reason}>
        {isSaid ? null : (
          <strong>{t(written === undefined ? 'timeline.failed' : 'timeline.notChanged')}. </strong>
        )}
        {refusalText(t, refusal)}
      </p>
      {written === undefined ? null : (
        <p className={styles.written}>
          {t('timeline.written')} <bdi>{written}</bdi>
        </p>
      )}
      <div className={styles.remedies}>
        {onRetry && !isOver ? (
          <Button size="small" icon={<RotateCcw size={14} />} onClick={onRetry}>
            {t('timeline.retry')}
          </Button>
        ) : null}
        {written === undefined ? null : (
          <Button size="small" icon={<Copy size={14} />} onClick={() => void copy(written)}>
            {t('timeline.copy')}
          </Button>
        )}
        {onDelete ? (
          <Button
            size="small"
            look={isSaid ? 'quiet' : 'danger-quiet'}
            icon={isSaid ? <Check size={14} /> : <Trash2 size={14} />}
            onClick={onDelete}
          >
            {isSaid ? t('timeline.understood') : t('timeline.delete')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

type FailedChangeProps = Pick<FailureProps, 'onRetry' | 'onDelete'> & {
  failed: NonNullable<MessageLook['failed']>;
};

/** What was changed of it and not taken, with the words that it was to have. */
export function FailedChange({ failed, ...acts }: FailedChangeProps) {
  const { said, state } = failed;
  const isTold = state.refusal.code === 'later-kept-time';
  const written = said.type === 'edit-message' && !isTold ? said.text : undefined;
  return <Failure {...acts} refusal={state.refusal} written={written} />;
}
