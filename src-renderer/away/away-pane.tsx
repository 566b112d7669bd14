import { useTranslation } from 'react-i18next';
import { Coffee } from 'lucide-react';
import { useStore } from 'zustand';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { useFormat } from '../i18n/format.ts';
import { HitContent, hitWords } from '../messages/hit-content.tsx';
import { hasMissed } from '../room/missed-store.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { useStepFromPane } from '../room/use-show.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Panel } from '../ui/panel.tsx';
import { useNow } from '../window/app-context.tsx';
import { missedLines } from './away-card.tsx';
import styles from './away-pane.module.css';

/** The messages that somebody missed, by what makes them concern them; a click goes there. */
export function AwayPane() {
  const { t } = useTranslation();
  const { frame, missed: store } = useRoomStores();
  const missed = useStore(store, (state) => state.missed);
  return (
    <Panel label={t('away.title')} close={{ label: t('ui.close'), run: frame.closePane }}>
      {hasMissed(missed) ? (
        missedLines(missed).map(({ kind, count, messages }) => (
          <section key={kind} aria-label={t(`away.${kind}`, { count })}>
            <h3 className={styles.heading}>{t(`away.${kind}`, { count })}</h3>
            <ul className={styles.list}>
              {messages.map((message) => (
                <MissedMessage key={message.id} message={message} />
              ))}
            </ul>
          </section>
        ))
      ) : (
        <EmptyState icon={<Coffee />} title={t('away.emptyTitle')} text={t('away.emptyText')} />
      )}
    </Panel>
  );
}

function MissedMessage({ message }: { message: MessageEntry }) {
  const { t } = useTranslation();
  const { room } = useRoomStores();
  const stepTo = useStepFromPane();
  const format = useFormat();
  const now = useNow();
  const state = useRoom((all) => all);
  return (
    <li>
      <button
        type="button"
        className={styles.message}
        onClick={() => stepTo(message.in, message.seq)}
      >
        <HitContent
          words={hitWords({ room: room.id, message }, { t, state, format, now })}
          query=""
        />
      </button>
    </li>
  );
}
