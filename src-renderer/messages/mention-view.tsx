import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mention } from '../../src-shared/protocol/mentions.ts';
import { useNames, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { classNames } from '../ui/class-names.ts';
import styles from './message-text.module.css';

/**
 * Somebody who is mentioned: by the name of now, in the reader's language; a click shows their card, as Enter does after the
 * arrows have led here from the message. What was typed is what is copied, so it is no button of its own.
 */
export function MentionView({ account, typed }: { account: Mention['account']; typed: string }) {
  const { t } = useTranslation();
  const name = useNames((state) => (account === 'everyone' ? undefined : nameOf(state, account)));
  const isOwn = useNames((state) => account === 'everyone' || account === state.room?.account);
  const sign = typed.startsWith('@') ? '@' : '';
  const shown =
    account === 'everyone' ? `${sign}${t('mentions.everyone')}` : `${sign}${name ?? ''}`;
  const { frame } = useRoomStores();
  const Element = isOwn ? 'mark' : 'span';
  const show = () => {
    if (account !== 'everyone') frame.showPerson(account);
  };
  const isPerson = account !== 'everyone' && name !== undefined;
  const way = isPerson
    ? {
        role: 'button',
        tabIndex: -1,
        'data-within': '',
        title: t('contacts.details'),
        onClick: show,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          show();
        },
      }
    : {};
  return (
    <Element
      {...way}
      className={classNames(styles.mention, isOwn && styles.own, isPerson && styles.person)}
    >
      {name === undefined && account !== 'everyone' ? (
        typed
      ) : shown === typed ? (
        typed
      ) : (
        <>
          <span className={styles.hidden} aria-hidden="true">
            {typed}
          </span>
          <span data-added="">{shown}</span>
        </>
      )}
    </Element>
  );
}
