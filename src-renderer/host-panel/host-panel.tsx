import { Button } from '../ui/button.tsx';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { roomAccesses } from '../../src-shared/protocol/connection.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/format.ts';
import { Callout } from '../ui/callout.tsx';
import { Panel } from '../ui/panel.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { BackupView } from './backup-view.tsx';
import { ActivityView } from './activity-view.tsx';
import { createHostStore } from './host-store.ts';
import type { NetworkChange } from './host-store.ts';
import { FilesView } from './files-view.tsx';
import { InviteView } from './invite-view.tsx';
import { LogView } from './log-view.tsx';
import { NetworkView } from './network-view.tsx';
import styles from './host-panel.module.css';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { Switch } from '../ui/switch.tsx';
import { PictureChooser } from '../people/picture-chooser.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { useApp, useAppStores } from '../window/app-context.tsx';

export type HostPanelProps = {
  room: RoomId;
  /** The room's rules, which are not the host's alone. */
  rules: ReactNode;
};

/** What only the one who hosts sees: how others get in, who is there, and what happens. */
export function HostPanel({ room, rules }: HostPanelProps) {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  return (
    <Panel
      label={t('hostPanel.title')}
      close={{ label: t('hostPanel.close'), run: frame.closePane }}
      scroll={false}
    >
      <Views key={room} room={room} rules={rules} />
    </Panel>
  );
}

type View = 'invite' | 'network' | 'activity' | 'log' | 'files' | 'options';

function Views({ room, rules }: HostPanelProps) {
  const { t } = useTranslation();
  const { bridge } = useAppStores();
  const [store] = useState(() => createHostStore(bridge, room));
  useEffect(() => store.open(), [store]);
  const [view, setView] = useState<View>('invite');
  const { status, refusal, lines } = useStore(store);
  if (refusal && !status) {
    return (
      <div className={styles.problem}>
        <Callout kind="error">{refusalText(t, refusal)}</Callout>
      </div>
    );
  }
  if (!status) {
    return (
      <p className={styles.waiting}>
        <Spinner /> {t('hostPanel.starting')}
      </p>
    );
  }
  return (
    <>
      {status.fullDisk ? <FullDisk freeBytes={status.fullDisk.freeBytes} /> : null}
      <Tabs<View>
        label={t('hostPanel.views')}
        value={view}
        onValue={setView}
        tabs={[
          {
            value: 'invite',
            label: t('hostPanel.invite'),
            content: <InviteView store={store} status={status} />,
          },
          {
            value: 'network',
            label: t('hostPanel.network'),
            content: <NetworkView store={store} status={status} />,
          },
          {
            value: 'activity',
            label: t('hostPanel.activity'),
            content: <ActivityView status={status} />,
          },
          {
            value: 'log',
            label: t('hostPanel.log'),
            content: <LogView lines={lines} onOpenFolder={() => store.openLog()} />,
          },
          {
            value: 'files',
            label: t('hostPanel.files'),
            content: <FilesView store={store} terms={status.options.files} />,
          },
          {
            value: 'options',
            label: t('hostPanel.options'),
            content: (
              <OptionsView
                room={status.room}
                options={status.options}
                backup={<BackupView store={store} backup={status.backup} />}
                announced={status.announced}
                rules={rules}
                onChange={(change) => store.changeOptions(change)}
                onNetwork={(change) => store.changeNetwork(change)}
              />
            ),
          },
        ]}
      />
    </>
  );
}

function FullDisk({ freeBytes }: { freeBytes: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.disk}>
      <Callout kind="warning" title={t('hostPanel.diskFull')} announce>
        {t('hostPanel.diskFullText', {
          free: format.bytes(freeBytes),
          needed: format.bytes(limits.freeDiskBytes),
        })}
      </Callout>
    </div>
  );
}

/** Brings in what was said elsewhere. */
function ImportSection({ room }: { room: RoomId }) {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('importing.title')}</h3>
      <p className={styles.text}>{t('importing.hint')}</p>
      <div>
        <Button size="small" onClick={() => frame.askImport(room)}>
          {t('importing.open')}
        </Button>
      </div>
    </section>
  );
}

type OptionsViewProps = {
  room: RoomId;
  options: HostOptions;
  announced: HostStatus['announced'];
  backup: ReactNode;
  rules: ReactNode;
  onChange: (change: Partial<HostOptions>) => Promise<Refusal | undefined>;
  onNetwork: (change: NetworkChange) => Promise<Refusal | undefined>;
};

/** What the host can switch while the room runs, each with a sentence on what it means. */
function OptionsView(props: OptionsViewProps) {
  const { room, options, announced, backup, rules, onChange, onNetwork } = props;
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<Refusal>();
  const change = (wanted: Partial<HostOptions>) => void onChange(wanted).then(setRefusal);
  return (
    <div className={styles.view}>
      <section className={styles.section}>
        <Switch
          label={t('hostPanel.plain')}
          hint={t('hostPanel.plainText')}
          checked={options.plain}
          onChange={(plain) => change({ plain })}
        />
      </section>
      <section className={styles.section}>
        <Select
          label={t('access.who')}
          value={options.access}
          options={roomAccesses.map((value) => ({ value, label: t(`access.who_${value}`) }))}
          onValue={(access) => change({ access })}
        />
        <p className={styles.text}>{t(`access.whoText_${options.access}`)}</p>
      </section>
      <section className={styles.section}>
        <Switch
          label={t('hostPanel.logTexts')}
          hint={t('hostPanel.logTextsText')}
          checked={options.logTexts}
          onChange={(logTexts) => change({ logTexts })}
        />
      </section>
      <Announce
        state={announced}
        onChange={(isAnnounced) => void onNetwork({ isAnnounced }).then(setRefusal)}
      />
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
      <RoomPicture />
      {backup}
      <ImportSection room={room} />
      {rules}
    </div>
  );
}

/** By which members know the room in their list of rooms. */
function RoomPicture() {
  const { t } = useTranslation();
  const shown = useApp(({ route, rooms }) => ('room' in route ? rooms.get(route.room) : undefined));
  if (!shown) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('pictures.ofRoom')}</h3>
      <Avatar id={shown.room} name={shown.name} shape="square" size={56} />
      <PictureChooser room={shown.room} of="room" has={shown.picture !== undefined} />
    </section>
  );
}

type AnnounceProps = { state: HostStatus['announced']; onChange: (isWanted: boolean) => void };

function Announce({ state, onChange }: AnnounceProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.section}>
      {state.is === 'hidden' ? (
        <Callout kind="info">{t('hostPanel.announce_hidden')}</Callout>
      ) : (
        <Switch
          label={t('hostPanel.announce')}
          hint={t('hostPanel.announceText')}
          checked={state.is !== 'off'}
          onChange={onChange}
        />
      )}
      {state.is === 'failed' ? (
        <Callout kind="warning">{t(`hostPanel.announce_${state.problem}`)}</Callout>
      ) : null}
    </section>
  );
}
