import { ImportError } from './read-chat.ts';

/** A value of a document and the names that lead to it; `*` for a place in a list. */
export type JsonValue = { path: readonly string[]; value: unknown };

/** Of one value that is read whole, in characters. */
const longestValue = 8 * 1024 * 1024;
const deepest = 64;

/**
 * Reads a document of any size piece by piece: values whose path `takes` are given whole, lists and objects around them are
 * gone through, and of these all texts and numbers are given one by one.
 */
export async function* jsonValues(
  texts: AsyncIterable<string>,
  name: string,
  takes: (path: readonly string[]) => boolean,
): AsyncGenerator<JsonValue> {
  const scanner = new JsonScanner(name, takes);
  for await (const text of texts) yield* scanner.feed(text);
  yield* scanner.end();
}

type Container = { isList: boolean; key: string };
/** `over`: what follows it has come. */
type Capture = {
  as: 'value' | 'key';
  kind: 'text' | 'nested' | 'plain';
  text: string;
  over: boolean;
};
type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'next' | 'nothing';

class JsonScanner {
  readonly #name: string;
  readonly #takes: (path: readonly string[]) => boolean;
  readonly #around: Container[] = [];
  #expects: Expected = 'value';
  #capture: Capture | undefined;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  /** Characters before the piece that is being read. */
  #before = 0;

  constructor(name: string, takes: (path: readonly string[]) => boolean) {
    this.#name = name;
    this.#takes = takes;
  }

  *feed(text: string): Generator<JsonValue> {
    let at = 0;
    while (at < text.length) {
      if (this.#capture) {
        at = this.#goOn(this.#capture, text, at);
        const found = this.#capture.over ? this.#finish(at) : undefined;
        if (found) yield found;
        continue;
      }
      const letter = text[at] ?? '';
      if (isBlank(letter) || this.#step(letter, at)) at += 1;
    }
    this.#before += text.length;
  }

  *end(): Generator<JsonValue> {
    const found = this.#capture?.kind === 'plain' ? this.#finish(0) : undefined;
    if (found) yield found;
    if (this.#expects !== 'nothing' || this.#capture) throw this.#broken(0);
  }

  /** What stands between values; false if the letter begins a value that is read whole. */
  #step(letter: string, at: number): boolean {
    switch (this.#expects) {
      case 'value':
        return this.#begin(letter, at);
      case 'value-or-end':
        return letter === ']' ? this.#leave() : this.#begin(letter, at);
      case 'key-or-end':
        return letter === '}' ? this.#leave() : this.#beginKey(letter, at);
      case 'key':
        return this.#beginKey(letter, at);
      case 'colon':
        if (letter !== ':') throw this.#broken(at);
        this.#expects = 'value';
        return true;
      case 'next': {
        const isList = this.#around.at(-1)?.isList === true;
        if (letter === (isList ? ']' : '}')) return this.#leave();
        if (letter !== ',') throw this.#broken(at);
        this.#expects = isList ? 'value' : 'key';
        return true;
      }
      default:
        throw this.#broken(at);
    }
  }

  #begin(letter: string, at: number): boolean {
    const isNested = letter === '{' || letter === '[';
    if (isNested && !this.#takes(this.#path())) {
      if (this.#around.length >= deepest) throw this.#broken(at);
      const isList = letter === '[';
      this.#around.push({ isList, key: '*' });
      this.#expects = isList ? 'value-or-end' : 'key-or-end';
      return true;
    }
    this.#startCapture('value', isNested ? 'nested' : letter === '"' ? 'text' : 'plain');
    return false;
  }

  #beginKey(letter: string, at: number): boolean {
    if (letter !== '"') throw this.#broken(at);
    this.#startCapture('key', 'text');
    return false;
  }

  #startCapture(as: Capture['as'], kind: Capture['kind']): void {
    this.#capture = { as, kind, text: '', over: false };
    this.#depth = 0;
    this.#isInText = false;
    this.#isEscaped = false;
  }

  #leave(): boolean {
    this.#around.pop();
    this.#expects = this.#around.length === 0 ? 'nothing' : 'next';
    return true;
  }

  /** Reads on to the end of the value, or of the piece; answers with how far. */
  #goOn(capture: Capture, text: string, from: number): number {
    let at = from;
    while (at < text.length && !capture.over) {
      const code = text.charCodeAt(at);
      if (capture.kind === 'plain') {
        if (isAfterPlain(code)) capture.over = true;
        else at += 1;
        continue;
      }
      at += 1;
      if (this.#isInText) this.#inText(code);
      else if (code === quote) this.#isInText = true;
      else if (code === openObject || code === openList) this.#depth += 1;
      else if (code === closeObject || code === closeList) this.#depth -= 1;
      capture.over = !this.#isInText && this.#depth === 0;
    }
    capture.text += text.slice(from, at);
    if (capture.text.length > longestValue)
      throw new ImportError('import-too-large', this.#place(at));
    return at;
  }

  #inText(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === backslash) this.#isEscaped = true;
    else if (code === quote) this.#isInText = false;
  }

  #finish(at: number): JsonValue | undefined {
    const { as = 'value', text = '' } = this.#capture ?? {};
    this.#capture = undefined;
    const value = this.#parsed(text, at);
    const inner = this.#around.at(-1);
    if (as === 'key') {
      if (inner) inner.key = String(value);
      this.#expects = 'colon';
      return undefined;
    }
    const path = this.#path();
    this.#expects = inner ? 'next' : 'nothing';
    return { path, value };
  }

  #parsed(text: string, at: number): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw this.#broken(at, error);
    }
  }

  #path(): string[] {
    return this.#around.map(({ key }) => key);
  }

  #broken(at: number, cause?: unknown): ImportError {
    return new ImportError('import-broken', this.#place(at), { cause });
  }

  #place(at: number): string {
    return `${this.#name}: ${this.#before + at}`;
  }
}

const [quote, backslash] = [0x22, 0x5c];
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d];

function isBlank(letter: string): boolean {
  return letter === ' ' || letter === '\n' || letter === '\r' || letter === '\t';
}

function isAfterPlain(code: number): boolean {
  return code === 0x2c || code === closeObject || code === closeList || code <= 0x20;
}
