import type { ReactNode } from 'react';
import { Check, CheckCheck, CircleCheck, Clock, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../ui/class-names.ts';
import type { MessageRowProps, MessageState } from './message-row-props.ts';
import styles from './message-row.module.css';

/** How far it has come, of what is not deleted. */
export function Arrival({ state, about, endsGroup = true }: MessageRowProps): ReactNode {
  if (about?.look.deleted !== undefined) return null;
  const shown: MessageState = about?.look.isChanging ? { is: 'sending' } : state;
  return <StateMark state={shown} isQuiet={!endsGroup && typeof state !== 'object'} />;
}

/** At the end of the row, below each other; a quiet one is seen where one points, and read aloud. */
function StateMark({ state, isQuiet }: { state: MessageState; isQuiet: boolean }): ReactNode {
  const { t } = useTranslation();
  const className = classNames(styles.mark, isQuiet && styles.quiet);
  if (state === 'received') return null;
  if (state === 'sent') {
    return <Check className={className} role="img" aria-label={t('timeline.sent')} />;
  }
  if (state === 'delivered') {
    return <CheckCheck className={className} role="img" aria-label={t('timeline.delivered')} />;
  }
  if (state === 'read') {
    return <CircleCheck className={styles.mark} role="img" aria-label={t('timeline.read')} />;
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
