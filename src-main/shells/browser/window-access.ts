import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../../src-shared/outside/random.ts';

const secretCharacters = 43;

/**
 * Who may see the app's pages: a browser that brought the one-time token of the printed address and
 * has carried the cookie since. Cookies know no ports, so its name does.
 */
export class WindowAccess {
  readonly cookieName: string;
  readonly #random: Random;
  readonly #cookieValue: string;
  #token: string | undefined;

  constructor(options: { port: number; random: Random }) {
    this.cookieName = `oda-${options.port}`;
    this.#random = options.random;
    this.#cookieValue = options.random.text(secretCharacters);
  }

  /** Makes a token that works once; one given out before works no longer. */
  newToken(): string {
    this.#token = this.#random.text(secretCharacters);
    return this.#token;
  }

  /** Takes a token; the `Set-Cookie` value it is exchanged for, or undefined where it is not the one. */
  exchange(token: string): string | undefined {
    if (this.#token === undefined || !isSame(token, this.#token)) return undefined;
    this.#token = undefined;
    return `${this.cookieName}=${this.#cookieValue}; Path=/; HttpOnly; SameSite=Strict`;
  }

  isAdmitted(cookieHeader: string | undefined): boolean {
    const start = `${this.cookieName}=`;
    return (cookieHeader ?? '')
      .split(';')
      .map((cookie) => cookie.trim())
      .some(
        (cookie) =>
          cookie.startsWith(start) && isSame(cookie.slice(start.length), this.#cookieValue),
      );
  }
}

/** Takes as long for a near miss as for any other; the hashes are of one length. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
