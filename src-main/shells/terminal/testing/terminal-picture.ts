import { Writable } from 'node:stream';

/** An order to the cursor, or one letter. */
const pieces = /\u001b\[(\d*)([A-Za-z])|[^]/gu;

/**
 * What a person sees at a terminal of so many columns: takes what readline and the screen write, and nothing else.
 * An order to the cursor that neither of them gives is an error.
 */
export class TerminalPicture extends Writable {
  readonly isTTY = true;
  columns: number;
  readonly #rows: string[][] = [[]];
  #row = 0;
  #column = 0;
  #isLooking = false;
  #wanted: { text: string; times: number; found: () => void }[] = [];

  constructor(columns = 80) {
    super({ decodeStrings: false });
    this.columns = columns;
  }

  override _write(chunk: Buffer | string, _encoding: string, written: () => void): void {
    for (const [piece, count, letter] of String(chunk).matchAll(pieces)) {
      if (letter === undefined) this.#put(piece);
      else this.#move(letter, Number(count || 0));
    }
    if (!this.#isLooking) setImmediate(() => this.#look());
    this.#isLooking = true;
    written();
  }

  /** Everything that was written and not cleared, without blanks at the ends of rows. */
  get rows(): string[] {
    const rows = this.#rows.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
  }

  get text(): string {
    return this.rows.join('\n');
  }

  /** Where the next letter would stand. */
  get cursor(): { row: number; column: number } {
    return { row: this.#row, column: this.#column };
  }

  /** Resolves when this text is to be seen. */
  async shows(text: string, times = 1): Promise<void> {
    const wanted = { text, times };
    if (isSeen(this.text, wanted)) return;
    await new Promise<void>((found) => this.#wanted.push({ ...wanted, found }));
  }

  /** Once for all that one turn of the loop writes. */
  #look(): void {
    this.#isLooking = false;
    const seen = this.text;
    const [found, missing] = [true, false].map((wanted) =>
      this.#wanted.filter((one) => isSeen(seen, one) === wanted),
    );
    this.#wanted = missing ?? [];
    for (const one of found ?? []) one.found();
  }

  #put(letter: string): void {
    if (letter === '\n') return this.#goTo(this.#row + 1, 0);
    if (letter === '\r') return this.#goTo(this.#row, 0);
    if (/[\p{Cc}]/u.test(letter)) throw new Error(`An order to the terminal: ${escape(letter)}`);
    // A terminal goes to the next row when a letter comes that has no place in this one.
    if (this.#column >= this.columns) this.#goTo(this.#row + 1, 0);
    const row = this.#rows[this.#row] ?? [];
    row[this.#column] = letter;
    this.#column += 1;
  }

  #move(letter: string, count: number): void {
    switch (letter) {
      case 'A':
        return this.#goTo(Math.max(0, this.#row - count), this.#column);
      case 'B':
        return this.#goTo(this.#row + count, this.#column);
      case 'C':
        return this.#goTo(this.#row, Math.min(this.columns - 1, this.#column + count));
      case 'D':
        return this.#goTo(this.#row, Math.max(0, this.#column - count));
      case 'G':
        return this.#goTo(this.#row, count - 1);
      case 'J':
        this.#rows.length = this.#row + 1;
        this.#rows[this.#row]?.splice(this.#column);
        return;
      default:
        throw new Error(`An order to the terminal: ${letter}`);
    }
  }

  #goTo(row: number, column: number): void {
    this.#row = row;
    this.#column = column;
    while (this.#rows.length <= row) this.#rows.push([]);
  }
}

function escape(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16)}`;
}

function isSeen(seen: string, { text, times }: { text: string; times: number }): boolean {
  return seen.split(text).length > times;
}
