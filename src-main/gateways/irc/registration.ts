import { isUtf8 } from 'node:buffer';

/** A message comes in pieces of this length; a shorter one, or `+`, is the last. */
const pieceCharacters = 400;
/** Two names and a password of the greatest length, in base64. */
const maxCharacters = 4 * pieceCharacters;

export type SaslStep =
  | { is: 'go-on' }
  | { is: 'claim'; name: string; password: string }
  | { is: 'wait' }
  | { is: 'refused'; why: 'mechanism' | 'too-long' | 'aborted' | 'unreadable' };

/** `AUTHENTICATE` with the mechanism PLAIN (RFC 4616), step by step. */
export class SaslPlain {
  /** Undefined outside of an exchange. */
  #pieces: string | undefined;

  step(word: string): SaslStep {
    if (word === '*') return this.#refuse('aborted');
    if (this.#pieces === undefined) return this.#begin(word);
    if (word.length > pieceCharacters) return this.#refuse('too-long');
    this.#pieces += word === '+' ? '' : word;
    if (this.#pieces.length > maxCharacters) return this.#refuse('too-long');
    if (word.length === pieceCharacters) return { is: 'wait' };
    return this.#read(this.#pieces);
  }

  #begin(mechanism: string): SaslStep {
    if (mechanism.toUpperCase() !== 'PLAIN') return this.#refuse('mechanism');
    this.#pieces = '';
    return { is: 'go-on' };
  }

  #read(base64: string): SaslStep {
    const bytes = Buffer.from(base64, 'base64');
    const words = isUtf8(bytes) ? new TextDecoder().decode(bytes).split('\0') : [];
    const [authority, name, password, ...more] = words;
    const isOwn = authority === '' || authority === name;
    if (!name || !password || !isOwn || more.length > 0) return this.#refuse('unreadable');
    this.#pieces = undefined;
    return { is: 'claim', name, password };
  }

  #refuse(why: Extract<SaslStep, { is: 'refused' }>['why']): SaslStep {
    this.#pieces = undefined;
    return { is: 'refused', why };
  }
}

/** How far a client has come with what IRC wants to know before it lets somebody in. */
export class Registration {
  readonly sasl = new SaslPlain();
  nick: string | undefined;
  password: string | undefined;
  hasUser = false;
  /** What USER said. */
  user: string | undefined;
  realName: string | undefined;
  /** Between `CAP LS` and `CAP END`. */
  isNegotiating = false;
  /** The welcome was said. */
  isDone = false;
  /** The room knows the program, and has said whether its log keeps texts. */
  hasGreeted = false;

  get isReady(): boolean {
    return !this.isDone && !this.isNegotiating && this.hasUser && this.nick !== undefined;
  }
}
