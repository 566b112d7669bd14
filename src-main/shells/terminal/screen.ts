import { createInterface, clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { Interface } from 'node:readline';
import { isUtf8 } from 'node:buffer';
import { Writable } from 'node:stream';

/** More lines than this do not wait to be carried out: the input is read on when they are fewer. */
const mostWaiting = 100;
/** Letters and line breaks alone, as they come at once when they are pasted. */
const pasted = /^(?:[^\p{Cc}]|[\t\r\n]){2,}$/u;

/** What becomes of a typed line: `comes-again`, as a line of the conversation, and is taken away till then. */
export type Shown = 'stays' | 'comes-again';

type ScreenListener = {
  /** The input waits while too much of it is not carried out. */
  line(line: string): { shown: Shown; carriedOut: Promise<void> };
  /** The input has ended; everything in it was heard. */
  ended(): void;
};

type Output = NodeJS.WritableStream & { columns?: number };

type Streams = {
  input: NodeJS.ReadableStream;
  output: Output;
  errors: NodeJS.WritableStream;
  /** Both ends are a person's terminal: lines are edited, and a prompt stands before them. */
  isTerminal: boolean;
  /** This is no terminal, but what is typed is seen all the same: no password is asked for. */
  isInputSeen: boolean;
};

/** Where a person, or a program at the other end of a pipe, reads and writes lines: the terminal itself, or two pipes. */
export class Screen {
  /** Without it nothing is asked that is not typed as an answer, and no prompt is shown. */
  readonly isInteractive: boolean;
  /** Resolves at Ctrl+C, and when nobody reads any more what is printed. */
  readonly interrupted: Promise<void>;
  readonly #streams: Streams;
  readonly #interface: Interface;
  #listener: ScreenListener | undefined;
  /** What came before anybody listened or asked. */
  readonly #early: string[] = [];
  #asked: ((answer: string | undefined) => void) | undefined;
  #isHidden = false;
  /** Something secret was asked for: what nobody asked for since may be meant as an answer. */
  #isSecret = false;
  /** Lines that nobody asked for wait: they may hold what is secret. */
  #isInDialogue = false;
  #phase: 'open' | 'ended' | 'closed' = 'open';
  /** Lines that were heard and are not carried out. */
  #waiting = 0;
  /** How far below its first row the line ended that was typed last. */
  #typedRows = 0;

  constructor(streams: Streams) {
    const { input, output, isTerminal } = streams;
    this.#streams = streams;
    this.isInteractive = isTerminal;
    this.#interface = createInterface({
      input,
      output: this.#createEcho(),
      terminal: isTerminal,
      prompt: '',
      // What is said in a private chat is not to be had again after it (R3.5).
      historySize: 0,
    });
    const { promise, resolve: interrupt } = Promise.withResolvers<void>();
    this.interrupted = promise;
    this.#interface.on('line', (line) => this.#take(line));
    this.#interface.on('SIGINT', interrupt);
    this.#interface.on('close', () => this.#end());
    output.on('error', () => interrupt());
    if (!isTerminal) return;
    this.#takePastes();
    input.prependListener('keypress', (_: unknown, key: { name?: string } | undefined) => {
      if (key?.name === 'return' || key?.name === 'enter') this.#beforeEnter();
    });
  }

  /** Shows whole lines above what is being typed, which stays as it is (R3.11). */
  print(lines: string): void {
    if (this.isInteractive && this.#phase === 'open') this.#drawBelow(`${lines}\n`);
    else this.#streams.output.write(`${lines}\n`);
  }

  /** What is not part of the conversation: problems before it began. */
  printError(lines: string): void {
    this.#streams.errors.write(`${lines}\n`);
  }

  /** Undefined if the input has ended, or what is hidden could be seen. */
  async ask(question: string, typing: 'shown' | 'hidden' = 'shown'): Promise<string | undefined> {
    const isHidden = typing === 'hidden';
    // A name, say, is told to everybody.
    if (!isHidden && this.isInteractive) this.forgetSecrets();
    this.#isSecret ||= isHidden;
    const early = this.#early.shift();
    if (early !== undefined) return early;
    if (this.#phase !== 'open') return undefined;
    if (isHidden && this.#streams.isInputSeen) return undefined;
    if (this.isInteractive) this.#putQuestion(`${question} `, isHidden);
    const answer = await new Promise<string | undefined>((resolve) => {
      this.#asked = resolve;
    });
    if (this.#isHidden) this.#streams.output.write('\n');
    this.#interface.setPrompt('');
    return answer;
  }

  /**
   * Once all that is secret was asked for: what is typed is seen again, and what was typed meanwhile, as an
   * answer that was not wanted, is gone. True if there was any.
   */
  forgetSecrets(): boolean {
    if (!this.#isSecret) return false;
    const hasTyped = this.#early.length > 0 || this.#draft() !== '';
    this.#early.length = 0;
    this.#clearDraft();
    this.#isSecret = false;
    this.#isHidden = false;
    return hasTyped;
  }

  /** While `work` asks, no line is heard that it does not take as an answer; those come after it. */
  async inDialogue<T>(work: () => Promise<T>): Promise<T> {
    this.#isInDialogue = true;
    try {
      return await work();
    } finally {
      this.#isInDialogue = false;
      this.#hearEarly();
    }
  }

  /** From now on lines are heard, each after `prompt`. */
  listen(listener: ScreenListener): void {
    this.#listener = listener;
    this.#hearEarly();
    if (this.#phase === 'ended') listener.ended();
  }

  /** What stands before the line that is typed. */
  prompt(text: string): void {
    // A question stands there until it is answered.
    if (this.#isInDialogue) return;
    if (!this.isInteractive || this.#phase !== 'open') return;
    this.#drawBelow('', text);
  }

  /** Takes away what is being typed and gives it back. */
  takeDraft(): string {
    if (this.#isInDialogue) return '';
    const draft = this.#draft();
    this.#clearDraft();
    return draft;
  }

  close(): void {
    this.#listener = undefined;
    if (this.#phase === 'open' && this.isInteractive) {
      if (this.#asked) this.#streams.output.write('\n');
      else this.#clearFrom(this.#rowsTyped());
    }
    this.#phase = 'closed';
    this.#asked?.(undefined);
    this.#asked = undefined;
    this.#interface.close();
  }

  /** What is typed and not entered. */
  #draft(): string {
    return this.isInteractive && this.#phase === 'open' ? this.#interface.line : '';
  }

  #clearDraft(): void {
    if (this.#draft() === '') return;
    this.#interface.write(null, { ctrl: true, name: 'e' });
    this.#interface.write(null, { ctrl: true, name: 'u' });
  }

  /** From the answer on nothing is seen either: it may be wrong, or not the last one that is asked for. */
  #putQuestion(question: string, isHidden: boolean): void {
    this.#interface.setPrompt(question);
    if (!isHidden) return this.#interface.prompt();
    this.#isHidden = true;
    this.#streams.output.write(question);
    // What is typed already goes on behind its end.
    this.#interface.prompt(true);
    return undefined;
  }

  /** What readline writes, as wide as the terminal, and not shown while something hidden is typed. */
  #createEcho(): Writable {
    const { output } = this.#streams;
    const echo = new Writable({
      write: (chunk, _encoding, written) => {
        if (!this.#isHidden) output.write(chunk as Buffer);
        written();
      },
    });
    output.on('resize', () => void echo.emit('resize'));
    return Object.defineProperty(echo, 'columns', { get: () => output.columns });
  }

  /** How far below the prompt's row the cursor stands; what is typed unseen takes no place. */
  #rowsTyped(): number {
    return this.#isHidden ? 0 : this.#interface.getCursorPos().rows;
  }

  /** Goes up to the prompt's row and clears from there on. */
  #clearFrom(rows: number): void {
    const { output } = this.#streams;
    moveCursor(output, 0, -rows);
    cursorTo(output, 0);
    clearScreenDown(output);
  }

  /** Puts lines in the place of the prompt and its line, and those anew below them. */
  #drawBelow(lines: string, prompt?: string): void {
    const rows = this.#rowsTyped();
    this.#clearFrom(rows);
    // Drawing anew, readline goes up as many rows as the cursor stood below the prompt.
    this.#streams.output.write(`${lines}${'\n'.repeat(rows)}`);
    if (prompt !== undefined) this.#interface.setPrompt(prompt);
    this.#interface.prompt(true);
    // What is typed unseen is not drawn, but the question before it is.
    if (this.#isHidden) this.#streams.output.write(this.#interface.getPrompt());
  }

  /**
   * Gives readline what is pasted as one text: key by key it would not draw rows anew and no longer know in which
   * one it is.
   */
  #takePastes(): void {
    const { input } = this.#streams;
    for (const readKeys of input.listeners('data')) {
      input.off('data', readKeys as () => void);
      input.on('data', (chunk: Buffer) => {
        const text = isUtf8(chunk) ? chunk.toString() : '';
        if (pasted.test(text)) this.#paste(text);
        else readKeys.call(input, chunk);
      });
    }
  }

  #paste(text: string): void {
    const [first = '', ...others] = text.split(/\r\n|\r|\n/u);
    this.#interface.write(first);
    for (const line of others) {
      this.#beforeEnter();
      this.#interface.write(null, { name: 'return' });
      this.#interface.write(line);
    }
  }

  /** The whole of the line is still there to be measured. */
  #beforeEnter(): void {
    this.#interface.write(null, { name: 'end' });
    this.#typedRows = this.#interface.getCursorPos().rows;
  }

  #take(line: string): void {
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked) return asked(line);
    if (!this.#listener || this.#isInDialogue) {
      this.#early.push(line);
      return;
    }
    const shown = this.#hear(this.#listener, line);
    if (!this.isInteractive || this.#phase !== 'open') return;
    if (shown === 'comes-again') this.#clearFrom(this.#typedRows + 1);
    this.#interface.prompt();
  }

  /** Up to the line that begins a dialogue: those behind it are its answers. */
  #hearEarly(): void {
    while (this.#listener && !this.#isInDialogue) {
      const line = this.#early.shift();
      if (line === undefined) return;
      this.#hear(this.#listener, line);
    }
  }

  #hear(listener: ScreenListener, line: string): Shown {
    const { shown, carriedOut } = listener.line(line);
    void this.#wait(carriedOut);
    return shown;
  }

  async #wait(carriedOut: Promise<void>): Promise<void> {
    this.#waiting += 1;
    if (this.#waiting === mostWaiting && this.#phase === 'open') this.#interface.pause();
    await carriedOut;
    this.#waiting -= 1;
    if (this.#waiting === mostWaiting - 1 && this.#phase === 'open') this.#interface.resume();
  }

  #end(): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'ended';
    this.#asked?.(undefined);
    this.#asked = undefined;
    this.#listener?.ended();
  }
}
