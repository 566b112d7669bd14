import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LockKeyhole } from 'lucide-react';
import { useStore } from 'zustand';
import { useApp, useAppStores, useNow } from '../window/app-context.tsx';
import { useRoom } from '../room/room-context.tsx';
import { Button } from '../ui/button.tsx';
import type { Ask } from '../window/asks-store.ts';
import styles from './asks.module.css';
import { useFormat } from '../i18n/format.ts';

/** Who asks for a private chat: below the screen, so that it covers nothing, and it never takes the focus. */
export function Asks() {
  const { t } = useTranslation();
  const { asks } = useAppStores();
  const waiting = useStore(asks, (state) => state.asks);
  // The window of a private chat asks by itself.
  const shown = useApp(({ route }) => (route.to === 'private' ? route.private : undefined));
  return (
    <section className={styles.asks} aria-label={t('privateChat.asksRegion')} aria-live="polite">
      {waiting
        .filter((ask) => ask.private !== shown)
        .map((ask) => (
          <AskNotice key={ask.private} ask={ask} />
        ))}
    </section>
  );
}

function AskNotice({ ask }: { ask: Ask }) {
  const { t } = useTranslation();
  const { request, openWindow } = useAppStores();
  const room = useApp(({ rooms, route }) =>
    route.to !== 'welcome' && route.room === ask.room ? undefined : rooms.get(ask.room)?.name,
  );
  const name = ask.name || t('conversations.someone');
  const [isAnswered, setIsAnswered] = useState(false);
  const answer = (accept: boolean) => {
    setIsAnswered(true);
    // Now, as only a click may open windows.
    if (accept) openWindow.privateChat(ask.room, ask.private);
    const params = { room: ask.room, private: ask.private, accept };
    void request('private/answer', params).then((done) => setIsAnswered(done !== undefined));
  };
  const title = room ? t('privateChat.asksIn', { name, room }) : t('privateChat.asks', { name });
  return (
    <div className={styles.ask} role="group" aria-label={title}>
      <span className={styles.icon}>
        <LockKeyhole size={18} aria-hidden="true" />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        <TimeLeft until={ask.expiresAt} />
      </div>
      <div className={styles.answers}>
        <Button size="small" look="primary" busy={isAnswered} onClick={() => answer(true)}>
          {t('privateChat.accept')}
        </Button>
        <Button
          size="small"
          aria-disabled={isAnswered}
          onClick={() => !isAnswered && answer(false)}
        >
          {t('privateChat.decline')}
        </Button>
      </div>
    </div>
  );
}

/** Shows who asked before this window opened its room. */
export function AsksOfRoom() {
  const { asks } = useAppStores();
  const privates = useRoom((state) => state.privates);
  useEffect(() => asks.see(privates.values()), [asks, privates]);
  return null;
}

/** How long an answer is waited for; not read aloud every second. */
export function TimeLeft({ until }: { until: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1000);
  return (
    <p className={styles.left} role="timer" aria-live="off">
      {t('privateChat.timeLeft', { time: format.timeLeft(until - now) })}
    </p>
  );
}
