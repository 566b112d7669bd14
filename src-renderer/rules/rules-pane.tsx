import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Panel } from '../ui/panel.tsx';
import { Tabs, type TabsProps } from '../ui/tabs.tsx';
import { BansView } from './bans-view.tsx';
import { createPageStore } from './page-store.ts';
import { RecordView } from './record-view.tsx';
import { RoomRules } from './room-rules.tsx';
import styles from './rules.module.css';

type View = 'rules' | 'record' | 'bans';

/** What holds in the room, what was done by those who look after it, and whom they keep out. */
export function RulesPane() {
  const { t } = useTranslation();
  const { frame } = useRoomStores();
  const mayBan = useRoom(({ room }) => room !== undefined && may(room.role, 'ban'));
  const [chosen, setChosen] = useState<View>('rules');
  const { record, bans } = useRecordAndBans();
  const tabs: TabsProps<View>['tabs'] = [
    {
      value: 'rules',
      label: t('moderation.rules'),
      content: (
        <div className={styles.view}>
          <RoomRules />
        </div>
      ),
    },
    { value: 'record', label: t('moderation.record'), content: <RecordView record={record} /> },
  ];
  const ofBans = {
    value: 'bans',
    label: t('moderation.bans'),
    content: <BansView bans={bans} />,
  } as const;
  return (
    <Panel
      label={t('moderation.open')}
      close={{ label: t('ui.close'), run: frame.closePane }}
      scroll={false}
    >
      <Tabs<View>
        label={t('moderation.parts')}
        // Whoever is no moderator any more goes back to what all see.
        value={chosen === 'bans' && !mayBan ? 'rules' : chosen}
        onValue={setChosen}
        tabs={mayBan ? [...tabs, ofBans] : tabs}
      />
    </Panel>
  );
}

function useRecordAndBans() {
  const { bridge, room } = useRoomStores();
  const [stores] = useState(() => ({
    record: createPageStore(
      async (from) => {
        const page = await bridge.request('record/read', { room: room.id, from });
        if (!page.ok) return page;
        return { ok: true, value: { items: page.value.entries, next: page.value.next } };
      },
      ({ id }) => id,
    ),
    bans: createPageStore(
      async (from) => {
        const page = await bridge.request('ban/list', { room: room.id, from });
        if (!page.ok) return page;
        return { ok: true, value: { items: page.value.bans, next: page.value.next } };
      },
      ({ ban }) => ban,
    ),
  }));
  useEffect(() => {
    const { record, bans } = stores;
    return listenToRoom(
      bridge,
      { room: room.id },
      {
        'record/added': ({ entry }) => {
          record.add(entry);
          const isAboutBans = entry.act === 'banned' || entry.act === 'unbanned';
          if (isAboutBans && bans.getState().items) void bans.load();
        },
      },
    );
  }, [bridge, room, stores]);
  return stores;
}
