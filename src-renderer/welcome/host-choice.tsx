import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ChevronRight, House } from 'lucide-react';
import { useStore } from 'zustand';
import type { RoomView } from '../../src-shared/bridge/views.ts';
import { defaultPort } from '../../src-shared/protocol/limits.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { classNames } from '../ui/class-names.ts';
import { focusField } from '../ui/focus-field.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { TextField } from '../ui/text-field.tsx';
import { Choice } from './choice.tsx';
import { RoomPicks } from './room-picks.tsx';
import type { WelcomeStore } from './welcome-store.ts';
import styles from './host-choice.module.css';

export type HostChoiceProps = {
  store: WelcomeStore;
  /** Rooms that this computer hosted before, the latest first. */
  rooms: readonly RoomView[];
  onRoom: (room: RoomView | undefined) => void;
};

export function HostChoice({ store, rooms, onRoom }: HostChoiceProps) {
  const { t } = useTranslation();
  const { name, roomName, address, problem, busy } = useStore(store);
  const roomField = useRef<HTMLInputElement>(null);
  const insteadButton = useRef<HTMLButtonElement>(null);
  const usualName = name.trim()
    ? t('welcome.roomNameOf', { name: name.trim() })
    : t('welcome.roomNamePlain');
  const own = problem?.of === 'host' ? problem : undefined;
  const instead = own?.portInstead;

  useEffect(() => {
    if (own?.field === 'roomName') focusField(roomField.current);
    if (own?.portInstead) insteadButton.current?.focus();
  }, [own]);

  const host = () => void store.host(roomName ?? usualName).then(onRoom);
  const takeInstead = (port: number) => {
    store.change({ port: String(port) });
    host();
  };

  return (
    <Choice
      icon={<House />}
      title={t('welcome.hostTitle')}
      text={t('welcome.hostText')}
      onSubmit={host}
      action={
        <Button
          // An address that stands beside it says that one wants to join.
          look={address.trim() ? 'secondary' : 'primary'}
          size="large"
          wide
          submit
          busy={busy === 'hosting'}
        >
          {busy === 'hosting' ? t('welcome.hosting') : t('welcome.hostAction')}
        </Button>
      }
    >
      {rooms.length > 0 ? (
        <RoomPicks label={t('welcome.hostedRooms')} rooms={rooms} onPick={onRoom} />
      ) : null}
      <TextField
        ref={roomField}
        label={t('welcome.roomName')}
        value={roomName ?? usualName}
        maxLength={256}
        autoComplete="off"
        readOnly={busy !== 'none'}
        error={own?.field === 'roomName' ? refusalText(t, own.refusal) : undefined}
        onValue={(value) => store.change({ roomName: value })}
      />
      <Advanced store={store} />
      {own && !own.field ? (
        <Callout
          kind={instead ? 'warning' : 'error'}
          announce
          action={
            instead ? (
              <Button ref={insteadButton} size="small" onClick={() => takeInstead(instead)}>
                {t('welcome.usePort', { port: instead })}
              </Button>
            ) : undefined
          }
        >
          {refusalText(t, own.refusal)}
        </Callout>
      ) : null}
    </Choice>
  );
}

function Advanced({ store }: { store: WelcomeStore }) {
  const { t } = useTranslation();
  const { port, isAdvancedShown, problem, busy } = useStore(store);
  const portField = useRef<HTMLInputElement>(null);
  const id = useId();
  const isWrong = problem?.of === 'host' && problem.field === 'port';
  useEffect(() => {
    if (problem?.of === 'host' && problem.field === 'port') focusField(portField.current);
  }, [problem]);
  return (
    <div className={styles.advanced}>
      <button
        type="button"
        className={styles.fold}
        aria-expanded={isAdvancedShown}
        aria-controls={id}
        onClick={() => store.setState({ isAdvancedShown: !isAdvancedShown })}
      >
        <ChevronRight size={16} className={classNames(isAdvancedShown && styles.open)} />
        {t('welcome.advanced')}
      </button>
      <div id={id} hidden={!isAdvancedShown}>
        <TextField
          ref={portField}
          label={t('welcome.port')}
          hint={t('welcome.portHint', { port: defaultPort })}
          inputMode="numeric"
          maxLength={5}
          autoComplete="off"
          readOnly={busy !== 'none'}
          value={port}
          error={isWrong ? refusalText(t, problem.refusal) : undefined}
          onValue={(value) => store.change({ port: value })}
        />
      </div>
    </div>
  );
}
