import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { FetchPriority } from './fetch-queue.ts';
import type { RoomCopy } from './room-copy.ts';

/** Between two pages in the background: many members who catch up together leave the room its breath. */
const pauseMs = 50;

export type BackfillParts = {
  copy: RoomCopy;
  clock: Clock;
  /** The first number of a conversation that can be read at all. */
  oldest: (conversation: ConversationId) => number;
  /** The page right before a number; undefined where the room does not give it. */
  fetch: (
    conversation: ConversationId,
    before: number,
    priority: FetchPriority,
  ) => Promise<Entry[] | undefined>;
  stored: (conversation: ConversationId, entries: readonly Entry[]) => void;
  failed: (error: unknown) => void;
};

/** Fetches what is older than the copy, back to the first entry of each conversation that may be read, so that search covers all. */
export class Backfill {
  readonly #parts: BackfillParts;
  /** Pages that a person waits for. */
  readonly #urgent = new Map<ConversationId, Promise<void>>();
  /** The room does not have what is older, whatever the numbers say. */
  readonly #exhausted = new Set<ConversationId>();
  #phase: 'waiting' | 'idle' | 'running' | 'stopped' = 'waiting';
  #cancelPause: () => void = () => undefined;

  constructor(parts: BackfillParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#phase === 'waiting') this.#phase = 'idle';
    this.wake();
  }

  /** There may be something older to fetch. */
  wake(): void {
    if (this.#phase !== 'idle') return;
    this.#phase = 'running';
    void this.#next();
  }

  /** One page at once; who asks meanwhile waits for the same one. */
  async fetchNow(conversation: ConversationId): Promise<void> {
    if (this.#phase === 'stopped') return;
    const running = this.#urgent.get(conversation);
    if (running) return running;
    const work = this.#fetchPage(conversation, 'now');
    this.#urgent.set(conversation, work);
    try {
      await work;
    } finally {
      this.#urgent.delete(conversation);
    }
  }

  stop(): void {
    this.#phase = 'stopped';
    this.#cancelPause();
  }

  async #next(): Promise<void> {
    try {
      const conversation = this.#choose();
      if (conversation === undefined) {
        if (this.#phase === 'running') this.#phase = 'idle';
        return;
      }
      await this.#fetchPage(conversation, 'background');
    } catch (error) {
      this.stop();
      this.#parts.failed(error);
    }
    if (this.#phase !== 'running') return;
    this.#cancelPause = this.#parts.clock.after(pauseMs, () => void this.#next());
  }

  /** Everyone first, then whatever was written in last. */
  #choose(): ConversationId | undefined {
    const behind = this.#parts.copy.conversations().filter((record) => this.#hasOlder(record.in));
    const newest = behind.sort((a, b) => (b.lastMessage?.id ?? 0) - (a.lastMessage?.id ?? 0));
    return newest.find((record) => record.in === everyone)?.in ?? newest[0]?.in;
  }

  #hasOlder(conversation: ConversationId): boolean {
    const { copy, oldest } = this.#parts;
    if (this.#exhausted.has(conversation)) return false;
    return copy.conversation(conversation).firstSeq > oldest(conversation);
  }

  async #fetchPage(conversation: ConversationId, priority: FetchPriority): Promise<void> {
    const { copy, fetch, stored } = this.#parts;
    const { firstSeq } = copy.conversation(conversation);
    if (!this.#hasOlder(conversation)) return;
    const entries = await fetch(conversation, firstSeq, priority);
    if (this.#phase === 'stopped') return;
    if (!entries) {
      this.#exhausted.add(conversation);
      return;
    }
    // Another page may have come first: then nothing of this one touches the copy any more.
    const older = await copy.prepend(conversation, entries);
    if (older.length > 0) stored(conversation, older);
  }
}
