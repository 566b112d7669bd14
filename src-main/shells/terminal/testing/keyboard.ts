import { PassThrough } from 'node:stream';

/** The keys of a terminal, or (with lines that end in a line feed) the end of a pipe. */
export class Keyboard extends PassThrough {
  readonly isTTY = true;
  readonly modes: boolean[] = [];

  setRawMode(isRaw: boolean): this {
    this.modes.push(isRaw);
    return this;
  }

  /** Types without Enter. */
  type(text: string): void {
    this.write(text);
  }

  enter(line: string): void {
    this.write(`${line}\r`);
  }

  ctrlC(): void {
    this.write('\u0003');
  }
}
