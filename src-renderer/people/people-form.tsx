import { useId, useRef, useState, useMemo, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, DialogForm, FormActions } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { TextField } from '../ui/text-field.tsx';
import styles from './people-form.module.css';
import { Search } from 'lucide-react';
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
  /** Lists of people that can be chosen at once, by their names. */
  lists?: readonly { name: string; members: readonly AccountId[] }[];
  /** Whether it can be done without anybody. */
  mayBeEmpty?: boolean;
  /** Returns why it could not be done. */
  submit: (name: string, members: AccountId[]) => Promise<Refusal | undefined>;
  /** Stands below the form and is no part of it. */
  below?: ReactNode;
  onClose: () => void;
};

const aboutName = new Set<RefusalCode>([
  'group-name-empty',
  'group-name-too-long',
  'name-not-allowed',
  'contact-group-taken',
]);

/** A dialog that asks for a name, for people, or for both; what is refused is said where it is wrong. */
export function PeopleForm(props: PeopleFormProps) {
  const { title, description, action, people, mayBeEmpty = false, below, onClose } = props;
  const { t } = useTranslation();
  const [name, setName] = useState(props.name ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<AccountId>>(() => new Set(props.chosen));
  const id = useId();
  const nameField = useRef<HTMLInputElement>(null);
  const hasName = props.name !== undefined;
  const isIncomplete = people !== undefined && !mayBeEmpty && chosen.size === 0;
  const [isMissed, setIsMissed] = useState(false);
  const { send, isBusy, refusal, clear } = useSending(props);
  const said = refusal && refusalText(t, refusal);
  const isAboutName = refusal !== undefined && hasName && aboutName.has(refusal.code);
  const missing = isIncomplete ? `${id}-missing` : undefined;
  return (
    <Dialog
      title={title}
      description={description}
      {...(hasName ? { initialFocus: nameField } : {})}
      onClose={onClose}
      actions={<FormActions form={id} busy={isBusy} {...{ action, missing, onClose }} />}
    >
      <DialogForm
        id={id}
        onSubmit={() => {
          setIsMissed(isIncomplete);
          if (!isIncomplete) void send(name, [...chosen]);
        }}
        below={below}
      >
        {hasName ? (
          <TextField
            ref={nameField}
            label={t('contacts.name')}
            value={name}
            onValue={(value) => {
              setName(value);
              clear();
            }}
            maxLength={256}
            autoComplete="off"
            error={isAboutName ? said : undefined}
          />
        ) : null}
        <Lists {...props} onChoose={(members) => setChosen(new Set([...chosen, ...members]))} />
        {people ? (
          <PeoplePicker
            label={t('contacts.people')}
            people={people}
            chosen={chosen}
            missing={missing === undefined ? undefined : { id: missing, isAsked: isMissed }}
            onChange={setChosen}
          />
        ) : null}
        {said && !isAboutName ? <Callout kind="error">{said}</Callout> : null}
      </DialogForm>
    </Dialog>
  );
}

/** Does it, once at a time, and closes the dialog or says why it could not be done. */
function useSending({ submit, onClose }: Pick<PeopleFormProps, 'submit' | 'onClose'>) {
  const [refusal, setRefusal] = useState<Refusal>();
  const [isBusy, setIsBusy] = useState(false);
  const send = async (name: string, members: AccountId[]) => {
    if (isBusy) return;
    const before = document.activeElement;
    setIsBusy(true);
    const refused = await submit(name, members);
    flushSync(() => setIsBusy(false));
    if (!refused) return onClose();
    setRefusal(refused);
    // What stood below took the focus and is gone again.
    if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
  };
  return { send, isBusy, refusal, clear: () => setRefusal(undefined) };
}

function Lists(props: PeopleFormProps & { onChoose: (members: readonly AccountId[]) => void }) {
  const { lists = [], people = [], onChoose } = props;
  const { t } = useTranslation();
  const offered = new Set(people.map((person) => person.account));
  if (lists.length === 0) return null;
  return (
    <div className={styles.lists} role="group" aria-label={t('contacts.fromGroup')}>
      <span className={styles.listsLabel}>{t('contacts.fromGroup')}</span>
      {lists.map((list) => (
        <Button
          key={list.name}
          size="small"
          onClick={() => onChoose(list.members.filter((account) => offered.has(account)))}
        >
          {list.name}
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
              <span className={picker.name}>{name}</span>
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
