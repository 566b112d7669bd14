import { useTranslation } from 'react-i18next';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useStore } from 'zustand';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { conversationOf } from '../room/room-selectors.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import type { TimelineStore } from './timeline-store.ts';
import styles from './timeline-jumps.module.css';

/** What floats over the messages: the ways to the first unread and the newest one, and what loads. */
export function TimelineJumps({
  timeline,
  isAtBottom,
}: {
  timeline: TimelineStore;
  isAtBottom: boolean;
}) {
  const { t } = useTranslation();
  const { room } = useRoomStores();
  const unread = useRoom((state) => conversationOf(state, room.id, timeline.in).unread);
  const unreadSeen = useStore(timeline, (state) => state.unreadSeen);
  const isAtEnd = useStore(timeline, (state) => state.newer.is === 'end');
  const showNewest = !isAtBottom || !isAtEnd;
  return (
    <>
      <div className={styles.above}>
        {unreadSeen ? null : (
          <button
            type="button"
            className={styles.pill}
            onClick={() => void timeline.jumpToFirstUnread()}
          >
            <ArrowUp size={16} aria-hidden="true" />
            {t('timeline.firstUnread', { count: timeline.unread })}
          </button>
        )}
        <OlderState timeline={timeline} />
      </div>
      {showNewest ? (
        <div className={styles.below}>
          <button
            type="button"
            className={styles.pill}
            aria-label={t('timeline.newest')}
            onClick={() => void timeline.jumpToNewest()}
          >
            {unread > 0 ? t('timeline.below', { count: unread }) : null}
            <ArrowDown size={16} aria-hidden="true" />
          </button>
        </div>
      ) : null}
    </>
  );
}

function OlderState({ timeline }: { timeline: TimelineStore }) {
  const { t } = useTranslation();
  const older = useStore(timeline, (state) => state.older);
  switch (older.is) {
    case 'loading':
      return (
        <span className={styles.loading}>
          <Spinner size={14} />
          <VisuallyHidden>{t('timeline.loadingOlder')}</VisuallyHidden>
        </span>
      );
    case 'missing':
      return <span className={styles.note}>{t('timeline.missing')}</span>;
    case 'failed':
      return (
        <span className={styles.note}>
          {t('timeline.notLoaded')}
          <Button size="small" look="quiet" onClick={() => void timeline.loadOlder()}>
            {t('timeline.tryAgain')}
          </Button>
        </span>
      );
    case 'end':
    case 'more':
      return null;
  }
}
