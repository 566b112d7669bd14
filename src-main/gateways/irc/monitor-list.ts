import { SeldomMap } from '../../../src-shared/seldom.ts';
import { foldNick } from './nicks.ts';

export const maxMonitored = 100;

/** Whose coming and going a client wants to hear of (IRCv3 MONITOR). */
export class MonitorList {
  /** By folded nick: as it was asked for, and what was told last. */
  readonly #byNick = new SeldomMap<string, { nick: string; isOnline: boolean }>();

  /** False if the list is full. */
  add(nick: string, isOnline: boolean): boolean {
    const folded = foldNick(nick);
    if (!this.#byNick.has(folded) && this.#byNick.size >= maxMonitored) return false;
    this.#byNick.set(folded, { nick, isOnline });
    return true;
  }

  remove(nick: string): void {
    this.#byNick.delete(foldNick(nick));
  }

  get size(): number {
    return this.#byNick.size;
  }

  has(nick: string): boolean {
    return this.#byNick.has(foldNick(nick));
  }

  clear(): void {
    this.#byNick.clear();
  }

  nicks(): string[] {
    return [...this.#byNick.values()].map((entry) => entry.nick);
  }

  /** True if this is news for the client. */
  changed(nick: string, isOnline: boolean): boolean {
    const entry = this.#byNick.get(foldNick(nick));
    if (!entry || entry.isOnline === isOnline) return false;
    entry.isOnline = isOnline;
    return true;
  }
}
