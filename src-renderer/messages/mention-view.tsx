import { useTranslation } from 'react-i18next';
import type { Mention } from '../../src-shared/protocol/mentions.ts';
import { useRoom } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { classNames } from '../ui/class-names.ts';
import styles from './message-text.module.css';

/** Somebody who is mentioned: by the name of now, in the reader's language. What was typed is what is copied. */
export function MentionView({ account, typed }: { account: Mention['account']; typed: string }) {
  const { t } = useTranslation();
  const name = useRoom((state) => (account === 'everyone' ? undefined : nameOf(state, account)));
  const isOwn = useRoom((state) => account === 'everyone' || account === state.room?.account);
  const sign = typed.startsWith('@') ? '@' : '';
  const shown =
    account === 'everyone' ? `${sign}${t('mentions.everyone')}` : `${sign}${name ?? ''}`;
  const Element = isOwn ? 'mark' : 'span';
  return (
    <Element className={classNames(styles.mention, isOwn && styles.own)}>
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
