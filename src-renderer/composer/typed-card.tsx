import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import type { TypedGroup } from '../../src-shared/typed/run-typed.ts';
import { typedCommands } from '../../src-shared/typed/typed-commands.ts';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/use-format.ts';
import { argumentWords, helpText } from '../messages/command-words.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { ScrollArea } from '../ui/scroll-area.tsx';
import { problemText } from './problem-text.ts';
import { TypedHits } from './typed-hits.tsx';
import type { ToldOutcome, TypedResult } from '../room/typed-store.ts';
import { TypedPeople } from './typed-people.tsx';
import styles from './typed-card.module.css';

export type TypedCardProps = {
  conversation: ConversationId;
  /** The person has closed it and goes on writing. */
  onClosed: () => void;
};

/** What came of the last command, above where it was typed; nobody else sees it and nothing keeps it. */
export function TypedCard({ conversation, onClosed }: TypedCardProps) {
  const { t } = useTranslation();
  const { typed } = useRoomStores();
  const result = useStore(typed, (state) => state.result);
  const shown = result?.in === conversation ? result : undefined;
  const isProblem = shown?.outcome.is === 'wrong' || shown?.outcome.is === 'refused';
  return (
    <div
      className={classNames(shown && styles.card, isProblem && styles.problem)}
      role={shown && 'group'}
      aria-label={shown && t('typed.result')}
    >
      <div className={classNames(shown && styles.head)}>
        {/* Always there, so that what comes into it is read aloud. */}
        <p role="status" className={styles.summary}>
          {shown ? summaryOf(t, shown.outcome) : null}
        </p>
        {shown ? (
          <IconButton
            size="small"
            label={t('typed.closeResult')}
            keys={['Esc']}
            icon={<X />}
            onClick={() => {
              typed.close();
              onClosed();
            }}
          />
        ) : null}
      </div>
      {shown ? <Body result={shown} /> : null}
    </div>
  );
}

/** If there is nothing to list, all that there is to say. */
function summaryOf(t: TFunction, outcome: ToldOutcome): string {
  switch (outcome.is) {
    case 'people': {
      const here = outcome.people.filter(({ presence }) => presence !== 'offline');
      return t('typed.people', { count: here.length });
    }
    case 'hits':
      if (outcome.hits.length === 0) return t('typed.noHits');
      return t('typed.hits', { count: outcome.hits.length });
    case 'groups':
      if (outcome.groups.length === 0) return t('typed.noGroups');
      return t('typed.groups', { count: outcome.groups.length });
    case 'group':
      return outcome.group.group.name;
    case 'done':
      return t(`typed.done_${outcome.done}`, { name: outcome.name });
    case 'wrong':
      return problemText(t, outcome.problem);
    case 'refused':
      return refusalText(t, outcome.refusal);
    case 'help':
      return t('typed.commands');
    default:
      return assertNever(outcome);
  }
}

function Body({ result }: { result: TypedResult }) {
  const { outcome } = result;
  switch (outcome.is) {
    case 'people':
      return <TypedPeople people={outcome.people} />;
    case 'hits':
      return <TypedHits {...outcome} query={result.query} />;
    case 'groups':
      return <TypedGroups groups={outcome.groups} />;
    case 'group':
      return <TypedPeople people={outcome.group.members} isNobodyTold />;
    case 'help':
      return <CommandTable />;
    case 'done':
    case 'wrong':
    case 'refused':
      return null;
    default:
      return assertNever(outcome);
  }
}

/** This person's contact groups and who is in them. */
function TypedGroups({ groups }: { groups: readonly TypedGroup[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (groups.length === 0) return null;
  return (
    <ScrollArea className={styles.body} label={t('typed.result')}>
      <ul>
        {groups.map(({ group, members }) => (
          <li key={group.group} className={styles.group}>
            <span className={styles.name}>{group.name}</span>
            <span className={styles.standing}>
              {members.length === 0
                ? t('typed.emptyGroup')
                : format.list(members.map(({ name }) => name))}
            </span>
          </li>
        ))}
      </ul>
    </ScrollArea>
  );
}

/** All commands, as `/help` lists them. */
function CommandTable() {
  const { t } = useTranslation();
  return (
    <ScrollArea className={styles.body} label={t('typed.result')}>
      <dl className={styles.table}>
        {typedCommands.map((command) => (
          <div key={command.key} className={styles.row}>
            <dt>
              <code className={styles.word}>{command.word}</code>{' '}
              <span className={styles.arguments}>{argumentWords(t, command)}</span>
            </dt>
            <dd>{helpText(t, command)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('typed.commandsText')}</p>
    </ScrollArea>
  );
}
