import type { Clock } from '../../src-shared/outside/clock.ts';
import type { FileTurns } from '../files/file-turns.ts';
import type { Transport } from '../net/transport.ts';
import { FileLink } from './file-link.ts';

export type FileLinksParts = {
  clock: Clock;
  turns: FileTurns;
  /** Rejects if nobody can be reached. */
  dial: () => Promise<Transport>;
  reportDefect: (error: unknown) => void;
};

/** A connection that nothing needs stays for so long. */
const idleMs = 10_000;

/** Connections to the room for files: what one transfer leaves the next one takes. */
export class FileLinks {
  readonly #parts: FileLinksParts;
  readonly #idle: FileLink[] = [];
  readonly #links = new Set<FileLink>();
  readonly #cancelTimers = new Set<() => void>();
  #isOpen = false;

  constructor(parts: FileLinksParts) {
    this.#parts = parts;
  }

  open(): void {
    this.#isOpen = true;
  }

  /** All of them end; what is dialled just now ends when it is there. */
  close(): void {
    this.#isOpen = false;
    for (const cancel of this.#cancelTimers) cancel();
    this.#cancelTimers.clear();
    for (const link of this.#links) link.end({ code: 'connection-lost' });
    this.#links.clear();
    this.#idle.length = 0;
  }

  /** One that still stands, as it may have been cut while nothing needed it; or a new one. */
  async take(): Promise<FileLink> {
    let link = this.#idle.pop();
    for (; link?.isEnded === true; link = this.#idle.pop()) this.#links.delete(link);
    return link ?? this.#dial();
  }

  /** Nothing needs it just now. */
  giveBack(link: FileLink): void {
    if (link.isEnded) return void this.#links.delete(link);
    this.#idle.push(link);
    const cancel = this.#parts.clock.after(idleMs, () => {
      this.#cancelTimers.delete(cancel);
      const place = this.#idle.indexOf(link);
      if (place < 0) return;
      this.#idle.splice(place, 1);
      this.#links.delete(link);
      link.end({ code: 'connection-lost' });
    });
    this.#cancelTimers.add(cancel);
  }

  async #dial(): Promise<FileLink> {
    const { dial, ...parts } = this.#parts;
    const transport = await dial();
    const link = new FileLink({ transport, ...parts });
    this.#links.add(link);
    if (!this.#isOpen) link.end({ code: 'connection-lost' });
    return link;
  }
}
