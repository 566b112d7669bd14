import { assertNever } from '../../../src-shared/assert-never.ts';
import type { ConnectionState } from '../../../src-shared/bridge/views.ts';
import type { Member } from '../../../src-shared/protocol/frames.ts';
import { printable } from '../../../src-shared/text/printable.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { terminal as enWords } from '../../../src-shared/translations/en/terminal.ts';
import { typed as enTyped } from '../../../src-shared/translations/en/typed.ts';
import { filled, refusalSentence } from '../../../src-shared/translations/refusal-sentence.ts';
import { terminal as trWords } from '../../../src-shared/translations/tr/terminal.ts';
import { typed as trTyped } from '../../../src-shared/translations/tr/typed.ts';
import { typedCommands } from '../../../src-shared/typed/typed-commands.ts';
import type { TypedGroup, TypedHit, TypedOutcome } from '../../../src-shared/typed/run-typed.ts';
import type { Happening, Place, Voice } from './happening.ts';

const words = { en: enWords, tr: trWords };
const typedWords = { en: enTyped, tr: trTyped };

export type TerminalWords = typeof enWords;

export function terminalWords(language: Language): TerminalWords {
  return words[language];
}

/** What happens, in sentences for a person; nothing of others can move the cursor. */
export class TextVoice implements Voice {
  readonly #language: Language;
  readonly #words: TerminalWords;
  readonly #typed: Readonly<Record<string, string>>;
  /** Hours and minutes, as the person's language writes them. */
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;

  constructor(language: Language) {
    this.#language = language;
    this.#words = words[language];
    this.#typed = typedWords[language];
    this.#time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
    this.#day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  }

  tell(happening: Happening): string {
    return printable(this.#sentence(happening));
  }

  prompt(room: string, place: Place): string {
    const name = this.#placeName(place);
    return printable(name === '' ? `${room}> ` : `${room} · ${name}> `);
  }

  #sentence(happening: Happening): string {
    switch (happening.is) {
      case 'entered':
        return this.#entered(happening);
      case 'message':
        return this.#message(happening);
      case 'joined':
      case 'left':
        return this.#note(this.#words[happening.is], happening);
      case 'group': {
        const { what, group, by, other = '', at } = happening;
        return this.#note(filled(this.#words[`group_${what}`], { name: by, other, group }), { at });
      }
      case 'presence':
        return this.#note(this.#words[happening.presence], happening);
      case 'connection':
        return this.#connection(happening.connection);
      case 'private':
        return this.#private(happening);
      case 'place':
        return this.#note(this.#words.place, {
          name: this.#placeName(happening.place) || this.#words.everyone,
        });
      case 'skipped':
        return this.#note(filled(this.#words.skipped, { count: happening.count }), {});
      case 'logs-texts':
        return this.#note(happening.isOn ? this.#words.logsTexts : this.#words.logsNoTexts, {});
      case 'outcome':
        return this.#outcome(happening.outcome);
      case 'refused':
        return this.#note(refusalSentence(happening.refusal, this.#language), {});
      case 'goodbye':
        return this.#words.goodbye;
      default:
        return assertNever(happening);
    }
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
    return `${this.#time.format(at)} ${mark}${from}: ${text}`;
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

  #note(text: string, { at, name = '' }: { at?: number; name?: string }): string {
    const time = at === undefined ? '' : `${this.#time.format(at)} `;
    return `${time}* ${filled(text, { name })}`;
  }

  #connection(connection: ConnectionState): string {
    switch (connection.state) {
      case 'live':
        return this.#note(this.#words.live, {});
      case 'waiting': {
        const cause = refusalSentence(connection.cause, this.#language);
        return this.#note(filled(this.#words.waiting, { cause }), {});
      }
      case 'closed':
        return connection.cause
          ? this.#note(refusalSentence(connection.cause, this.#language), {})
          : '';
      case 'connecting':
      case 'signing-in':
      case 'syncing':
        return '';
      default:
        return assertNever(connection);
    }
  }

  #private({ partner, state }: Extract<Happening, { is: 'private' }>): string {
    const text = this.#words;
    switch (state.is) {
      case 'asking':
        return this.#note(text.privateAsking, { name: partner });
      case 'asked':
        return this.#note(text.privateAsked, { name: partner });
      case 'open':
        return this.#note(text.privateOpen, { name: partner });
      case 'interrupted':
        return this.#note(text[`privateLost_${state.who}`], { name: partner });
      case 'ended':
        return this.#note(text[`privateEnded_${state.reason}`], { name: partner });
      default:
        return assertNever(state);
    }
  }

  #outcome(outcome: TypedOutcome): string {
    switch (outcome.is) {
      case 'people':
        return outcome.people.map((person) => this.#person(person)).join('\n');
      case 'hits':
        return this.#hits(outcome);
      case 'groups':
        return outcome.groups.length === 0
          ? this.#typedText('noGroups')
          : outcome.groups.map((group) => this.#group(group)).join('\n');
      case 'group':
        return this.#group(outcome.group);
      case 'done':
        return this.#note(this.#typedText(`done_${outcome.done}`), { name: outcome.name });
      case 'wrong':
        return this.#problem(outcome.problem);
      case 'refused':
        return this.#note(refusalSentence(outcome.refusal, this.#language), {});
      case 'help':
        return this.#help();
      case 'show':
      case 'leave':
        return '';
      default:
        return assertNever(outcome);
    }
  }

  #person({ name, presence, lastSeenAt, guest }: Member): string {
    const seen =
      presence === 'offline' && lastSeenAt !== undefined
        ? filled(this.#words.lastSeen, { time: this.#day.format(lastSeenAt) })
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
    return `  ${this.#day.format(message.at)}  ${sender} → ${receiver}: ${message.text}`;
  }

  #group({ group, members }: TypedGroup): string {
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
      word: 'word' in problem ? problem.word : '',
      near: problem.code === 'unknown-command' ? problem.near.join(', ') : '',
      argument: problem.code === 'missing' ? this.#typedText(`argument_${problem.argument}`) : '',
    })}`;
  }

  #help(): string {
    const rows = typedCommands.map(({ word, key, takes }) => {
      const given = takes.map((argument) => this.#typedText(`argument_${argument}`).toUpperCase());
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
