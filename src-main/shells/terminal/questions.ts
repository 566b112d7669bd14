import type { Refusal } from '../../../src-shared/protocol/codes.ts';
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

  /** Why it is asked once more. */
  say(refusal: Refusal): void {
    const { screen, voice } = this.#parts;
    screen.print(voice.tell({ is: 'refused', refusal }));
  }

  async #askProgram(what: Asked): Promise<string | undefined> {
    const { screen } = this.#parts;
    screen.print(toJsonLine({ event: 'asked', for: namesForPrograms[what] ?? what }));
    for (;;) {
      const line = await screen.ask('');
      if (line === undefined) return undefined;
      const read = readJsonLine(line);
      if (read.is === 'answer') return read.answer;
      if (read.is !== 'nothing') screen.print(badLine());
    }
  }
}
