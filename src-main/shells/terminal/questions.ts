import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import { keyWords, type KeyLook } from '../../../src-shared/invite/key-look.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { filled } from '../../../src-shared/text/filled.ts';
import type { Voice } from './happening.ts';
import { badLine, readJsonLine, toJsonLine } from './json-voice.ts';
import type { Screen } from './screen.ts';
import { terminalWords } from './terminal-words.ts';

export type Asked =
  | 'address'
  | 'name'
  | 'other-name'
  | 'password'
  | 'room-password'
  | 'current-password'
  | 'new-password'
  /** In place of one that there is. */
  | 'other-password'
  | 'password-again';

/** To a program it is the same question. */
const namesForPrograms: Partial<Record<Asked, Asked>> = {
  'other-name': 'name',
  'other-password': 'new-password',
};

/** `y`, and `e` for evet. */
const isYes = (answer: string): boolean => /^(y|yes|e|evet)$/.test(answer);

export type QuestionsParts = {
  screen: Pick<Screen, 'ask' | 'isInteractive' | 'print'>;
  voice: Voice;
  json: boolean;
  language: Language;
};

/** What is asked of a person, or of a program, before a room is entered. */
export class Questions {
  readonly #parts: QuestionsParts;

  constructor(parts: QuestionsParts) {
    this.#parts = parts;
  }

  /** A person types what is secret without seeing it, and may be mistaken. */
  get isUnseen(): boolean {
    return !this.#parts.json && this.#parts.screen.isInteractive;
  }

  /** Undefined if nobody answers any more. */
  async ask(what: Asked, name = ''): Promise<string | undefined> {
    const { screen, json, language } = this.#parts;
    if (json) return this.#askProgram(what);
    const question = filled(terminalWords(language)[`ask_${what}`], { name });
    const isSecret = what.includes('password');
    return screen.ask(question, isSecret ? 'hidden' : 'shown');
  }

  /** A person compares words and answers with `y` or `n`, a program with the key that it knows; a pipe brings it along. */
  async compareKey({
    room,
    pins: { shown: pin, known },
    look,
  }: {
    room: string;
    pins: NonNullable<Refusal['pins']>;
    look: KeyLook;
  }): Promise<boolean> {
    const { screen, json, language } = this.#parts;
    const words = keyWords(look, language);
    if (json) {
      screen.print(toJsonLine({ event: 'asked', for: 'key', room, key: pin, known, words }));
      return (await this.#readAnswer()) === pin;
    }
    const { compareKey, isKeyRight, bringKey, otherKeyHere } = terminalWords(language);
    if (known) screen.print(otherKeyHere);
    screen.print(filled(compareKey, { room, words }));
    // Lines in a pipe were written before anything was asked.
    if (!screen.isInteractive) {
      screen.print(filled(bringKey, { key: pin }));
      return false;
    }
    const answer = await screen.ask(isKeyRight, 'shown');
    return isYes(answer?.trim().toLowerCase() ?? '');
  }

  /** Why it is asked once more. */
  say(refusal: Refusal): void {
    const { screen, voice } = this.#parts;
    screen.print(voice.tell({ is: 'refused', refusal }));
  }

  async #askProgram(what: Asked): Promise<string | undefined> {
    const { screen } = this.#parts;
    screen.print(toJsonLine({ event: 'asked', for: namesForPrograms[what] ?? what }));
    return this.#readAnswer();
  }

  async #readAnswer(): Promise<string | undefined> {
    const { screen } = this.#parts;
    for (;;) {
      const line = await screen.ask('');
      if (line === undefined) return undefined;
      const read = readJsonLine(line);
      if (read.is === 'answer') return read.answer;
      if (read.is !== 'nothing') screen.print(badLine());
    }
  }
}
