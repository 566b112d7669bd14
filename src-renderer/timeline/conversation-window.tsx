import { useState } from 'react';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { SearchPane } from '../search/search-pane.tsx';
import { ConversationPane } from './conversation-pane.tsx';
import styles from './conversation-pane.module.css';

export type ConversationWindowProps = {
  conversation: ConversationId;
  at?: number | undefined;
  /** Shows another conversation in this window: a hit may lie in one. */
  onShow: (conversation: ConversationId) => void;
};

/** A conversation alone in a window of its own; its search lies over it. */
export function ConversationWindow({ conversation, at, onShow }: ConversationWindowProps) {
  const [isSearching, setIsSearching] = useState(false);
  return (
    <div className={styles.window}>
      <ConversationPane conversation={conversation} at={at} onSearch={() => setIsSearching(true)} />
      {isSearching ? (
        <aside className={styles.over}>
          <SearchPane
            onShow={(found) => {
              setIsSearching(false);
              onShow(found);
            }}
            onClose={() => setIsSearching(false)}
          />
        </aside>
      ) : null}
    </div>
  );
}
