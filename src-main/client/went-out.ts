import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import type { KeptItem } from './replica/outbox-store.ts';

/**
 * Which of what waits the room may have, whatever became of the answer: what went out and was not refused. The same `cid`
 * must not say anything else then (W4). It is on disk before it goes out, so that it is known after a restart too.
 */
export class WentOut {
  readonly #note: (cid: Cid) => Promise<void>;
  readonly #there = new Set<Cid>();
  /** The disk does not say that they went out. */
  readonly #unnoted = new Set<Cid>();

  constructor(note: (cid: Cid) => Promise<void>) {
    this.#note = note;
  }

  loaded({ wentOut, ...item }: KeptItem): OutboxItem {
    if (wentOut) this.#there.add(item.cid);
    else this.#unnoted.add(item.cid);
    return item;
  }

  /** As the disk is to keep it. What is to go out at once is noted with it: that is one write less. */
  kept(item: OutboxItem, isToGoOut = false): KeptItem {
    if (isToGoOut || this.#there.has(item.cid)) return { ...item, wentOut: true };
    this.#unnoted.add(item.cid);
    return item;
  }

  /** From now on the room may have it; resolves when it may go out, undefined if it may at once; rejects if it does not. */
  goesOut(cid: Cid): Promise<void> | undefined {
    this.#there.add(cid);
    if (!this.#unnoted.has(cid)) return undefined;
    return this.#note(cid).then(
      () => void this.#unnoted.delete(cid),
      (error: unknown) => {
        this.#there.delete(cid);
        throw error;
      },
    );
  }

  /** The room does not have it. */
  refused(cid: Cid): void {
    this.#there.delete(cid);
  }

  mayBeThere(cid: Cid): boolean {
    return this.#there.has(cid);
  }

  forget(cid: Cid): void {
    this.#there.delete(cid);
    this.#unnoted.delete(cid);
  }
}
