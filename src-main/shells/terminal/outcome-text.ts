import { assertNever } from '../../../src-shared/assert-never.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { typed as enTyped } from '../../../src-shared/translations/en/typed.ts';
import { filled } from '../../../src-shared/text/filled.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';
import { typed as trTyped } from '../../../src-shared/translations/tr/typed.ts';
import { typedCommands } from '../../../src-shared/typed/typed-commands.ts';
import type { TypedGroup, TypedHit, TypedOutcome } from '../../../src-shared/typed/run-typed.ts';
import { asOneText } from './as-one-text.ts';
import { terminalWords } from './terminal-words.ts';
import type { TerminalWords } from './terminal-words.ts';

const typedWords = { en: enTyped, tr: trTyped };

/** What came of a typed command, in sentences for a person. */
export class OutcomeText {
  readonly #language: Language;
  readonly #words: TerminalWords;
  readonly #typed: Readonly<Record<string, string>>;
  readonly #dayAndTime: Intl.DateTimeFormat;

  constructor(language: Language) {
    this.#language = language;
    this.#words = terminalWords(language);
    this.#typed = typedWords[language];
    this.#dayAndTime = new Intl.DateTimeFormat(language, {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
  }

  /** Empty if nothing is to be said. */
  tell(outcome: TypedOutcome): string {
    switch (outcome.is) {
      case 'people':
        return outcome.people.map((person) => this.#person(person)).join('\n');
      case 'hits':
        return this.#hits(outcome);
      case 'groups':
        return outcome.groups.length === 0
          ? this.#typedText('noGroups')
          : outcome.groups.map((group) => this.#contactGroup(group)).join('\n');
      case 'group':
        return this.#contactGroup(outcome.group);
      case 'done':
        return this.#done(outcome);
      case 'wrong':
        return this.#problem(outcome.problem);
      case 'refused':
        return `* ${refusalSentence(outcome.refusal, this.#language)}`;
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

  #done({ done, name }: Extract<TypedOutcome, { is: 'done' }>): string {
    // Both are told of elsewhere: a message says to whom it went, a private chat how it stands.
    if (done === 'direct-written' || done === 'private-asked' || done === 'private-accepted') {
      return '';
    }
    return `* ${filled(this.#typedText(`done_${done}`), { name })}`;
  }

  #person({ name, presence, lastSeenAt, guest }: Member): string {
    const seen =
      presence === 'offline' && lastSeenAt !== undefined
        ? filled(this.#words.lastSeen, { time: this.#dayAndTime.format(lastSeenAt) })
        : this.#words[`is_${presence}`];
    return `  ${name}  ${seen}${guest ? `, ${this.#words.guest}` : ''}`;
  }

  #hits({ hits, hasMore }: Extract<TypedOutcome, { is: 'hits' }>): string {
    if (hits.length === 0) return this.#typedText('noHits');
    const lines = hits.map((hit) => this.#hit(hit));
    if (hasMore) lines.push(this.#typedText('moreHits'));
    return lines.join('\n');
  }

  /** R0.6: from → to: text. */
  #hit({ message, from, to }: TypedHit): string {
    const sender = from?.name ?? message.from;
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
    return `* ${filled(text, {
      name: 'name' in problem ? problem.name : '',
      meant: problem.code === 'near-name' ? problem.meant : '',
      word: 'word' in problem ? problem.word : '',
      near: problem.code === 'unknown-command' ? problem.near.join(', ') : '',
      argument: problem.code === 'missing' ? this.#typedText(`argument_${problem.argument}`) : '',
    })}`;
  }

  #help(): string {
    const rows = typedCommands.map(({ word, key, takes }) => {
      const given = takes.map((argument) =>
        this.#typedText(`argument_${argument}`).toLocaleUpperCase(this.#language),
      );
      return [`${word} ${given.join('~')}`.trimEnd(), this.#typedText(`help_${key}`)] as const;
    });
    const width = Math.max(...rows.map(([usage]) => usage.length)) + 2;
    const lines = rows.map(([usage, text]) => `  ${usage.padEnd(width)}${text}`);
    return [...lines, this.#typedText('commandsText')].join('\n');
  }

  #typedText(key: string): string {
    return this.#typed[key] ?? key;
  }
}
