import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { Format } from '../i18n/format.ts';
import { useRoom } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import type { PresenceEntry } from './timeline-rows.ts';
import styles from './presence-row.module.css';

export type NamedPresence = { entry: PresenceEntry; name: string };

/** So many names are said before "and 3 more". */
const namesSaid = 2;

/** Who came and went between two messages, in one line; each with its time where asked for. */
export const PresenceRow = memo(function PresenceRow({
  entries,
  format,
}: {
  entries: readonly PresenceEntry[];
  format: Format;
}) {
  const { t } = useTranslation();
  const someone = t('conversations.someone');
  const names = useRoom((state) =>
    entries.map((entry) =>
      entry.type === 'joined' ? entry.name : (nameOf(state, entry.account) ?? someone),
    ),
  );
  const [isOpen, setIsOpen] = useState(false);
  const named = entries.map((entry, i) => ({ entry, name: names[i] ?? someone }));
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

/** "Ali, Veli and 3 more joined · Can left" */
export function presenceText(
  named: readonly NamedPresence[],
  { t, format }: { t: TFunction; format: Format },
): string {
  const names = (kind: 'joined' | 'left' | 'lost') => {
    const own = named.filter(({ entry }) => kindOf(entry) === kind).map((one) => one.name);
    return [...new Set(own)];
  };
  const joined = names('joined');
  const left = names('left');
  const lost = names('lost');
  const said = (all: string[]) => sayNames(all, { t, format });
  return [
    joined.length > 0 ? t('timeline.joined', { names: said(joined) }) : '',
    left.length > 0 ? t('timeline.left', { names: said(left) }) : '',
    lost.length > 0 ? t('timeline.lost', { names: said(lost), count: lost.length }) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function kindOf(entry: PresenceEntry): 'joined' | 'left' | 'lost' {
  return entry.type === 'joined' ? 'joined' : entry.reason;
}

function sayNames(names: string[], { t, format }: { t: TFunction; format: Format }): string {
  if (names.length <= namesSaid + 1) return format.list(names);
  const more = t('timeline.more', { count: names.length - namesSaid });
  return format.list([...names.slice(0, namesSaid), more]);
}

function timeSpan(entries: readonly PresenceEntry[], format: Format): string {
  const [first, last] = [entries[0], entries.at(-1)].map((entry) => format.clock(entry?.at ?? 0));
  return first === last ? `${first}` : `${first} – ${last}`;
}
