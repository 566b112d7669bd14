import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useState,
  type ChangeEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { mayMentionEveryone } from '../room/permissions.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { peopleOf } from '../room/room-selectors.ts';
import { typedWorld } from '../room/typed-store.ts';
import { loadEmoji, tones, type EmojiGroup } from '../ui/emoji-picker/emoji-list.ts';
import { languageOf } from '../ui/refusal-text.ts';
import type { RoomState } from '../room/room-store.ts';
import { topicTyped, type TopicsByKey } from './topic-places.ts';
import { useAppStores } from '../window/app-context.tsx';
import {
  completionsOf,
  emojiCompletions,
  emojiTypedOut,
  isMentioning,
  mayNameEmoji,
  mentionCompletions,
  mostCompletions,
  topicCompletions,
  type Completions,
  type KnownEmoji,
} from './completions.ts';

type Typing = {
  text: string;
  /** The caret, from which the text goes on. */
  before: string;
  known: KnownEmoji;
};

/** The second `:` of a name that was typed in full makes it the emoji, once all names are known. */
export function useTypedOut(
  { text, before, known: { groups, tone } }: Typing,
  put: (line: string) => void,
) {
  const [closed, setClosed] = useState<string>();
  const isClosed = closed !== undefined && closed === text;
  const found = isClosed && groups ? emojiTypedOut(before, groups, tone) : undefined;
  const replace = useEffectEvent(() => {
    setClosed(undefined);
    if (found) put(`${before.slice(0, found.from)}${found.emoji}`);
  });
  useLayoutEffect(() => {
    if (!isClosed || !groups) return undefined;
    let isWanted = true;
    // Not while React writes the field: it would not hear that the text has changed.
    queueMicrotask(() => {
      if (isWanted) replace();
    });
    return () => {
      isWanted = false;
    };
  }, [isClosed, groups]);
  return ({ currentTarget, nativeEvent }: ChangeEvent<HTMLTextAreaElement>) => {
    const { value, selectionStart } = currentTarget;
    const isTyped = value.length === text.length + 1 && value[selectionStart - 1] === ':';
    // Whoever takes the emoji back wants the name.
    const isUndone = 'inputType' in nativeEvent && String(nativeEvent.inputType).startsWith('hist');
    setClosed(isTyped && !isUndone ? value : undefined);
  };
}

/** What the text before the caret can go on with. */
export function useFound(
  { text, before, known }: Typing,
  where: { conversation: ConversationId | undefined; hasCommands: boolean },
): Completions {
  const { conversation, hasCommands } = where;
  const { t } = useTranslation();
  const stores = useRoomStores();
  const mayCommand = hasCommands && conversation !== undefined;
  const isCommand = mayCommand && before === text && /^[/@]/.test(before);
  // People come and go while one types; but only commands have to hear of it.
  useRoom((state) => (isCommand ? state : undefined));
  const emoji = useEmojiFound(before, known);
  const people = useMentioned(before, conversation);
  const topics = useTopicNamed(before, conversation);
  const world = isCommand ? typedWorld(stores, everyone) : undefined;
  if (!world) return people ?? topics ?? emoji;
  const found = completionsOf(before, world, { everyone: t('conversations.everyone') });
  if (people) return together(people, found);
  return found.items.length > 0 || found.isComplete ? found : (topics ?? emoji);
}

/** Undefined while nobody is mentioned. */
function useMentioned(
  text: string,
  conversation: ConversationId | undefined,
): Completions | undefined {
  const { t } = useTranslation();
  const isAsked = conversation !== undefined && isMentioning(text);
  const state = useRoom((all) => (isAsked ? all : undefined));
  if (!state || conversation === undefined) return undefined;
  const word = mayMentionEveryone(state, conversation) ? t('mentions.everyone') : undefined;
  const found = mentionCompletions(text, peopleOf(state, conversation), word);
  return found.items.length > 0 || found.isComplete ? found : undefined;
}

/** Undefined while no topic is named: those that one is in, then those that one can join. */
function useTopicNamed(
  text: string,
  conversation: ConversationId | undefined,
): Completions | undefined {
  const { topics } = useRoomStores();
  const isAsked = conversation !== undefined && topicTyped(text) !== undefined;
  useEffect(() => {
    if (isAsked) void topics.look();
  }, [isAsked, topics]);
  const groups = useRoom((state) => (isAsked ? state.groups : undefined));
  const listed = useStore(topics, ({ byKey }) => (isAsked ? byKey : undefined));
  const names = useMemo(() => topicNames(groups, listed), [groups, listed]);
  if (!isAsked) return undefined;
  const found = topicCompletions(text, names);
  return found.items.length > 0 || found.isComplete ? found : undefined;
}

function topicNames(
  groups: RoomState['groups'] = new Map(),
  listed: TopicsByKey = new Map(),
): string[] {
  const own = [...groups.values()].filter(({ topic, standing }) => topic && standing === 'member');
  const isOwn = new Set(own.map((group) => group.in));
  const others = [...listed.values()].filter((topic) => !topic.archived && !isOwn.has(topic.in));
  return [own, others].flatMap((some) => some.map(({ name }) => name).toSorted(byName));
}

function byName(one: string, other: string): number {
  return one.localeCompare(other);
}

/** People before commands: `@` is for them in every other place. */
function together(one: Completions, other: Completions): Completions {
  const items = [...one.items, ...other.items].slice(0, mostCompletions);
  return { items, isComplete: one.isComplete || other.isComplete };
}

function useEmojiFound(before: string, { groups, tone, language }: KnownEmoji): Completions {
  return useMemo(
    () => emojiCompletions(before, { groups, tone, language }),
    [before, groups, tone, language],
  );
}

/** All emoji come when the first `:` is typed. */
export function useAllEmoji(before: string): KnownEmoji {
  const isAsked = mayNameEmoji.test(before);
  const { t } = useTranslation();
  const { app } = useAppStores();
  const tone = useStore(app, (state) => tones[state.settings.skinTone] ?? '');
  const [groups, setGroups] = useState<readonly EmojiGroup[]>();
  useEffect(() => {
    if (!isAsked || groups) return undefined;
    let isWanted = true;
    void loadEmoji().then((loaded) => {
      if (isWanted) setGroups(loaded);
    });
    return () => {
      isWanted = false;
    };
  }, [isAsked, groups]);
  return { groups, tone, language: languageOf(t) };
}
