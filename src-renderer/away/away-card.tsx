import { useTranslation } from 'react-i18next';
import { AtSign, CircleHelp, Megaphone, Reply, X } from 'lucide-react';
import { useStore } from 'zustand';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { Missed } from '../../src-shared/member/missed.ts';
import { useFormat } from '../i18n/format.ts';
import { hasMissed } from '../room/missed-store.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { useShowConversation } from '../room/use-show.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useNow } from '../window/app-context.tsx';
import styles from './away-card.module.css';

const missedKinds = ['mentions', 'questions', 'announcements'] as const;
type Kind = (typeof missedKinds)[number] | 'mostAnswered';

const missedIcons = {
  mentions: <AtSign size={16} aria-hidden="true" />,
  questions: <CircleHelp size={16} aria-hidden="true" />,
  announcements: <Megaphone size={16} aria-hidden="true" />,
  mostAnswered: <Reply size={16} aria-hidden="true" />,
};

/** How many there are of each kind, and which messages they are; what there is none of is left out. */
export function missedLines(missed: Missed) {
  const { mostAnswered } = missed;
  const counted = missedKinds
    .map((kind) => ({ kind: kind as Kind, ...missed[kind] }))
    .filter(({ count }) => count > 0);
  if (!mostAnswered) return counted;
  const { message, answers } = mostAnswered;
  return [...counted, { kind: 'mostAnswered' as Kind, count: answers, messages: [message] }];
}

/** Above the list, for who comes back: what concerns them of what was said meanwhile. */
export function AwayCard() {
  const { t } = useTranslation();
  const { frame, missed: store, jump } = useRoomStores();
  const show = useShowConversation();
  const format = useFormat();
  const now = useNow();
  const isNew = useRoom(({ room }) => room?.awaySince !== undefined);
  const missed = useStore(store, (state) => state.missed);
  const since = useStore(store, (state) => state.since);
  if (!isNew || since === undefined || !hasMissed(missed)) return null;
  const go = (messages: readonly MessageEntry[]) => {
    const [only, another] = messages;
    if (!only || another) return frame.showPane('away');
    jump.jump(only.in, only.seq);
    show(only.in);
  };
  return (
    <section className={styles.card} aria-label={t('away.title')}>
      <div className={styles.top}>
        <h2 className={styles.title}>{t('away.title')}</h2>
        <IconButton size="small" label={t('away.dismiss')} icon={<X />} onClick={store.dismiss} />
      </div>
      <p className={styles.since}>{format.since(since, now)}</p>
      <ul className={styles.lines}>
        {missedLines(missed).map(({ kind, count, messages }) => (
          <li key={kind}>
            <button type="button" className={styles.line} onClick={() => go(messages)}>
              {missedIcons[kind]}
              <span>{t(`away.${kind}`, { count })}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
