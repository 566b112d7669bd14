import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../../src-shared/outside/random.ts';

const secretCharacters = 43;

/**
 * Who may use the app: a page that brought the one-time token of an address, and the same window later on, by the
 * session that it got for the token. A page keeps that in a place that only pages of this very port can read; a cookie
 * would go to every port of this computer.
 */
export class WindowAccess {
  readonly #random: Random;
  readonly #session: string;
  #token: string | undefined;

  constructor(random: Random) {
    this.#random = random;
    this.#session = random.text(secretCharacters);
  }

  /** Makes a token that works once; one given out before works no longer. */
  newToken(): string {
    this.#token = this.#random.text(secretCharacters);
    return this.#token;
  }

  /** Whether it is the session of a window that was let in. */
  knows(secret: string): boolean {
    return isSame(secret, this.#session);
  }

  /** Takes the token, or knows the session again; the session to come back with, or undefined for a stranger. */
  admit(secret: string): string | undefined {
    if (this.knows(secret)) return this.#session;
    if (this.#token === undefined || !isSame(secret, this.#token)) return undefined;
    this.#token = undefined;
    return this.#session;
  }
}

/** Takes as long for a near miss as for any other; the hashes are of one length. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
