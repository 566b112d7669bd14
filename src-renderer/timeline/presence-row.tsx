import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { tellEntry } from '../../src-shared/sentences/entry-sentence.ts';
import type { EntryTold } from '../../src-shared/sentences/entry-sentence.ts';
import type { Format } from '../i18n/format.ts';
import { useRoom } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { presenceText } from './presence-text.ts';
import type { PresenceEntry } from './timeline-rows.ts';
import styles from './presence-row.module.css';

/** Who came and went between two messages, in one line; each with its time on demand. */
export const PresenceRow = memo(function PresenceRow({
  entries,
  format,
}: {
  entries: readonly PresenceEntry[];
  format: Format;
}) {
  const { t } = useTranslation();
  const someone = t('conversations.someone');
  // As JSON, so that the row is drawn anew only if somebody in it has another name.
  const told = useRoom((state) =>
    entries.map((entry) => {
      const of = (account: AccountId) => nameOf(state, account) ?? someone;
      return JSON.stringify(tellEntry(entry, { nameOf: of, groupName: () => undefined }));
    }),
  );
  const [isOpen, setIsOpen] = useState(false);
  const named = entries.map((entry, i) => ({
    entry,
    told: JSON.parse(told[i] ?? '') as EntryTold,
  }));
  const last = entries.at(-1);
  if (!last) return null;
  return (
    <div className={styles.presence} role="listitem">
      <p className={styles.line}>
        <span>{presenceText(named, { t, format })}</span>
        <time className={styles.time} dateTime={new Date(last.at).toISOString()}>
          {timeSpan(entries, format)}
        </time>
        {entries.length > 1 ? (
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? t('timeline.hideEach') : t('timeline.showEach')}
          </button>
        ) : null}
      </p>
      {isOpen ? (
        <ul className={styles.each}>
          {named.map((one) => (
            <li key={one.entry.seq}>
              {presenceText([one], { t, format })}
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
