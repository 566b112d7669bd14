import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Search } from 'lucide-react';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { classNames } from '../ui/class-names.ts';
import { Avatar } from '../ui/avatar.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './people-picker.module.css';

export type PeoplePickerProps = {
  /** Names the list. */
  label: string;
  people: readonly Member[];
  chosen: ReadonlySet<AccountId>;
  /** Somebody has to be chosen; `isAsked` once one tried without. */
  missing?: { id: string; isAsked: boolean } | undefined;
  onChange: (chosen: ReadonlySet<AccountId>) => void;
};

/** More than this and one types a part of the name. */
const mostListed = 300;

/** People to choose from, each with a box to tick; a part of the name finds them. */
export function PeoplePicker({ label, people, chosen, missing, onChange }: PeoplePickerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const found = useMemo(() => {
    const wanted = foldText(typed.trim());
    return people
      .filter(({ name }) => foldText(name).includes(wanted))
      .toSorted((one, other) => one.name.localeCompare(other.name));
  }, [people, typed]);
  const more = found.length - mostListed;
  const toggle = (account: AccountId) => {
    const next = new Set(chosen);
    if (!next.delete(account)) next.add(account);
    onChange(next);
  };
  return (
    <div className={styles.picker}>
      <TextField
        label={t('contacts.find')}
        hiddenLabel
        placeholder={t('contacts.find')}
        value={typed}
        onValue={setTyped}
        maxLength={100}
        before={<Search size={16} aria-hidden="true" />}
        onKeyDown={(event) => {
          const only = found.length === 1 ? found[0] : undefined;
          // Enter in a form would send it while one is still choosing.
          if (event.key === 'Enter') event.preventDefault();
          if (event.key === 'Enter' && only) toggle(only.account);
        }}
      />
      <ul className={styles.people} aria-label={label}>
        {found.slice(0, mostListed).map(({ account, name, presence }) => (
          <li key={account}>
            <label className={styles.person}>
              <input
                type="checkbox"
                className={styles.box}
                checked={chosen.has(account)}
                onChange={() => toggle(account)}
              />
              <Avatar name={name} id={account} size={28} presence={presence} />
              <span className={styles.name}>{name}</span>
            </label>
          </li>
        ))}
      </ul>
      {missing ? (
        <p
          id={missing.id}
          role={missing.isAsked ? 'alert' : undefined}
          className={classNames(styles.count, missing.isAsked && styles.asked)}
        >
          {t('contacts.chooseSomebody')}
        </p>
      ) : null}
      <p className={styles.count} role="status">
        {found.length === 0
          ? t('contacts.nobodyToPick')
          : more > 0
            ? t('members.more', { count: more })
            : missing
              ? null
              : t('contacts.chosen', { count: chosen.size })}
      </p>
    </div>
  );
}
