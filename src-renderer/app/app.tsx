import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CircleAlert, DoorClosed, Moon } from 'lucide-react';
import { takeTypedEarly } from '../window/typed-early.ts';
import { useDropNowhere } from '../files/use-stray-files.ts';
import { Exports } from '../exchange/exports.tsx';
import { Imports } from '../exchange/imports.tsx';
import { Asks, AsksOfRoom } from '../private/asks.tsx';
import { PrivateWindow } from '../private/private-window.tsx';
import { copyTyped } from '../messages/copy-typed.ts';
import { createDialogsOfRooms } from '../room/asked-stores.ts';
import { DialogsOfRooms, RoomProvider } from '../room/room-context.tsx';
import { RoomQuestion } from '../rooms/room-question.tsx';
import { RoomRail } from '../rooms/room-rail.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { ShortcutsDialog } from '../settings/shortcuts-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Logo } from '../ui/logo.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { Welcome } from '../welcome/welcome.tsx';
import { useApp, useAppStores, useFrame, useShortcut } from '../window/app-context.tsx';
import { Notices } from '../window/notices.tsx';
import { goTo } from '../window/route.ts';
import { RoomScreen } from './room-screen.tsx';
import { Switcher } from './switcher.tsx';
import styles from './app.module.css';

/** One window, whatever it shows. */
export function App() {
  const phase = useApp((state) => state.phase);
  const hasStarted = phase.is !== 'starting';
  const [dialogsOf] = useState(createDialogsOfRooms);
  useLayoutEffect(() => {
    // After the first screen, whose field takes the focus. If that screen has none, keys must not go on unseen.
    if (hasStarted) queueMicrotask(takeTypedEarly);
  }, [hasStarted]);
  return (
    <div className={styles.window} onCopy={copyTyped}>
      <DialogsOfRooms value={dialogsOf}>
        <div className={styles.screen}>{phase.is === 'ready' ? <Screen /> : <BeforeStart />}</div>
      </DialogsOfRooms>
      <Asks />
      <Overlays />
      <Notices />
    </div>
  );
}

function Screen() {
  const { app } = useAppStores();
  // Compared as an object and not by its parts: a new one with the same parts means that it was chosen again.
  const route = useStore(app, (state) => state.route);
  const hasRooms = useApp((state) => state.rooms.size > 0);
  const isThere = useApp(
    (state) => state.route.to !== 'welcome' && state.rooms.has(state.route.room),
  );
  return (
    <>
      {hasRooms && route.to !== 'window' && route.to !== 'private' ? <RoomRail /> : null}
      {route.to === 'welcome' ? <WelcomeScreen /> : null}
      {route.to !== 'welcome' && !isThere ? <RoomGone /> : null}
      {route.to !== 'welcome' && isThere ? (
        <RoomProvider
          key={route.to === 'private' ? 'private' : 'room'}
          room={route.room}
          isPrivate={route.to === 'private' ? true : undefined}
        >
          <AsksOfRoom />
          {route.to === 'private' ? (
            <PrivateWindow id={route.private} />
          ) : (
            <RoomScreen route={route} />
          )}
        </RoomProvider>
      ) : null}
    </>
  );
}

function WelcomeScreen() {
  useDropNowhere();
  const overlay = useFrame((state) => state.overlay);
  return (
    <>
      <Welcome />
      {overlay === 'switcher' ? <Switcher /> : null}
    </>
  );
}

function Overlays() {
  const { app, frame } = useAppStores();
  const overlay = useFrame((state) => state.overlay);
  useShortcut('switch', () => {
    // The window of a private chat goes nowhere else.
    if (app.getState().route.to === 'private') return false;
    frame.openOverlay('switcher');
    return true;
  });
  useShortcut('settings', () => frame.openOverlay('settings'));
  useShortcut('shortcuts', () => frame.openOverlay('shortcuts'));
  return (
    <>
      {overlay === 'settings' ? <SettingsDialog /> : null}
      {overlay === 'shortcuts' ? <ShortcutsDialog /> : null}
      <RoomQuestion />
      <Exports />
      <Imports />
    </>
  );
}

function BeforeStart() {
  const { t } = useTranslation();
  const { app } = useAppStores();
  const phase = useApp((state) => state.phase);
  if (phase.is === 'ended') {
    return (
      <main className={styles.middle}>
        <EmptyState isPage icon={<Moon />} title={t('app.ended')} text={t('app.endedText')} />
      </main>
    );
  }
  if (phase.is === 'failed') {
    return (
      <main className={styles.middle}>
        <EmptyState
          isPage
          icon={<CircleAlert />}
          title={t('app.notStarted')}
          text={refusalText(t, phase.refusal)}
          action={<Button onClick={() => void app.start()}>{t('app.tryAgain')}</Button>}
        />
      </main>
    );
  }
  return (
    <main className={styles.middle} aria-busy="true">
      <Logo size={56} />
      <h1 className={styles.starting}>
        <Spinner /> {t('app.starting')}
      </h1>
    </main>
  );
}

function RoomGone() {
  const { t } = useTranslation();
  useDropNowhere();
  return (
    <main className={styles.middle}>
      <EmptyState
        isPage
        icon={<DoorClosed />}
        title={t('app.roomGone')}
        text={t('app.roomGoneText')}
        action={
          <Button look="primary" onClick={() => goTo({ to: 'welcome' })}>
            {t('app.toWelcome')}
          </Button>
        }
      />
    </main>
  );
}
