import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ContactRound, Terminal, UsersRound } from 'lucide-react';
import { PresenceWords } from '../room/person-presence.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { classNames } from '../ui/class-names.ts';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { argumentWords, helpText } from './command-words.ts';
import type { Completion } from './completions.ts';
import type { CompletionChoice } from './use-completion.ts';
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
        {item.name}
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
    case 'command':
      return <Terminal className={styles.icon} size={16} aria-hidden="true" />;
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
    case 'place':
      return t('typed.conversation');
  }
}
