import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import type {
  RecordedLine,
  TypedGroup,
  TypedHit,
  TypedOutcome,
} from '../../src-shared/typed/typed-world.ts';
import { typedCommands } from '../../src-shared/typed/typed-commands.ts';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/format.ts';
import { argumentWords, helpText } from '../messages/completions.ts';
import { useRoomStores, useRoom } from '../room/room-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { isolatedWords } from '../room/isolated-words.ts';
import { privacyValues } from '../../src-shared/sentences/privacy-values.ts';
import { recordSentences } from '../../src-shared/sentences/record-sentence.ts';
import { signsInWords } from '../../src-shared/member/compare-signs.ts';
import { languageOf, refusalText } from '../ui/refusal-text.ts';
import { ScrollArea } from '../ui/scroll-area.tsx';
import type { ToldOutcome, TypedResult } from '../room/typed-store.ts';
import { TypedAccess, TypedLines } from './typed-access.tsx';
import styles from './typed-card.module.css';
import { useState } from 'react';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { HitContent, hitWords } from '../messages/hit-content.tsx';
import { moveBetweenEntries } from '../ui/move-between-entries.ts';
import { useNow } from '../window/app-context.tsx';
import { useShowConversation } from '../room/use-show.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import { PresenceWords } from '../room/person-presence.tsx';
import { Avatar } from '../ui/avatar.tsx';

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
    case 'topics':
      if (outcome.topics.length === 0) return t('typed.noTopics');
      return t('typed.topics', { count: outcome.topics.length });
    case 'record':
      return recordSummary(t, outcome);
    case 'knocks':
      return knocksSummary(t, outcome);
    case 'devices':
      return t('typed.told_devices');
    case 'reset-code':
      return t('access.resetCode', { name: outcome.name });
    case 'privacy':
      return t('privacy.label');
    case 'compare':
      return t(outcome.isCompared ? 'privateChat.compared' : 'privateChat.compare', {
        name: outcome.name,
      });
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

function knocksSummary(t: TFunction, { knocks }: Extract<ToldOutcome, { is: 'knocks' }>): string {
  return t(knocks.length === 0 ? 'typed.nothing_knocks' : 'typed.told_knocks');
}

function recordSummary(
  t: TFunction,
  { of, entries }: Extract<ToldOutcome, { is: 'record' }>,
): string {
  if (of === 'bans') return t(entries.length === 0 ? 'typed.nothing_bans' : 'typed.told_bans');
  return t(entries.length === 0 ? 'typed.nothing_record' : 'typed.told_record');
}

function Body({ result }: { result: TypedResult }) {
  const { t } = useTranslation();
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
    case 'topics':
      return <TypedTopics topics={outcome.topics} />;
    case 'record':
      return <TypedRecord lines={outcome.entries} />;
    case 'knocks':
    case 'devices':
    case 'reset-code':
      return <TypedAccess outcome={outcome} />;
    case 'privacy':
      return <TypedPrivacy outcome={outcome} />;
    case 'compare':
      return <TypedLines lines={[signsInWords(outcome.signs, languageOf(t))]} />;
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
            <bdi className={styles.name}>{group.name}</bdi>
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

/** All topics of the room, joined or not. */
function TypedTopics({ topics }: { topics: readonly Topic[] }) {
  const { t } = useTranslation();
  if (topics.length === 0) return null;
  return (
    <ScrollArea className={styles.body} label={t('typed.result')}>
      <ul>
        {topics.map(({ in: id, name, about, people, archived }) => (
          <li key={id} className={styles.group}>
            <span className={styles.name}>#{name}</span>
            <span className={styles.standing}>
              {[t('topics.people', { count: people }), archived && t('topics.archived'), about]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </ScrollArea>
  );
}

/** Who did what to whom, the newest first. */
function TypedRecord({ lines }: { lines: readonly RecordedLine[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  if (lines.length === 0) return null;
  const said = lines.flatMap(({ entry, names }) =>
    recordSentences(isolatedWords(entry, format), {
      language: i18n.language === 'tr' ? 'tr' : 'en',
      nameOf: (account) => format.name(names.get(account) ?? account),
      groupName: (group) => (names.has(group) ? format.name(names.get(group) ?? '') : undefined),
      timeText: format.dateTime,
    }).map((sentence, place) => ({ key: `${entry.id} ${place}`, at: entry.at, sentence })),
  );
  return (
    <ScrollArea className={styles.body} label={t('typed.result')}>
      <ul>
        {said.map(({ key, at, sentence }) => (
          <li key={key} className={styles.group}>
            <span className={styles.name}>{sentence}</span>
            <span className={styles.standing}>{format.dateTime(at)}</span>
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

type TypedHitsProps = {
  hits: readonly TypedHit[];
  hasMore: boolean;
  /** What is marked in them; empty if they were not searched for. */
  query: string;
};

/** Messages as from → to: text (R0.6); ↑ and ↓ go over them, a click or Enter goes to one in its conversation. */
function TypedHits({ hits, hasMore, query }: TypedHitsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { room, typed, jump } = useRoomStores();
  const state = useRoom((all) => all);
  const now = useNow();
  const show = useShowConversation();
  /** The one that Tab comes to: hundreds of stops would stand in the way. */
  const [current, setCurrent] = useState(0);
  if (hits.length === 0) return null;
  const go = (message: MessageEntry) => {
    typed.move(message.in);
    jump.jump(message.in, message.seq);
    show(message.in);
  };
  return (
    <div className={styles.body} onKeyDown={moveBetweenEntries}>
      <ul aria-label={t('search.results')}>
        {hits.map(({ message }, index) => (
          <li key={`${message.in} ${message.seq}`}>
            <button
              type="button"
              data-entry=""
              tabIndex={index === current ? 0 : -1}
              className={styles.hit}
              onFocus={() => setCurrent(index)}
              onClick={() => go(message)}
            >
              <HitContent
                words={hitWords({ room: room.id, message }, { t, state, format, now })}
                query={query}
              />
            </button>
          </li>
        ))}
      </ul>
      {hasMore ? <p className={styles.note}>{t('typed.moreHits')}</p> : null}
    </div>
  );
}

type TypedPeopleProps = {
  people: readonly Member[];
  /** Says so if there is nobody. */
  isNobodyTold?: boolean;
};

/** People and whether they are here (R0.5). */
function TypedPeople({ people, isNobodyTold = false }: TypedPeopleProps) {
  const { t } = useTranslation();
  const self = useRoom((state) => state.room?.account);
  if (people.length === 0) {
    return isNobodyTold ? <p className={styles.note}>{t('typed.emptyGroup')}</p> : null;
  }
  return (
    <ScrollArea className={styles.body} label={t('typed.result')}>
      <ul>
        {people.map((person) => (
          <li key={person.account} className={styles.person}>
            <Avatar name={person.name} id={person.account} size={24} presence={person.presence} />
            <span className={styles.name}>
              <bdi>{person.name}</bdi>
              {person.account === self ? ` (${t('members.you')})` : null}
            </span>
            <span className={styles.standing}>
              {person.guest ? `${t('contacts.guest')} · ` : null}
              <PresenceWords member={person} />
            </span>
          </li>
        ))}
      </ul>
    </ScrollArea>
  );
}

type Problem = Extract<TypedOutcome, { is: 'wrong' }>['problem'];

/** Why a typed line could not be carried out, and what to type instead. */
function problemText(t: TFunction, problem: Problem): string {
  if ('meant' in problem)
    return t(`typed.problem_${problem.code}`, { name: problem.name, meant: problem.meant });
  switch (problem.code) {
    case 'unknown-command': {
      const { word, near } = problem;
      if (near.length === 0) return t('typed.problem_unknown-command', { word });
      return t('typed.problem_unknown-command_near', { word, near: near.join(', ') });
    }
    case 'missing': {
      const argument = t(`typed.argument_${problem.argument}`);
      return t('typed.problem_missing', { word: problem.word, argument });
    }
    case 'nobody':
    case 'no-message':
    case 'no-group':
    case 'no-ask':
    case 'no-place':
    case 'no-topic':
    case 'no-ban':
    case 'no-role':
    case 'no-setting':
    case 'no-knock':
    case 'no-device':
    case 'no-presence':
    case 'several-asks':
      return t(`typed.problem_${problem.code}`, { name: problem.name });
    case 'no-private':
    case 'passwords-differ':
      return t(`typed.problem_${problem.code}`);
    default:
      return assertNever(problem);
  }
}

function TypedPrivacy({ outcome }: { outcome: Extract<TypedOutcome, { is: 'privacy' }> }) {
  const { t } = useTranslation();
  const { statements, values } = outcome;
  const words = privacyValues(values, languageOf(t));
  return <TypedLines lines={statements.map((each) => t(`privacy.${each}`, words))} />;
}
