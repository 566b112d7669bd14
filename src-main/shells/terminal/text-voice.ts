import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { recordSentences } from '../../../src-shared/sentences/record-sentence.ts';
import type { TypedArgument, TypedCommand } from '../../../src-shared/typed/typed-commands.ts';
import { signsInWords } from '../../../src-shared/member/compare-signs.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { ConnectionState, PrivateState } from '../../../src-shared/member/own-copy.ts';
import { printable } from '../../../src-shared/text/printable.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Topic } from '../../../src-shared/protocol/topics.ts';
import { topics as enTopics } from '../../../src-shared/translations/en/topics.ts';
import { topics as trTopics } from '../../../src-shared/translations/tr/topics.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { filled } from '../../../src-shared/text/filled.ts';
import { entrySentence } from '../../../src-shared/sentences/entry-sentence.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';
import { privacy as enPrivacy } from '../../../src-shared/translations/en/privacy.ts';
import { privacy as trPrivacy } from '../../../src-shared/translations/tr/privacy.ts';
import { typed as enTyped } from '../../../src-shared/translations/en/typed.ts';
import { typed as trTyped } from '../../../src-shared/translations/tr/typed.ts';
import { typedCommands } from '../../../src-shared/typed/typed-commands.ts';
import type {
  RecordedLine,
  TypedGroup,
  TypedHit,
  TypedOutcome,
} from '../../../src-shared/typed/typed-world.ts';
import { AccessVoice } from './access-voice.ts';
import type { Happening, Place, Voice } from './happening.ts';
import { terminalWords } from './terminal-words.ts';
import type { TerminalWords } from './terminal-words.ts';

const topicWords = { en: enTopics, tr: trTopics };
const privacyWords = { en: enPrivacy, tr: trPrivacy };

const typedWords = { en: enTyped, tr: trTyped };

/** What happens, in sentences for a person; nothing of others can move the cursor or look like another's line. */
export class TextVoice implements Voice {
  readonly #language: Language;
  readonly #words: TerminalWords;
  readonly #typed: Readonly<Record<string, string>>;
  /** Hours and minutes, as the person's language writes them. */
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #dayAndTime: Intl.DateTimeFormat;
  readonly #access: AccessVoice;
  #toldDay = '';

  constructor(language: Language) {
    this.#language = language;
    this.#words = terminalWords(language);
    this.#typed = typedWords[language];
    this.#time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
    this.#access = new AccessVoice(language);
    this.#day = new Intl.DateTimeFormat(language, { dateStyle: 'full' });
    this.#dayAndTime = new Intl.DateTimeFormat(language, {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
  }

  tell(happening: Happening): string {
    const sentence = this.#sentence(happening);
    const day = 'at' in happening ? this.#newDay(happening.at) : '';
    return printable(`${day}${sentence}`);
  }

  prompt(room: string, place: Place): string {
    const name = this.#placeName(place);
    return printable(name === '' ? `${room}> ` : `${room} · ${name}> `);
  }

  /** Times are without their day: it stands above the first line of it. */
  #newDay(at: number): string {
    const day = this.#day.format(at);
    if (day === this.#toldDay) return '';
    this.#toldDay = day;
    return `── ${day} ──\n`;
  }

  #sentence(happening: Happening): string {
    const text = this.#words;
    switch (happening.is) {
      case 'entered':
        return this.#entered(happening);
      case 'message':
        return this.#message(happening);
      case 'entry':
        return this.#note(asOneText(entrySentence(happening.told, this.#language)), happening.at);
      case 'knock':
        return this.#note(this.#access.knock(happening));
      case 'presence':
        return this.#note(filled(text[happening.presence], { name: happening.name }));
      case 'connection':
        return this.#connection(happening.connection);
      case 'private':
      case 'compare':
        return this.#private(happening);
      case 'place':
        return this.#goneTo(happening.place);
      case 'skipped':
      case 'unsent':
      case 'kept':
      case 'set-aside':
        return this.#aside(happening);
      case 'recorded':
        return this.#recorded(happening.line)
          .map((sentence) => this.#note(sentence))
          .join('\n');
      case 'logs-texts':
        return this.#logsTexts(happening);
      case 'outcome':
        return this.#outcome(happening.outcome);
      case 'resynced':
      case 'refused':
        return this.#refused(happening);
      case 'goodbye':
        return text.goodbye;
      default:
        return assertNever(happening);
    }
  }

  #logsTexts({ isOn }: Extract<Happening, { is: 'logs-texts' }>): string {
    return this.#note(this.#words[isOn ? 'logsTexts' : 'logsNoTexts']);
  }

  #entered({ room, name, others, logsTexts }: Extract<Happening, { is: 'entered' }>): string {
    const text = this.#words;
    const here = others.length === 0 ? text.alone : filled(text.here, { names: others.join(', ') });
    const lines = [filled(text.entered, { room, name }), here, text.howTo];
    if (logsTexts) lines.push(text.logsTexts);
    return lines.join('\n');
  }

  #message({ place, from, isOwn, text, at }: Extract<Happening, { is: 'message' }>): string {
    const mark = this.#mark(place, isOwn);
    return `${this.#time.format(at)} ${mark}${from}: ${asOneText(text)}`;
  }

  /** R0.4: what is for one person only is marked so. */
  #mark(place: Place, isOwn: boolean): string {
    switch (place.is) {
      case 'everyone':
        return '';
      case 'direct':
        return isOwn
          ? `[${filled(this.#words.directTo, { name: place.partner })}] `
          : `[${this.#words.direct}] `;
      case 'group':
        return `[${place.name}] `;
      case 'private':
        return `[${this.#words.private}] `;
      default:
        return assertNever(place);
    }
  }

  #placeName(place: Place): string {
    switch (place.is) {
      case 'everyone':
        return '';
      case 'direct':
        return place.partner;
      case 'group':
        return place.name;
      case 'private':
        return `${this.#words.private} ${place.partner}`;
      default:
        return assertNever(place);
    }
  }

  #goneTo(place: Place): string {
    const name = this.#placeName(place) || this.#words.everyone;
    return this.#note(filled(this.#words.place, { name }));
  }

  #note(text: string, at?: number): string {
    return at === undefined ? `* ${text}` : `${this.#time.format(at)} * ${text}`;
  }

  #refused({ refusal, text }: { refusal: Refusal; text?: string | undefined }): string {
    const why = this.#note(refusalSentence(refusal, this.#language));
    if (text === undefined || text.trim() === '') return why;
    return `${why}\n${this.#note(filled(this.#words['set-aside'], { text: asOneText(text) }))}`;
  }

  #aside(
    happening: Extract<Happening, { is: 'skipped' | 'unsent' | 'kept' | 'set-aside' }>,
  ): string {
    if (happening.is === 'set-aside' && happening.text === undefined) {
      return this.#note(this.#words.unsaid);
    }
    const count = 'count' in happening ? happening.count : 0;
    const text = 'text' in happening ? asOneText(happening.text) : '';
    return this.#note(filled(this.#words[happening.is], { count, text }));
  }

  #connection(connection: ConnectionState): string {
    switch (connection.is) {
      case 'live':
        return this.#note(this.#words.live);
      case 'waiting': {
        const cause = refusalSentence(connection.cause, this.#language);
        return this.#note(filled(this.#words.waiting, { cause }));
      }
      case 'closed':
        return connection.cause
          ? this.#note(refusalSentence(connection.cause, this.#language))
          : '';
      case 'connecting':
      case 'signing-in':
      case 'syncing':
        return '';
      default:
        return assertNever(connection);
    }
  }

  #private(happening: Extract<Happening, { is: 'private' | 'compare' }>): string {
    const { partner: name } = happening;
    if (happening.is === 'compare') return this.#compare(name, happening.signs);
    const { state } = happening;
    return this.#note(filled(this.#words[`private_${privateKind(state)}`], { name }));
  }

  /** What came of a typed command; empty if nothing is to be said. */
  #outcome(outcome: TypedOutcome): string {
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
        return outcome.statements
          .map((each) => `  ${privacyWords[this.#language][each]}`)
          .join('\n');
      case 'compare':
        return this.#toCompare(outcome);
      case 'done':
        return this.#done(outcome);
      case 'wrong':
        return this.#problem(outcome.problem);
      case 'refused':
        return this.#refused(outcome);
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

  #toCompare({ name, signs, isCompared }: Extract<TypedOutcome, { is: 'compare' }>): string {
    if (isCompared) return this.#done({ is: 'done', done: 'private-compared', name });
    return this.#compare(name, signs);
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

  #compare(name: string, places: readonly number[]): string {
    const signs = signsInWords(places, this.#language);
    return this.#note(filled(this.#words.compare, { name, signs }));
  }

  #done({ done, name }: Extract<TypedOutcome, { is: 'done' }>): string {
    // Both are told of elsewhere: a message says to whom it went, a private chat how it stands.
    if (done === 'direct-written' || done === 'private-asked' || done === 'private-accepted') {
      return '';
    }
    return this.#note(filled(this.#typedText(`done_${done}`), { name }));
  }

  #record({ of, entries, hasMore }: Extract<TypedOutcome, { is: 'record' }>): string {
    if (entries.length === 0) return this.#note(this.#typedText(`nothing_${of}`));
    const timeText = (at: number) => this.#dayAndTime.format(at);
    const lines = entries.flatMap((line) =>
      this.#recorded(line).map((sentence) => `  ${timeText(line.entry.at)}  ${sentence}`),
    );
    if (hasMore) lines.push(this.#typedText('moreHits'));
    return lines.join('\n');
  }

  #recorded({ entry, names }: RecordedLine): string[] {
    const nameOf = (account: AccountId) => names.get(account) ?? account;
    const timeText = (at: number) => this.#dayAndTime.format(at);
    const groupName = (group: ConversationId) => names.get(group);
    return recordSentences(entry, { language: this.#language, nameOf, groupName, timeText });
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
    const words = {
      name: 'name' in problem ? problem.name : '',
      meant: problem.code === 'near-name' ? problem.meant : '',
      word: 'word' in problem ? problem.word : '',
      near: problem.code === 'unknown-command' ? problem.near.join(', ') : '',
      argument: problem.code === 'missing' ? this.#typedText(`argument_${problem.argument}`) : '',
    };
    return this.#note(filled(text, words));
  }

  #help(): string {
    const rows = typedCommands.map((command) => {
      const { word, key, takes, rest }: TypedCommand = command;
      const given = takes.map((argument) => this.#argument(argument));
      const behind = rest === undefined ? '' : `[~${this.#argument(rest)}]`;
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

/** What follows a line break stands behind a mark, so that nobody's text can look like somebody else's line. */
function asOneText(text: string): string {
  return printable(text).replaceAll('\n', '\n      | ');
}

function privateKind(state: PrivateState) {
  if (state.is === 'interrupted') return `interrupted_${state.who}` as const;
  return state.is === 'ended' ? (`ended_${state.reason}` as const) : state.is;
}
