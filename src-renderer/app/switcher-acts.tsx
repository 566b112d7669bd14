import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import {
  Bell,
  BellOff,
  Bookmark,
  CalendarDays,
  Coffee,
  ContactRound,
  Copy,
  Hash,
  Images,
  Keyboard,
  Moon,
  RadioTower,
  Search,
  Settings,
  Smile,
  Sun,
  SunMoon,
  UsersRound,
} from 'lucide-react';
import type { Settings as Chosen } from '../../src-shared/bridge/app.ts';
import { muteSpans } from '../../src-shared/member/attention.ts';
import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { refuseGroups, refuseTopics } from '../room/permissions.ts';
import { useJoinTopic, useSearchIn } from '../room/use-show.ts';
import { addressToHandOn, conversationName } from '../room/room-selectors.ts';
import { muteTime, useAttentionOf, useChangeAttention } from '../room/attention-menu.tsx';
import { useFormat } from '../i18n/format.ts';
import { useAppStores, useNow } from '../window/app-context.tsx';
import type { ShortcutId } from '../window/shortcuts.ts';
import { useToggleWho } from './pane-toggles.tsx';

/** Something that the switcher does; each has its keys, which are in the list of shortcuts. */
export type SwitchAct = {
  kind: 'act';
  key: ShortcutId;
  name: string;
  /** Other words by which it is found. */
  also: string;
  icon: ReactNode;
  run: () => void;
};

/** A topic that one is not in yet; like other places of a room, without keys of its own. */
export type SwitchTopic = Omit<SwitchAct, 'kind' | 'key'> & { kind: 'topic'; key: string };

const looks = { light: <Sun />, dark: <Moon />, system: <SunMoon /> } satisfies Record<
  Chosen['theme'],
  ReactNode
>;

/** What can be done wherever one is. */
export function useAppActs(): SwitchAct[] {
  const { t } = useTranslation();
  const { app, frame } = useAppStores();
  const themes = (['light', 'dark', 'system'] as const).map((theme) =>
    act(
      {
        key: `look-${theme}`,
        name: t(`switcher.look_${theme}`),
        also: t('switcher.also_look'),
        icon: looks[theme],
      },
      () => void app.changeSettings({ theme }),
    ),
  );
  return [
    ...themes,
    act({ key: 'settings', name: t('settings.title'), icon: <Settings /> }, () =>
      frame.openOverlay('settings'),
    ),
    act({ key: 'shortcuts', name: t('settings.shortcuts'), icon: <Keyboard /> }, () =>
      frame.openOverlay('shortcuts'),
    ),
  ];
}

/** What can be done in the room and the conversation that are shown. */
export function useRoomActs(shown: ConversationId | undefined): SwitchAct[] {
  const { t } = useTranslation();
  const { copy, dialogs, frame } = useRoomStores();
  const findIn = useSearchIn();
  const toggleWho = useToggleWho(shown);
  const room = useRoom((state) => state.room);
  const address = useRoom(addressToHandOn);
  const mutes = useMuteActs(shown);
  const making = useMakingActs();
  const owns = useOwnActs();
  if (!room) return [];
  const { hosted } = room;
  const here = (to: ConversationId) => [
    act({ key: 'find-here', name: t('timeline.search'), icon: <Search /> }, () => findIn(to)),
    act({ key: 'files', name: t('files.pane'), icon: <Images /> }, () => frame.showPane('files')),
    act(
      {
        key: 'day',
        name: t('search.goToDay'),
        also: t('switcher.also_day'),
        icon: <CalendarDays />,
      },
      () => dialogs.open({ is: 'go-to-day', in: to }),
    ),
  ];
  const missed = act({ key: 'away', name: t('away.open'), icon: <Coffee /> }, () =>
    frame.showPane('away'),
  );
  const panel = act({ key: 'host', name: t('hostPanel.title'), icon: <RadioTower /> }, () =>
    frame.showPane('host'),
  );
  const copyAddress = (given: string) =>
    act({ key: 'address', name: t('rooms.copyAddress'), icon: <Copy /> }, () => {
      void copy(given, t('rooms.addressCopied', { address: given }));
    });
  return [
    ...(shown ? [...here(shown), ...mutes] : []),
    act({ key: 'find-everywhere', name: t('search.everywhere'), icon: <Search /> }, () =>
      findIn(undefined),
    ),
    act({ key: 'details', name: t('timeline.members'), icon: <UsersRound /> }, toggleWho),
    missed,
    ...making,
    ...owns,
    ...(hosted ? [panel] : []),
    ...(address === undefined ? [] : [copyAddress(address)]),
  ];
}

/** What one can begin, as far as the room lets one. */
function useMakingActs(): SwitchAct[] {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const mayMakeGroups = useRoom(refuseGroups) === undefined;
  const mayMakeTopics = useRoom(refuseTopics) === undefined;
  const group = act({ key: 'new-group', name: t('groups.newAsk'), icon: <UsersRound /> }, () =>
    dialogs.open({ is: 'new-group', name: '', members: [] }),
  );
  const topic = act({ key: 'new-topic', name: t('topics.newAsk'), icon: <Hash /> }, () =>
    dialogs.open({ is: 'new-topic', name: '' }),
  );
  const contacts = act(
    { key: 'new-contact-group', name: t('contacts.newGroupAsk'), icon: <ContactRound /> },
    () => dialogs.open({ is: 'new-contact-group', members: [] }),
  );
  return [...(mayMakeGroups ? [group] : []), ...(mayMakeTopics ? [topic] : []), contacts];
}

/** Topics, and what this person has put aside and says of themselves. */
function useOwnActs(): SwitchAct[] {
  const { t } = useTranslation();
  const { dialogs, frame } = useRoomStores();
  const isLive = useRoom((state) => state.room?.connection.is === 'live');
  const status = act({ key: 'status', name: t('status.set'), icon: <Smile /> }, () =>
    dialogs.open({ is: 'status' }),
  );
  return [
    act({ key: 'topics', name: t('topics.findAsk'), icon: <Hash /> }, () =>
      dialogs.open({ is: 'topics' }),
    ),
    act({ key: 'saved', name: t('saved.title'), icon: <Bookmark /> }, () =>
      frame.showPane('saved'),
    ),
    ...(isLive ? [status] : []),
  ];
}

/** Joins the topics that one is not in, by their names. */
export function useTopicActs(): SwitchTopic[] {
  const { t } = useTranslation();
  const { topics, frame } = useRoomStores();
  const byKey = useStore(topics, (state) => state.byKey);
  const groups = useRoom((state) => state.groups);
  const join = useJoinTopic(() => undefined);
  useEffect(() => void topics.look(), [topics]);
  return [...byKey.values()]
    .filter((topic) => !topic.archived && groups.get(topic.in)?.standing !== 'member')
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map((topic) => {
      const name = t('topics.joinNamed', { topic: `#${topic.name}` });
      const run = () => {
        void join({ ...topic, joined: undefined }).then((answer) => {
          if (!answer.ok) frame.refuse(answer.refusal);
        });
      };
      return { kind: 'topic', key: `join ${topic.in}`, name, also: '', icon: <Hash />, run };
    });
}

/** Mutes the conversation that is shown, or ends that. */
function useMuteActs(shown: ConversationId = everyone): SwitchAct[] {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const name = useRoom((state) => conversationName(state, shown, t));
  const { muted } = useAttentionOf(shown);
  const { mute, unmute } = useChangeAttention(shown);
  if (muted)
    return [
      act({ key: 'unmute', name: t('attention.actUnmute', { name }), icon: <Bell /> }, unmute),
    ];
  return muteSpans.map((span) => {
    const words = t(`attention.act_${span}`, { name, time: muteTime(span, { format, now }) });
    return act({ key: `mute-${span}`, name: words, icon: <BellOff /> }, () => mute(span));
  });
}

type ActParts = Pick<SwitchAct, 'key' | 'name' | 'icon'> & Partial<Pick<SwitchAct, 'also'>>;

function act(what: ActParts, run: () => void): SwitchAct {
  return { kind: 'act', also: '', ...what, run };
}
