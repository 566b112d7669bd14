import { useId, useRef, useState, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { useCloseDialog, useDialogAnswer } from '../room/own-dialog.tsx';
import { useRoom } from '../room/room-context.tsx';
import { contactGroupsByName } from './contact-group-entries.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { FilterField, TextField } from '../ui/text-field.tsx';
import styles from './people-form.module.css';
import { foldText } from '../../src-shared/text/fold.ts';
import { classNames } from '../ui/class-names.ts';
import { Avatar } from '../ui/avatar.tsx';
import picker from './people-picker.module.css';

export type PeopleFormProps = {
  title: string;
  description?: string;
  /** The words on the button that does it. */
  action: string;
  /** Missing if nothing is named. */
  name?: string;
  /** Whom one can choose; missing if nobody is chosen. */
  people?: readonly Member[];
  chosen?: readonly AccountId[];
  /** Who is chosen and not among `people`, now, stays so; else they do not count. */
  keepsAbsent?: boolean;
  /** Contact groups are offered, to be chosen at once. */
  offersGroups?: boolean;
  /** Whether it can be done without anybody. */
  mayBeEmpty?: boolean;
  submit: (name: string, members: AccountId[]) => Promise<Outcome<unknown>>;
  /** Hears what is typed and who is chosen, each time. */
  onChange?: (name: string, members: AccountId[]) => void;
  /** Stands below the form and is no part of it. */
  below?: ReactNode;
};

const aboutName = new Set<RefusalCode>([
  'group-name-empty',
  'group-name-too-long',
  'name-not-allowed',
  'contact-group-taken',
]);

/** A dialog that asks for a name, for people, or for both; what is refused is said where it is wrong. */
export function PeopleForm(props: PeopleFormProps) {
  const { title, description, action, people, mayBeEmpty = false, submit, below } = props;
  const close = useCloseDialog();
  const { t } = useTranslation();
  const [name, setName] = useState(props.name ?? '');
  const [all, setChosen] = useState<ReadonlySet<AccountId>>(() => new Set(props.chosen));
  const chosen = props.keepsAbsent ? all : amongThem(all, people);
  const choose = (next: ReadonlySet<AccountId>) => {
    setChosen(next);
    props.onChange?.(name, [...next]);
  };
  const id = useId();
  const nameField = useRef<HTMLInputElement>(null);
  const hasName = props.name !== undefined;
  const isIncomplete = people !== undefined && !mayBeEmpty && chosen.size === 0;
  const [isMissed, setIsMissed] = useState(false);
  const { run, busy, refusal, clear } = useDialogAnswer();
  const said = refusal && refusalText(t, refusal);
  const isAboutName = refusal !== undefined && hasName && aboutName.has(refusal.code);
  const missing = isIncomplete ? `${id}-missing` : undefined;
  const send = async () => {
    setIsMissed(isIncomplete);
    if (isIncomplete || busy) return;
    const before = document.activeElement;
    if (await run(() => submit(name, [...chosen]))) return close();
    // What stood below took the focus and is gone again.
    if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
  };
  return (
    <FormDialog
      {...{ title, description, action, busy, missing, below }}
      {...(hasName ? { initialFocus: nameField } : {})}
      onClose={close}
      onSubmit={() => void send()}
    >
      {hasName ? (
        <TextField
          ref={nameField}
          label={t('contacts.name')}
          value={name}
          onValue={(value) => {
            setName(value);
            props.onChange?.(value, [...all]);
            clear();
          }}
          maxLength={256}
          autoComplete="off"
          error={isAboutName ? said : undefined}
        />
      ) : null}
      {props.offersGroups ? (
        <Groups people={people} onChoose={(members) => choose(new Set([...chosen, ...members]))} />
      ) : null}
      {people ? (
        <PeoplePicker
          label={t('contacts.people')}
          people={people}
          chosen={chosen}
          missing={missing === undefined ? undefined : { id: missing, isAsked: isMissed }}
          onChange={choose}
        />
      ) : null}
      {said && !isAboutName ? <Callout kind="error">{said}</Callout> : null}
    </FormDialog>
  );
}

function amongThem(
  chosen: ReadonlySet<AccountId>,
  people: readonly Member[] = [],
): ReadonlySet<AccountId> {
  const there = new Set(people.map(({ account }) => account));
  return new Set([...chosen].filter((account) => there.has(account)));
}

type GroupsProps = {
  people?: readonly Member[] | undefined;
  onChoose: (members: readonly AccountId[]) => void;
};

function Groups({ people = [], onChoose }: GroupsProps) {
  const { t } = useTranslation();
  const groups = useRoom((state) =>
    contactGroupsByName(state, '').filter((group) => group.members.length > 0),
  );
  const offered = new Set(people.map((person) => person.account));
  if (groups.length === 0) return null;
  return (
    <div className={styles.lists} role="group" aria-label={t('contacts.fromGroup')}>
      <span className={styles.listsLabel}>{t('contacts.fromGroup')}</span>
      {groups.map(({ name, members }) => (
        <Button
          key={name}
          size="small"
          onClick={() => onChoose(members.filter((account) => offered.has(account)))}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}

type PeoplePickerProps = {
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
function PeoplePicker({ label, people, chosen, missing, onChange }: PeoplePickerProps) {
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
    <div className={picker.picker}>
      <FilterField
        label={t('contacts.find')}
        value={typed}
        onValue={setTyped}
        onKeyDown={(event) => {
          const only = found.length === 1 ? found[0] : undefined;
          // Enter in a form would send it while one is still choosing.
          if (event.key === 'Enter') event.preventDefault();
          if (event.key === 'Enter' && only) toggle(only.account);
        }}
      />
      <ul className={picker.people} aria-label={label}>
        {found.slice(0, mostListed).map(({ account, name, presence }) => (
          <li key={account}>
            <label className={picker.person}>
              <input
                type="checkbox"
                className={picker.box}
                checked={chosen.has(account)}
                onChange={() => toggle(account)}
              />
              <Avatar name={name} id={account} size={28} presence={presence} />
              <bdi className={picker.name}>{name}</bdi>
            </label>
          </li>
        ))}
      </ul>
      {missing ? (
        <p
          id={missing.id}
          role={missing.isAsked ? 'alert' : undefined}
          className={classNames(picker.count, missing.isAsked && picker.asked)}
        >
          {t('contacts.chooseSomebody')}
        </p>
      ) : null}
      <p className={picker.count} role="status">
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
