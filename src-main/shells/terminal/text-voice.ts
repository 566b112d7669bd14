import { importedName } from '../../../src-shared/sentences/imported-name.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { ConnectionState, PrivateState } from '../../../src-shared/member/own-copy.ts';
import { printable } from '../../../src-shared/text/printable.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { filled } from '../../../src-shared/text/filled.ts';
import { entrySentence } from '../../../src-shared/sentences/entry-sentence.ts';
import { saidText } from '../../../src-shared/sentences/said-text.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';
import type { TypedOutcome } from '../../../src-shared/typed/typed-world.ts';
import { AccessVoice } from './access-voice.ts';
import { asOneText, note, OutcomeVoice } from './outcome-voice.ts';
import type { FileStopped, Happening, Place, Voice } from './happening.ts';
import { terminalWords } from './terminal-words.ts';
import type { TerminalWords } from './terminal-words.ts';

/** What happens, in sentences for a person; nothing of others can move the cursor or look like another's line. */
export class TextVoice implements Voice {
  readonly #language: Language;
  readonly #words: TerminalWords;
  /** Hours and minutes, as the person's language writes them. */
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #percent: Intl.NumberFormat;
  readonly #access: AccessVoice;
  readonly #outcomes: OutcomeVoice;
  #toldDay = '';

  constructor(language: Language) {
    this.#language = language;
    this.#words = terminalWords(language);
    this.#time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
    this.#access = new AccessVoice(language);
    this.#outcomes = new OutcomeVoice(language);
    this.#percent = new Intl.NumberFormat(language, { style: 'percent' });
    this.#day = new Intl.DateTimeFormat(language, { dateStyle: 'full' });
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
    switch (happening.is) {
      case 'entered':
        return this.#entered(happening);
      case 'message':
        return this.#message(happening);
      case 'entry':
        return this.#entry(happening);
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
        return this.#outcomes
          .recorded(happening.line)
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
        return this.#words.goodbye;
      default:
        return this.#note(this.#ofSomebody(happening));
    }
  }

  #ofSomebody(happening: Extract<Happening, { is: 'knock' | 'presence' | 'no-space' }>): string {
    const { name } = happening;
    switch (happening.is) {
      case 'knock':
        return this.#access.knock(happening);
      case 'presence':
        return filled(this.#words[happening.presence], { name });
      case 'no-space':
        return `📎 ${happening.file}: ${filled(this.#words.noSpaceOf, { name })}`;
      default:
        return assertNever(happening);
    }
  }

  #outcome(outcome: TypedOutcome): string {
    return outcome.is === 'refused' ? this.#refused(outcome) : this.#outcomes.outcome(outcome);
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

  #entry({ told, at, number }: Extract<Happening, { is: 'entry' }>): string {
    const sentence = asOneText(entrySentence(told, this.#language));
    return this.#note(number === undefined ? sentence : `(${number}) ${sentence}`, at);
  }

  /** In front of it the number by which it can be named, and that of the one which it answers. */
  #message(happening: Extract<Happening, { is: 'message' }>): string {
    const { place, from, isOwn, text, at, number, reply, forwarded, files, imported } = happening;
    const mark = this.#mark(place, isOwn);
    const name = imported ? importedName(imported, this.#language) : from;
    const answers = reply === undefined ? '' : `→${reply}`;
    const named = number === undefined ? '' : `(${number}${answers}) `;
    const nameOf = () => forwarded ?? '';
    const said = saidText({ text, files, forwarded: forwarded as AccountId | undefined }, nameOf, {
      language: this.#language,
    });
    return `${this.#time.format(at)} ${named}${mark}${name}: ${asOneText(said)}`;
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
    return at === undefined ? note(text) : `${this.#time.format(at)} ${note(text)}`;
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

  #fileStopped(name: string, { file, done, size }: FileStopped): string {
    const percent = this.#percent.format(Math.floor((100 * done) / Math.max(1, size)) / 100);
    return this.#note(`📎 ${file}: ${filled(this.#words.stoppedThere, { name, percent })}`);
  }

  #private(happening: Extract<Happening, { is: 'private' | 'compare' }>): string {
    const { partner: name } = happening;
    if (happening.is === 'compare') return this.#outcomes.compare(name, happening.signs);
    const { state } = happening;
    if (state.is === 'file-stopped') return this.#fileStopped(name, state);
    return this.#note(filled(this.#words[`private_${privateKind(state)}`], { name }));
  }
}

function privateKind(state: PrivateState) {
  if (state.is === 'interrupted') return `interrupted_${state.who}` as const;
  return state.is === 'ended' ? (`ended_${state.reason}` as const) : state.is;
}
