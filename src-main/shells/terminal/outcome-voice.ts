import { importedName } from '../../../src-shared/sentences/imported-name.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { privacyValues } from '../../../src-shared/sentences/privacy-values.ts';
import { recordSentences } from '../../../src-shared/sentences/record-sentence.ts';
import type { TypedArgument, TypedCommand } from '../../../src-shared/typed/typed-commands.ts';
import { signsInWords } from '../../../src-shared/member/compare-signs.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import { printable } from '../../../src-shared/text/printable.ts';
import type { Topic } from '../../../src-shared/protocol/topics.ts';
import { topics as enTopics } from '../../../src-shared/translations/en/topics.ts';
import { topics as trTopics } from '../../../src-shared/translations/tr/topics.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { Status } from '../../../src-shared/protocol/status.ts';
import { untilClock } from '../../../src-shared/text/until-clock.ts';
import { statusLine } from '../../../src-shared/text/status-text.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { filled } from '../../../src-shared/text/filled.ts';
import { privacy as enPrivacy } from '../../../src-shared/translations/en/privacy.ts';
import { privacy as trPrivacy } from '../../../src-shared/translations/tr/privacy.ts';
import { typed as enTyped } from '../../../src-shared/translations/en/typed.ts';
import { typed as trTyped } from '../../../src-shared/translations/tr/typed.ts';
import { typedCommands } from '../../../src-shared/typed/typed-commands.ts';
import type {
  RecordedLine,
  TypedDone,
  TypedGroup,
  TypedHit,
  TypedOutcome,
} from '../../../src-shared/typed/typed-world.ts';
import { AccessVoice } from './access-voice.ts';
import { terminalWords } from './terminal-words.ts';
import type { TerminalWords } from './terminal-words.ts';

const topicWords = { en: enTopics, tr: trTopics };
const privacyWords = { en: enPrivacy, tr: trPrivacy };

const typedWords = { en: enTyped, tr: trTyped };

/** A message says to whom it went, a change what became of it, a private chat how it stands. */
const toldElsewhere: ReadonlySet<TypedDone> = new Set<TypedDone>([
  'direct-written',
  'reply-written',
  'change-written',
  'private-asked',
  'private-accepted',
]);

type ToldOutcome = Exclude<TypedOutcome, { is: 'refused' }>;

/** What came of a typed command, in sentences for a person. */
export class OutcomeVoice {
  readonly #language: Language;
  readonly #words: TerminalWords;
  readonly #typed: Readonly<Record<string, string>>;
  readonly #dayAndTime: Intl.DateTimeFormat;
  readonly #access: AccessVoice;

  constructor(language: Language) {
    this.#language = language;
    this.#words = terminalWords(language);
    this.#typed = typedWords[language];
    this.#access = new AccessVoice(language);
    this.#dayAndTime = new Intl.DateTimeFormat(language, {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
  }

  /** Empty if nothing is to be said. */
  outcome(outcome: ToldOutcome): string {
    switch (outcome.is) {
      case 'people':
        return outcome.people.map((person) => this.#person(person)).join('\n');
      case 'hits':
        return this.#hits(outcome);
      case 'groups':
        return this.#contactGroups(outcome.groups);
      case 'group':
        return this.#contactGroup(outcome.group);
      case 'topics':
        return this.#topics(outcome.topics);
      case 'record':
        return this.#record(outcome);
      case 'knocks':
      case 'devices':
      case 'reset-code':
        return this.#access.outcome(outcome);
      case 'privacy':
        return this.#privacy(outcome);
      case 'compare':
        return this.#toCompare(outcome);
      case 'done':
        return this.#done(outcome);
      case 'wrong':
        return this.#problem(outcome.problem);
      case 'help':
        return this.#help();
      case 'show':
      case 'password':
      case 'leave':
        return '';
      default:
        return assertNever(outcome);
    }
  }

  #privacy({ statements, values }: Extract<TypedOutcome, { is: 'privacy' }>): string {
    const words = privacyWords[this.#language];
    const filledIn = privacyValues(values, this.#language);
    return statements.map((each) => `  ${filled(words[each], filledIn)}`).join('\n');
  }

  #toCompare({ name, signs, isCompared }: Extract<TypedOutcome, { is: 'compare' }>): string {
    if (isCompared) return this.#done({ is: 'done', done: 'private-compared', name });
    return this.compare(name, signs);
  }

  #contactGroups(groups: readonly TypedGroup[]): string {
    if (groups.length === 0) return this.#typedText('noGroups');
    return groups.map((group) => this.#contactGroup(group)).join('\n');
  }

  #topics(topics: readonly Topic[]): string {
    if (topics.length === 0) return this.#typedText('noTopics');
    const words = topicWords[this.#language];
    return topics
      .map(({ name, about, people: count, archived }) => {
        const people = count === 1 ? words.people_one : words.people_other;
        const more = [filled(people, { count }), ...(archived ? [words.archived] : []), about];
        return `  #${name} · ${more.filter(Boolean).join(' · ')}`;
      })
      .join('\n');
  }

  compare(name: string, places: readonly number[]): string {
    const signs = signsInWords(places, this.#language);
    return note(filled(this.#words.compare, { name, signs }));
  }

  #done({ done, name }: Extract<TypedOutcome, { is: 'done' }>): string {
    if (toldElsewhere.has(done)) return '';
    return note(filled(this.#typedText(`done_${done}`), { name }));
  }

  #record({ of, entries, hasMore }: Extract<TypedOutcome, { is: 'record' }>): string {
    if (entries.length === 0) return note(this.#typedText(`nothing_${of}`));
    const timeText = (at: number) => this.#dayAndTime.format(at);
    const lines = entries.flatMap((line) =>
      this.recorded(line).map((sentence) => `  ${timeText(line.entry.at)}  ${sentence}`),
    );
    if (hasMore) lines.push(this.#typedText('moreHits'));
    return lines.join('\n');
  }

  recorded({ entry, names }: RecordedLine): string[] {
    const nameOf = (account: AccountId) => names.get(account) ?? account;
    const timeText = (at: number) => this.#dayAndTime.format(at);
    const groupName = (group: ConversationId) => names.get(group);
    return recordSentences(entry, { language: this.#language, nameOf, groupName, timeText });
  }

  #person({ name, presence, lastSeenAt, guest, status }: Member): string {
    const seen =
      presence === 'offline' && lastSeenAt !== undefined
        ? filled(this.#words.lastSeen, { time: this.#dayAndTime.format(lastSeenAt) })
        : this.#words[`is_${presence}`];
    const said = status ? ` · ${this.#status(status)}` : '';
    return `  ${name}  ${seen}${guest ? `, ${this.#words.guest}` : ''}${said}`;
  }

  #status({ until, ...said }: Status): string {
    const line = statusLine(said);
    if (until === undefined) return line;
    const time = untilClock(this.#dayAndTime.format(until), until, this.#language);
    return `${line}, ${filled(this.#words.until, { time })}`;
  }

  #hits({ hits, hasMore }: Extract<TypedOutcome, { is: 'hits' }>): string {
    if (hits.length === 0) return this.#typedText('noHits');
    const lines = hits.map((hit) => this.#hit(hit));
    if (hasMore) lines.push(this.#typedText('moreHits'));
    return lines.join('\n');
  }

  /** R0.6: from → to: text. */
  #hit({ message, from, to }: TypedHit): string {
    const { imported } = message;
    const name = imported ? importedName(imported, this.#language) : from?.name;
    const sender = name ?? message.from;
    const receiver =
      to?.name ?? (message.in === 'everyone' ? this.#words.everyone : this.#words.aGroup);
    return `  ${this.#dayAndTime.format(message.at)}  ${sender} → ${receiver}: ${asOneText(message.text)}`;
  }

  #contactGroup({ group, members }: TypedGroup): string {
    const people =
      members.length === 0
        ? this.#typedText('emptyGroup')
        : members
            .map(({ name, presence }) =>
              presence === 'offline' ? `${name} (${this.#words.is_offline})` : name,
            )
            .join(', ');
    return `  ${group.name}: ${people}`;
  }

  #problem(problem: Extract<TypedOutcome, { is: 'wrong' }>['problem']): string {
    const isNear = problem.code === 'unknown-command' && problem.near.length > 0;
    const text = this.#typedText(`problem_${problem.code}${isNear ? '_near' : ''}`);
    const words = {
      name: 'name' in problem ? problem.name : '',
      meant: 'meant' in problem ? problem.meant : '',
      word: 'word' in problem ? problem.word : '',
      near: problem.code === 'unknown-command' ? problem.near.join(', ') : '',
      argument: problem.code === 'missing' ? this.#typedText(`argument_${problem.argument}`) : '',
    };
    return note(filled(text, words));
  }

  #help(): string {
    const rows = typedCommands.map((command) => {
      const { word, key, takes, rest, before }: TypedCommand = command;
      const given = takes.map((argument) => this.#argument(argument));
      const number = before && this.#argument(before);
      if (number) given.unshift(given.length > 0 ? `[${number}~]${given.shift()}` : `[${number}]`);
      const sign = takes.length === 0 ? '' : '~';
      const behind = rest === undefined ? '' : `[${sign}${this.#argument(rest)}]`;
      return [
        `${word} ${given.join('~')}${behind}`.trimEnd(),
        this.#typedText(`help_${key}`),
      ] as const;
    });
    const width = Math.max(...rows.map(([usage]) => usage.length)) + 2;
    const lines = rows.map(([usage, text]) => `  ${usage.padEnd(width)}${text}`);
    return [...lines, this.#typedText('commandsText')].join('\n');
  }

  #argument(argument: TypedArgument): string {
    return this.#typedText(`argument_${argument}`).toLocaleUpperCase(this.#language);
  }

  #typedText(key: string): string {
    return this.#typed[key] ?? key;
  }
}

/** What the program itself says, and nobody in the room. */
export function note(text: string): string {
  return `* ${text}`;
}

/** What follows a line break stands behind a mark, so that nobody's text can look like somebody else's line. */
export function asOneText(text: string): string {
  return printable(text).replaceAll('\n', '\n      | ');
}
