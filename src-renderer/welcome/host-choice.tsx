import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { withoutIsolates } from '../../src-shared/text/isolate.ts';
import { ChevronRight, House } from 'lucide-react';
import { useStore } from 'zustand';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { defaultPort } from '../../src-shared/protocol/limits.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { classNames } from '../ui/class-names.ts';
import { focusField, TextField } from '../ui/text-field.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Choice, useWelcomeField, RoomPicks } from './choice.tsx';
import { RestoreRoom } from './restore-room.tsx';
import {
  portsOf,
  unusedName,
  unusedPort,
  type WelcomeProblem,
  type WelcomeStore,
} from './welcome-store.ts';
import styles from './host-choice.module.css';

export type HostChoiceProps = {
  store: WelcomeStore;
  /** Rooms that this computer hosted before, the latest first. */
  rooms: readonly RoomView[];
  onRoom: (room: RoomView | undefined) => void;
};

export function HostChoice({ store, rooms, onRoom }: HostChoiceProps) {
  const { t } = useTranslation();
  const { name, roomName, isNewMeant } = useStore(store);
  const usedPorts = portsOf(rooms);
  const [latest] = rooms;
  const reopened = isNewMeant ? undefined : latest;
  const wanted =
    roomName ??
    unusedName(
      name.trim()
        ? // A name of a room, and no sentence of ours.
          withoutIsolates(t('welcome.roomNameOf', { name: name.trim() }))
        : t('welcome.roomNamePlain'),
      rooms,
    );
  const host = () => void store.host({ roomName: wanted, usedPorts }).then(onRoom);

  return (
    <Choice
      icon={<House />}
      title={t('welcome.hostTitle')}
      text={t('welcome.hostText')}
      onSubmit={reopened ? () => onRoom(reopened) : host}
      action={<Actions store={store} reopened={reopened} />}
    >
      {rooms.length > 0 ? (
        <RoomPicks label={t('welcome.hostedRooms')} rooms={rooms} onPick={onRoom} />
      ) : null}
      {reopened ? null : (
        <NewRoom store={store} roomName={wanted} usedPorts={usedPorts} onHost={host} />
      )}
      <RestoreRoom name={name.trim()} onRoom={onRoom} />
    </Choice>
  );
}

/** A room that members know is opened again, unless a new one is meant. */
function Actions({ store, reopened }: { store: WelcomeStore; reopened: RoomView | undefined }) {
  const { t } = useTranslation();
  const { address, busy } = useStore(store);
  const isHosting = busy === 'hosting';
  const hostText = isHosting ? t('welcome.hosting') : t('welcome.hostAction');
  return (
    <div className={styles.actions}>
      <Button
        // An address that stands beside it says that one wants to join.
        look={address.trim() ? 'secondary' : 'primary'}
        size="large"
        wide
        submit
        busy={isHosting}
      >
        {reopened ? t('welcome.openHosted', { room: reopened.name }) : hostText}
      </Button>
      {reopened ? (
        <Button look="quiet" wide onClick={() => store.change({ isNewMeant: true })}>
          {t('welcome.hostNew')}
        </Button>
      ) : null}
    </div>
  );
}

type NewRoomProps = {
  store: WelcomeStore;
  roomName: string;
  usedPorts: ReadonlySet<number>;
  onHost: () => void;
};

function NewRoom({ store, roomName, usedPorts, onHost }: NewRoomProps) {
  const { t } = useTranslation();
  const { isNewMeant, problem } = useStore(store);
  const field = useWelcomeField(store, 'roomName', 'host');
  const { ref: roomField } = field;
  const own = problem?.of === 'host' ? problem : undefined;

  useEffect(() => {
    if (isNewMeant) focusField(roomField.current);
  }, [isNewMeant, roomField]);

  const takeInstead = (port: number) => {
    store.change({ port: String(port) });
    onHost();
  };
  return (
    <>
      <TextField
        {...field}
        label={t('welcome.roomName')}
        value={roomName}
        maxLength={256}
        autoComplete="off"
      />
      <Advanced store={store} usualPort={unusedPort(usedPorts)} />
      {own && !own.field ? <Problem problem={own} onPort={takeInstead} /> : null}
    </>
  );
}

type ProblemProps = { problem: WelcomeProblem; onPort: (port: number) => void };

function Problem({ problem, onPort }: ProblemProps) {
  const { t } = useTranslation();
  const { portInstead: instead, refusal } = problem;
  const insteadButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (instead) insteadButton.current?.focus();
  }, [problem, instead]);
  return (
    <Callout
      kind={instead ? 'warning' : 'error'}
      announce
      action={
        instead ? (
          <Button ref={insteadButton} size="small" onClick={() => onPort(instead)}>
            {t('welcome.usePort', { port: instead })}
          </Button>
        ) : undefined
      }
    >
      {refusalText(t, refusal)}
    </Callout>
  );
}

function Advanced({ store, usualPort }: { store: WelcomeStore; usualPort: number }) {
  const { t } = useTranslation();
  const { port, isAdvancedShown } = useStore(store);
  const field = useWelcomeField(store, 'port', 'host');
  const id = useId();
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
          {...field}
          label={t('welcome.port')}
          hint={t('welcome.portHint', { port: defaultPort })}
          inputMode="numeric"
          maxLength={5}
          autoComplete="off"
          value={port ?? String(usualPort)}
        />
      </div>
    </div>
  );
}
