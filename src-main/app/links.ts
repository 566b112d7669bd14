import { z } from 'zod';
import { maxInviteCharacters } from '../../src-shared/invite/invite-text.ts';

const mostLinks = 8;

/** `oda:` and what follows, in printable ASCII as systems hand addresses on. */
const odaLink = z
  .string()
  .max(maxInviteCharacters)
  .regex(/^oda:\/\/[!-~]+$/i);

/** Links that the system has opened Oda with, kept until a window takes them. */
export class LinkBox {
  #links: string[] = [];
  #listener: (() => void) | undefined;

  /** Takes one in; anything else that a program's arguments hold is left alone. */
  receive(address: string): void {
    if (!odaLink.safeParse(address).success) return;
    // Of many that nobody has looked at, the newest are kept.
    this.#links = [...this.#links.filter((link) => link !== address), address].slice(-mostLinks);
    this.#listener?.();
  }

  /** Oldest first; none of them is kept here after that. */
  take(): string[] {
    const taken = this.#links;
    this.#links = [];
    return taken;
  }

  listen(listener: () => void): void {
    this.#listener = listener;
  }
}
