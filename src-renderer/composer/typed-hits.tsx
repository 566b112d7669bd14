import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { TypedHit } from '../../src-shared/typed/run-typed.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { HitContent, hitWords } from '../messages/hit-content.tsx';
import { moveBetweenEntries } from '../ui/move-between-entries.ts';
import { useNow } from '../window/use-now.ts';
import { useShowConversation } from '../room/use-show-conversation.ts';
import styles from './typed-card.module.css';

export type TypedHitsProps = {
  hits: readonly TypedHit[];
  hasMore: boolean;
  /** What is marked in them; empty if they were not searched for. */
  query: string;
};

/** Messages as from → to: text (R0.6); ↑ and ↓ go over them, a click or Enter goes to one in its conversation. */
export function TypedHits({ hits, hasMore, query }: TypedHitsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { room, typed, jump } = useRoomStores();
  const state = useRoom((all) => all);
  const now = useNow();
  const show = useShowConversation();
  /** The one that Tab comes to: hundreds of stops would stand in the way. */
  const [current, setCurrent] = useState(0);
  if (hits.length === 0) return null;
  const go = (message: MessageEntry) => {
    typed.move(message.in);
    jump.jump(message.in, message.seq);
    show(message.in);
  };
  return (
    <div className={styles.body} onKeyDown={moveBetweenEntries}>
      <ul aria-label={t('search.results')}>
        {hits.map(({ message }, index) => (
          <li key={`${message.in} ${message.seq}`}>
            <button
              type="button"
              data-entry=""
              tabIndex={index === current ? 0 : -1}
              className={styles.hit}
              onFocus={() => setCurrent(index)}
              onClick={() => go(message)}
            >
              <HitContent
                words={hitWords({ room: room.id, message }, { t, state, format, now })}
                query={query}
              />
            </button>
          </li>
        ))}
      </ul>
      {hasMore ? <p className={styles.note}>{t('typed.moreHits')}</p> : null}
    </div>
  );
}
