import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import {
  memo,
  useEffect,
  useRef,
  useId,
  useMemo,
  useState,
  type ComponentProps,
  type KeyboardEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { AtSign, ContactRound, Terminal, UsersRound } from 'lucide-react';
import { PresenceWords } from '../room/person-presence.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { classNames } from '../ui/class-names.ts';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import {
  argumentWords,
  emojiCompletions,
  isMentioning,
  mentionCompletions,
  mostCompletions,
  noCompletions,
  helpText,
  completionsOf,
  type Completion,
  type Completions,
} from './completions.ts';
import styles from './completion-list.module.css';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { mayMentionEveryone } from '../room/permissions.ts';
import { peopleOf } from '../room/room-selectors.ts';
import { useStore } from 'zustand';
import { loadEmoji, tones, type EmojiGroup } from '../ui/emoji-picker/emoji-list.ts';
import { useAppStores } from '../window/app-context.tsx';
import { typedWorld } from '../room/typed-store.ts';

/**
 * What the line above which it lies can go on with. The field stays the text field that it is (a textarea
 * can be nothing else), so a sentence tells listeners that there is something to choose.
 */
export function CompletionList({ choice }: { choice: CompletionChoice }) {
  const { t } = useTranslation();
  const { items, chosen, listId, choose } = choice;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, items]);
  const isShown = items.length > 0;
  return (
    <>
      <VisuallyHidden>
        <span role="status">{isShown ? t('typed.offered', { count: items.length }) : null}</span>
      </VisuallyHidden>
      {isShown ? (
        <div className={styles.popup}>
          <div
            ref={list}
            id={listId}
            role="listbox"
            aria-label={t('typed.completions')}
            className={styles.list}
          >
            {items.map((item, index) => (
              <div
                key={index}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === chosen}
                tabIndex={-1}
                className={classNames(styles.item, index === chosen && styles.chosen)}
                // The field keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(item)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') choose(item);
                }}
              >
                <Item item={item} />
              </div>
            ))}
          </div>
          <p className={styles.hint} aria-hidden="true">
            {t('typed.completionHint')}
          </p>
        </div>
      ) : null}
    </>
  );
}

const Item = memo(function CompletionItem({ item }: { item: Completion }) {
  const { t } = useTranslation();
  return (
    <>
      <Face item={item} />
      <span className={styles.name}>
        <bdi>{item.name}</bdi>
        {item.is === 'command' ? (
          <span className={styles.arguments}> {argumentWords(t, item.command)}</span>
        ) : null}
      </span>
      <span className={styles.help}>
        <Help item={item} />
      </span>
    </>
  );
});

function Face({ item }: { item: Completion }) {
  switch (item.is) {
    case 'person': {
      const { name, account, presence } = item.person;
      return <Avatar name={name} id={account} size={24} presence={presence} />;
    }
    case 'emoji':
      return <span className={styles.emoji}>{item.emoji}</span>;
    case 'command':
      return <Terminal className={styles.icon} size={16} aria-hidden="true" />;
    case 'everyone':
      return <AtSign className={styles.icon} size={16} aria-hidden="true" />;
    case 'contact-group':
      return <ContactRound className={styles.icon} size={16} aria-hidden="true" />;
    case 'place':
      return <UsersRound className={styles.icon} size={16} aria-hidden="true" />;
  }
}

function Help({ item }: { item: Completion }) {
  const { t } = useTranslation();
  switch (item.is) {
    case 'person':
      return <PresenceWords member={item.person} />;
    case 'command':
      return helpText(t, item.command);
    case 'contact-group':
      return t('typed.peopleIn', { count: item.group.members.length });
    case 'everyone':
      return t('mentions.allHere');
    case 'emoji':
      return null;
    case 'place':
      return t('typed.conversation');
  }
}

/** What is offered for a line, and which of it is chosen. */
export type CompletionChoice = ReturnType<typeof useCompletion>;

type CompletionOf = {
  text: string;
  /** Whose people can be mentioned; undefined where nobody is, and a line is never a command: emoji alone are offered. */
  conversation: ConversationId | undefined;
  onWrite: (line: string) => void;
};

type Moved = { text: string; to: number | 'closed' };

/** Offers commands and what follows them while the caret stands at the end of the line. */
export function useCompletion({ text, conversation, onWrite }: CompletionOf) {
  const listId = useId();
  const [isAtEnd, setIsAtEnd] = useState(true);
  /** Where the arrow keys went, for as long as the text is the same. */
  const [moved, setMoved] = useState<Moved>();
  const found = useFound(text, conversation, isAtEnd);
  const own = moved?.text === text ? moved.to : undefined;
  const items = own === 'closed' ? [] : found.items;
  const first = found.isComplete ? -1 : 0;
  const chosen = items.length === 0 || own === 'closed' ? -1 : (own ?? first);
  const close = () => setMoved({ text, to: 'closed' });
  const choose = (item: Completion) => onWrite(item.line);

  const onKeyDown = (event: KeyboardEvent) => {
    if (items.length === 0 || event.nativeEvent.isComposing || hasModifier(event)) return;
    const item = items[chosen];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setMoved({ text, to: next(chosen, by, items.length) });
    } else if ((event.key === 'Enter' || event.key === 'Tab') && item) {
      choose(item);
    } else if (event.key === 'Escape') {
      close();
    } else {
      return;
    }
    event.preventDefault();
  };

  return {
    items,
    /** -1 if none is. */
    chosen,
    listId,
    choose,
    /** Keys of the list; those that it takes are prevented from doing anything else. */
    onKeyDown,
    /** What the field says of its list, and what tells of its caret. */
    fieldProps: {
      'aria-autocomplete': 'list',
      'aria-controls': items.length > 0 ? listId : undefined,
      'aria-activedescendant': chosen >= 0 ? `${listId}-${chosen}` : undefined,
      onSelect: ({ currentTarget: area }) => setIsAtEnd(area.selectionStart === area.value.length),
      onBlur: items.length > 0 ? close : undefined,
    } satisfies ComponentProps<'textarea'>,
  };
}

function useFound(
  text: string,
  conversation: ConversationId | undefined,
  isWanted: boolean,
): Completions {
  const { t } = useTranslation();
  const stores = useRoomStores();
  const isCommand = isWanted && conversation !== undefined && /^[/@]/.test(text);
  // People come and go while one types; but only commands have to hear of it.
  useRoom((state) => (isCommand ? state : undefined));
  const emoji = useEmojiFound(isWanted ? text : '');
  const mentions = useMentioned(isWanted ? text : '', conversation);
  const world = isCommand ? typedWorld(stores, everyone) : undefined;
  if (!world) return mentions ?? emoji;
  const found = completionsOf(text, world, { everyone: t('conversations.everyone') });
  if (mentions) return together(mentions, found);
  return found.items.length > 0 || found.isComplete ? found : emoji;
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

/** People before commands: `@` is for them in every other place. */
function together(one: Completions, other: Completions): Completions {
  const items = [...one.items, ...other.items].slice(0, mostCompletions);
  return { items, isComplete: one.isComplete || other.isComplete };
}

/** All emoji come when the first `:` is typed. */
function useEmojiFound(text: string): Completions {
  const { app } = useAppStores();
  const tone = useStore(app, (state) => tones[state.settings.skinTone] ?? '');
  const [groups, setGroups] = useState<readonly EmojiGroup[]>();
  const isAsked = /(?:^|\s):[^\s:]*$/.test(text);
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
  return useMemo(
    () => (isAsked && groups ? emojiCompletions(text, groups, tone) : noCompletions),
    [text, isAsked, groups, tone],
  );
}

/** At the ends it goes on at the other end; from nowhere to the first or the last. */
function next(from: number, by: 1 | -1, count: number): number {
  if (from < 0) return by > 0 ? 0 : count - 1;
  return (from + by + count) % count;
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
}
