import { createInterface, clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { Interface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Screen, ScreenListener } from './screen.ts';

export type Streams = {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  errors: NodeJS.WritableStream;
  isTerminal: boolean;
};

/** The terminal itself, or two pipes. */
export class StreamScreen implements Screen {
  readonly isInteractive: boolean;
  readonly #streams: Streams;
  readonly #interface: Interface;
  #listener: ScreenListener | undefined;
  /** What came before anybody listened or asked. */
  readonly #early: string[] = [];
  #asked: ((answer: string | undefined) => void) | undefined;
  #isHidden = false;
  #phase: 'open' | 'ended' = 'open';

  constructor(streams: Streams) {
    this.#streams = streams;
    this.isInteractive = streams.isTerminal;
    const echo = new Writable({
      write: (chunk, _encoding, written) => {
        if (!this.#isHidden) streams.output.write(chunk as Buffer);
        written();
      },
    });
    this.#interface = createInterface({
      input: streams.input,
      output: echo,
      terminal: streams.isTerminal,
      prompt: '',
      historySize: 0,
    });
    this.#interface.on('line', (line) => this.#take(line));
    this.#interface.on('SIGINT', () => this.#end());
    this.#interface.on('close', () => this.#end());
  }

  print(lines: string): void {
    const { output } = this.#streams;
    if (!this.isInteractive || this.#phase === 'ended') {
      output.write(`${lines}\n`);
      return;
    }
    // A long draft stands on several rows; the prompt goes up as many again when it is drawn anew.
    const { rows } = this.#interface.getCursorPos();
    moveCursor(output, 0, -rows);
    cursorTo(output, 0);
    clearScreenDown(output);
    output.write(`${lines}\n${'\n'.repeat(rows)}`);
    this.#interface.prompt(true);
  }

  printError(lines: string): void {
    this.#streams.errors.write(`${lines}\n`);
  }

  async ask(question: string, typing: 'shown' | 'hidden' = 'shown'): Promise<string | undefined> {
    const early = this.#early.shift();
    if (early !== undefined) return early;
    if (this.#phase === 'ended') return undefined;
    if (this.isInteractive) {
      this.#interface.setPrompt(`${question} `);
      this.#interface.prompt();
    }
    this.#isHidden = this.isInteractive && typing === 'hidden';
    const answer = await new Promise<string | undefined>((resolve) => {
      this.#asked = resolve;
    });
    if (this.#isHidden) this.#streams.output.write('\n');
    this.#isHidden = false;
    return answer;
  }

  listen(listener: ScreenListener): void {
    this.#listener = listener;
    for (const line of this.#early.splice(0)) listener.line(line);
    if (this.#phase === 'ended') listener.ended();
  }

  prompt(text: string): void {
    if (!this.isInteractive || this.#phase === 'ended') return;
    this.#interface.setPrompt(text);
    this.#interface.prompt(true);
  }

  close(): void {
    this.#listener = undefined;
    if (this.#phase === 'open' && this.isInteractive) this.#streams.output.write('\n');
    this.#phase = 'ended';
    this.#interface.close();
  }

  #take(line: string): void {
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked) return asked(line);
    if (!this.#listener) {
      this.#early.push(line);
      return;
    }
    // What was typed comes again as a line of the conversation, with its time.
    if (this.isInteractive) {
      const { output } = this.#streams;
      moveCursor(output, 0, -1);
      cursorTo(output, 0);
      clearScreenDown(output);
    }
    this.#listener.line(line);
    if (this.isInteractive && this.#phase === 'open') this.#interface.prompt();
  }

  #end(): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#asked?.(undefined);
    this.#asked = undefined;
    this.#listener?.ended();
  }
}
