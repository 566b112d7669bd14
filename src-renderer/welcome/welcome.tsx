import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Settings } from 'lucide-react';
import { useStore } from 'zustand';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { useApp, useAppStores } from '../window/app-context.tsx';
import { roomsByUse, type AppState } from '../window/app-store.ts';
import { goTo } from '../window/route.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Logo } from '../ui/logo.tsx';
import { focusField, TextField } from '../ui/text-field.tsx';
import { HostChoice } from './host-choice.tsx';
import { JoinChoice } from './join-choice.tsx';
import { useWelcomeField } from './choice.tsx';
import { createWelcomeStore } from './welcome-store.ts';
import { openMessageLink } from '../window/open-message-link.ts';
import styles from './welcome.module.css';

/** The first minute, and later the place to open another room. */
export function Welcome() {
  const { t } = useTranslation();
  const parts = useAppStores();
  const { app, frame } = parts;
  const rooms = useApp(roomsByUse);
  const [store] = useState(() => createWelcomeStore(app, nameToStartWith(app.getState())));
  const field = useWelcomeField(store, 'name');
  const { ref: nameField } = field;
  const isNew = rooms.length === 0;

  useEffect(() => {
    // The first thing there is to do; whoever opens another room comes to choose among those below.
    if (app.getState().rooms.size === 0) focusField(nameField.current);
  }, [app, nameField]);

  const { link } = useStore(frame);
  useEffect(() => {
    const taken = link !== undefined && frame.takeLink();
    if (taken) store.change({ address: taken });
  }, [frame, link, store]);

  const enter = (room: RoomView | undefined) => {
    // Who has gone elsewhere while the room was asked types there. A notice greets them in it, or says what it refused.
    if (app.getState().route.to !== 'welcome') {
      const { problem } = store.getState();
      if (!room && problem) frame.refuse(problem.refusal);
      return;
    }
    if (!room) return;
    if (room.hosted) frame.showPane('host');
    goTo({ to: 'room', room: room.room, in: everyone });
  };
  const submitByName = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    // A name alone decides nothing; an address beside it says what is wanted.
    const { address } = store.getState();
    if (openMessageLink(address, parts)) return;
    if (address.trim() !== '') return void store.join().then(enter);
    // Where it goes on, for the next Enter.
    event.currentTarget.closest('main')?.querySelector<HTMLElement>('[type="submit"]')?.focus();
  };

  return (
    <main className={styles.page}>
      <div className={styles.middle}>
        <header className={styles.header}>
          <Logo size={52} />
          <div>
            <h1 className={styles.title}>{isNew ? t('welcome.title') : t('welcome.again')}</h1>
            <p className={styles.tagline}>
              {isNew ? t('welcome.tagline') : t('welcome.taglineAgain')}
            </p>
          </div>
        </header>
        <TextField
          {...field}
          className={styles.name}
          size="large"
          label={t('welcome.name')}
          hint={t('welcome.nameHint')}
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
          onKeyDown={submitByName}
        />
        <div className={styles.choices}>
          <HostChoice store={store} rooms={rooms.filter((room) => room.hosted)} onRoom={enter} />
          <JoinChoice store={store} rooms={rooms.filter((room) => !room.hosted)} onRoom={enter} />
        </div>
      </div>
      {isNew ? (
        <div className={styles.settings}>
          <IconButton
            label={t('settings.title')}
            keys={['Ctrl', ',']}
            icon={<Settings />}
            onClick={() => frame.openOverlay('settings')}
          />
        </div>
      ) : null}
    </main>
  );
}

function nameToStartWith({ settings, about }: AppState): string {
  return settings.name || about?.suggestedName || '';
}
