import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { CommandTable } from './command-table.tsx';
import { problemText } from './problem-text.ts';
import { TypedGroups } from './typed-groups.tsx';
import { TypedHits } from './typed-hits.tsx';
import type { ToldOutcome, TypedResult } from '../room/typed-store.ts';
import { TypedPeople } from './typed-people.tsx';
import styles from './typed-card.module.css';

export type TypedCardProps = {
  conversation: ConversationId;
  /** The one who closed it writes on. */
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

/** Where there is nothing to list, all that there is to say. */
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
