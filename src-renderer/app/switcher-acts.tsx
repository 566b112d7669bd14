import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CalendarDays,
  Copy,
  Keyboard,
  Moon,
  RadioTower,
  Search,
  Settings,
  Sun,
  SunMoon,
  UsersRound,
} from 'lucide-react';
import type { Settings as Chosen } from '../../src-shared/bridge/app.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { refuseGroups } from '../room/permissions.ts';
import { useSearchIn } from '../room/use-show.ts';
import { useAppStores } from '../window/app-context.tsx';
import { shortcutList, type ShortcutId } from '../window/shortcuts.ts';
import { useToggleWho } from './pane-toggles.tsx';

/** Something that the switcher does. */
export type SwitchAct = {
  kind: 'act';
  key: string;
  name: string;
  icon: ReactNode;
  /** That do the same, without the switcher. */
  keys: readonly string[];
  run: () => void;
};

const keysOf = (wanted: ShortcutId): readonly string[] =>
  shortcutList.find(({ id }) => id === wanted)?.keys ?? [];

const looks = { light: <Sun />, dark: <Moon />, system: <SunMoon /> } satisfies Record<
  Chosen['theme'],
  ReactNode
>;

/** What can be done wherever one is. */
export function useAppActs(): SwitchAct[] {
  const { t } = useTranslation();
  const { app, frame } = useAppStores();
  const themes = (['light', 'dark', 'system'] as const).map((theme) =>
    act(`look ${theme}`, t(`switcher.look_${theme}`), looks[theme], () => {
      void app.changeSettings({ theme });
    }),
  );
  return [
    ...themes,
    act('settings', t('settings.title'), <Settings />, () => frame.openOverlay('settings')),
    act('shortcuts', t('settings.shortcuts'), <Keyboard />, () => frame.openOverlay('shortcuts')),
  ];
}

/** What can be done in the room and the conversation that are shown. */
export function useRoomActs(shown: ConversationId | undefined): SwitchAct[] {
  const { t } = useTranslation();
  const { copy, dialogs, frame } = useRoomStores();
  const findIn = useSearchIn();
  const toggleWho = useToggleWho(shown);
  const room = useRoom((state) => state.room);
  const mayMake = useRoom(refuseGroups) === undefined;
  if (!room) return [];
  const { address, hosted } = room;
  const here = (to: ConversationId) => [
    act('find-here', t('timeline.search'), <Search />, () => findIn(to)),
    act('day', t('search.goToDay'), <CalendarDays />, () =>
      dialogs.open({ is: 'go-to-day', in: to }),
    ),
  ];
  const newGroup = act('new-group', t('groups.newAsk'), <UsersRound />, () =>
    dialogs.open({ is: 'new-group', name: '', members: [] }),
  );
  const panel = act('host', t('hostPanel.title'), <RadioTower />, () => frame.showPane('host'));
  const copyAddress = act('address', t('rooms.copyAddress'), <Copy />, () => {
    void copy(address, t('rooms.addressCopied', { address }));
  });
  return [
    ...(shown ? here(shown) : []),
    act('find-everywhere', t('search.everywhere'), <Search />, () => findIn(undefined)),
    act('details', t('timeline.members'), <UsersRound />, toggleWho),
    ...(mayMake ? [newGroup] : []),
    hosted ? panel : copyAddress,
  ];
}

function act(key: string, name: string, icon: ReactNode, run: () => void): SwitchAct {
  const shortcut = shortcutList.find(({ id }) => id === key)?.id;
  return { kind: 'act', key, name, icon, keys: shortcut ? keysOf(shortcut) : [], run };
}
