import { Bookmark, BookmarkX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { useFormat } from '../i18n/format.ts';
import { HitContent, hitWords } from '../messages/hit-content.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { savedKey } from '../room/saved-store.ts';
import { useShowFromPane } from '../room/use-show.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Panel } from '../ui/panel.tsx';
import { useNow } from '../window/app-context.tsx';
import styles from './saved-pane.module.css';

/** What this person has put aside; a click goes there. */
export function SavedPane() {
  const { t } = useTranslation();
  const { frame, saved } = useRoomStores();
  const messages = useStore(saved, (state) => state.messages);
  return (
    <Panel label={t('saved.title')} close={{ label: t('ui.close'), run: frame.closePane }}>
      {messages.length === 0 ? (
        <EmptyState icon={<Bookmark />} title={t('saved.emptyTitle')} text={t('saved.emptyText')} />
      ) : (
        <ul className={styles.list}>
          {messages.map((message) => (
            <Saved key={savedKey(message.in, message.seq)} message={message} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Saved({ message }: { message: MessageEntry }) {
  const { t } = useTranslation();
  const { jump, request, room } = useRoomStores();
  const show = useShowFromPane();
  const format = useFormat();
  const now = useNow();
  const state = useRoom((all) => all);
  const { in: conversation, seq } = message;
  return (
    <li className={styles.entry}>
      <button
        type="button"
        className={styles.message}
        onClick={() => {
          jump.jump(conversation, seq);
          show(conversation);
        }}
      >
        <HitContent
          words={hitWords({ room: room.id, message }, { t, state, format, now })}
          query=""
        />
      </button>
      <IconButton
        size="small"
        label={t('timeline.unsave')}
        icon={<BookmarkX />}
        onClick={() =>
          void request('saved/change', { room: room.id, in: conversation, seq, isSaved: false })
        }
      />
    </li>
  );
}
