import { useTranslation } from 'react-i18next';
import { LockKeyhole } from 'lucide-react';
import type { PrivateView } from '../../src-shared/member/private-chat.ts';
import { useOpenWindow } from '../window/open-window.ts';
import { useRoom } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Badge } from '../ui/badge.tsx';
import list from '../people/list-entries.module.css';
import styles from './private-entries.module.css';

/** The private chats of the room, each of which has a window of its own; nothing if there is none. */
export function PrivateEntries() {
  const { t } = useTranslation();
  const privates = useRoom((state) => state.privates);
  if (privates.size === 0) return null;
  return (
    <section aria-label={t('privateChat.list')}>
      <h3 className={list.heading}>{t('privateChat.list')}</h3>
      <ul>
        {[...privates.values()].map((view) => (
          <li key={view.private}>
            <Entry view={view} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ view }: { view: PrivateView }) {
  const { t } = useTranslation();
  const openWindow = useOpenWindow();
  const known = useRoom((state) => nameOf(state, view.partner));
  const name = known ?? (view.partnerName || t('conversations.someone'));
  const state = t(`privateChat.state_${view.state.is}`);
  return (
    <button
      type="button"
      data-entry=""
      className={list.entry}
      onClick={() => openWindow.privateChat(view.room, view.private)}
    >
      <span className={styles.lock}>
        <LockKeyhole size={15} aria-hidden="true" />
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span> <span className={styles.state}>{state}</span>
      </span>
      <Badge count={view.unread} label={t('privateChat.entryUnread', { count: view.unread })} />
    </button>
  );
}
