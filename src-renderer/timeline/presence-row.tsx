import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isTopic, type AccountId, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { tellEntry, type EntryTold } from '../../src-shared/sentences/entry-sentence.ts';
import { isolated } from '../../src-shared/text/isolate.ts';
import type { Format } from '../i18n/format.ts';
import { moveWithin } from '../messages/message-keys.ts';
import { EachToggle } from '../messages/message-text.tsx';
import { Sentence } from '../messages/sentence.tsx';
import { useNames } from '../room/room-context.tsx';
import { nameOf, ownNameOf } from '../room/room-selectors.ts';
import { hidesEach, presenceText } from './presence-text.ts';
import styles from './presence-row.module.css';
import type { PresenceEntry } from './timeline-rows.ts';

type PresenceRowProps = { entries: readonly PresenceEntry[]; format: Format };

/** Who came and went between two messages, in one line; each with its time on demand. */
export const PresenceRow = memo(function PresenceRow({ entries, format }: PresenceRowProps) {
  const { t } = useTranslation();
  const someone = t('conversations.someone');
  // As JSON, so that the row is drawn anew only if somebody in it has another name.
  const told = useNames((state) => {
    const groupName = (id: ConversationId) => (isTopic(id) ? ownNameOf(state, id) : undefined);
    return entries.map((entry) => {
      const of = (account: AccountId) => nameOf(state, account) ?? someone;
      const { values, ...rest } = tellEntry(entry, { nameOf: of, groupName });
      const shown = Object.entries(values).map(([key, value]) => [key, isolated(value)] as const);
      return JSON.stringify({ ...rest, values: Object.fromEntries(shown) });
    });
  });
  const [isOpen, setIsOpen] = useState(false);
  const named = entries.map((entry, i) => ({
    entry,
    told: JSON.parse(told[i] ?? '') as EntryTold,
  }));
  const accounts = useMemo(() => entries.flatMap(accountsOf), [entries]);
  const last = entries.at(-1);
  if (!last) return null;
  return (
    <div
      className={styles.presence}
      role="listitem"
      data-message=""
      tabIndex={-1}
      onKeyDown={moveWithin}
    >
      <p className={styles.line}>
        <span>
          <Sentence text={presenceText(named, { t, format })} accounts={accounts} />
        </span>
        <time className={styles.time} dateTime={new Date(last.at).toISOString()}>
          {timeSpan(entries, format)}
        </time>
        {entries.length > 1 && hidesEach(entries) ? (
          <EachToggle className={styles.toggle} isOpen={isOpen} onToggle={setIsOpen} />
        ) : null}
      </p>
      {isOpen ? (
        <ul className={styles.each}>
          {named.map((one) => (
            <li key={one.entry.seq}>
              <span>
                <Sentence text={presenceText([one], { t, format })} accounts={accounts} />
              </span>
              <time className={styles.time} dateTime={new Date(one.entry.at).toISOString()}>
                {format.clockWithSeconds(one.entry.at)}
              </time>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
});

function timeSpan(entries: readonly PresenceEntry[], format: Format): string {
  const [first, last] = [entries[0], entries.at(-1)].map((entry) => format.clock(entry?.at ?? 0));
  return first === last ? `${first}` : `${first} – ${last}`;
}

/** Who is named in the sentence of an entry. */
function accountsOf(entry: PresenceEntry): AccountId[] {
  return [...('by' in entry ? [entry.by] : []), ...('account' in entry ? [entry.account] : [])];
}
