import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import {
  memo,
  useEffect,
  useRef,
  useId,
  useState,
  type ChangeEvent,
  type ComponentProps,
  type KeyboardEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { AtSign, ContactRound, Hash, Terminal, UsersRound } from 'lucide-react';
import { PresenceWords } from '../room/person-presence.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { classNames } from '../ui/class-names.ts';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { argumentWords, helpText, type Completion } from './completions.ts';
import { changeField } from './format-selection.ts';
import { useAllEmoji, useFound, useTypedOut } from './use-found.ts';
import styles from './completion-list.module.css';

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
    case 'topic':
      return <Hash className={styles.icon} size={16} aria-hidden="true" />;
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
    case 'topic':
      return t('switcher.kind_topic');
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
  /** False where a line that begins with `/` is said as it stands. */
  hasCommands?: boolean;
  onWrite: (line: string) => void;
};

type Moved = { text: string; to: number | 'closed' };
/** Where the caret stands in this text; undefined while something is selected. */
type Caret = { text: string; at: number | undefined };

/** Offers what goes on from where the caret stands: people and emoji anywhere, commands at the end of their line. */
export function useCompletion({ text, conversation, hasCommands = true, onWrite }: CompletionOf) {
  const listId = useId();
  const area = useRef<HTMLTextAreaElement>(undefined);
  /** As it was last heard of; what changes the text by itself leaves it at the end. */
  const [caret, setCaret] = useState<Caret>();
  /** Where the arrow keys went, for as long as the text is the same. */
  const [moved, setMoved] = useState<Moved>();
  const at = caret?.text === text ? caret.at : text.length;
  const before = beforeCaret(text, at);
  const typing = { text, before, known: useAllEmoji(before) };
  const found = useFound(typing, { conversation, hasCommands });
  const own = moved?.text === text ? moved.to : undefined;
  const items = own === 'closed' ? [] : found.items;
  const first = found.isComplete ? -1 : 0;
  const chosen = items.length === 0 || own === 'closed' ? -1 : (own ?? first);
  const close = () => setMoved({ text, to: 'closed' });
  /** Puts something in the place of what stands before the caret; it can be undone. */
  const put = (line: string) => {
    const rest = text.slice(before.length);
    if (!area.current) return onWrite(`${line}${rest}`);
    const from = sharedLength(line, before);
    // The blank that is there already is enough.
    const isBlankThere = line.endsWith(' ') && /^\s/.test(rest);
    const insert = line.slice(from, isBlankThere ? -1 : undefined);
    changeField(area.current, {
      from,
      to: before.length,
      insert,
      start: line.length,
      end: line.length,
    });
    setCaret({ text: area.current.value, at: line.length });
  };
  const choose = (item: Completion) => put(item.line);
  const noteTyped = useTypedOut(typing, put);
  const noteCaret = (field: HTMLTextAreaElement) => {
    area.current = field;
    const { value, selectionStart, selectionEnd } = field;
    setCaret({ text: value, at: selectionStart === selectionEnd ? selectionStart : undefined });
  };

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
    /** Before the text changes by what was typed. */
    onTyped: (event: ChangeEvent<HTMLTextAreaElement>) => {
      noteCaret(event.currentTarget);
      noteTyped(event);
    },
    /** What the field says of its list, and what tells of its caret. */
    fieldProps: {
      'aria-autocomplete': 'list',
      'aria-controls': items.length > 0 ? listId : undefined,
      'aria-activedescendant': chosen >= 0 ? `${listId}-${chosen}` : undefined,
      onSelect: ({ currentTarget }) => noteCaret(currentTarget),
      onBlur: items.length > 0 ? close : undefined,
    } satisfies ComponentProps<'textarea'>,
  };
}

/** Nothing within a word, which is there already. */
function beforeCaret(text: string, at: number | undefined): string {
  if (at === undefined || /^[\p{L}\p{N}\p{M}_]/u.test(text.slice(at))) return '';
  return text.slice(0, at);
}

function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** At the ends it goes on at the other end; from nowhere to the first or the last. */
function next(from: number, by: 1 | -1, count: number): number {
  if (from < 0) return by > 0 ? 0 : count - 1;
  return (from + by + count) % count;
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
}
