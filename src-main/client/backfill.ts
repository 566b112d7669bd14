import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { ReplicaError } from './replica/replica.ts';
import type { RoomCopy } from './room-copy.ts';

/** What older history may bring of one room in all: some 14 million messages of 100 letters. */
export const maxOlderBytes = 4 * 1024 ** 3;

/** A disk, here or in the room, that said no is asked again after this. */
const diskPauseMs = 60_000;
/** Between two pages in the background, so that many members who catch up together do not overload the room. */
const pauseMs = 50;

/** `not-now`: the room’s disk said no. */
export type Fetched = Entry[] | 'not-now' | undefined;

export type BackfillParts = {
  copy: RoomCopy;
  clock: Clock;
  /** The first number of a conversation that can be read at all. */
  oldest: (conversation: ConversationId) => number;
  /** The page right before a number; undefined if the room does not give it. */
  fetch: (
    conversation: ConversationId,
    before: number,
    priority: FetchPriority,
  ) => Promise<Fetched>;
  stored: (conversation: ConversationId, entries: readonly Entry[]) => void;
  /** How many bytes older history has brought so far. */
  olderBytes: () => number;
  brought: (bytes: number) => void;
  /** Why nothing older is fetched in the background; missing if nothing older is left. */
  held: (why: Refusal | undefined) => void;
  failed: (error: unknown) => void;
};

/**
 * Fetches what is older than the copy, back to the first entry of each conversation that may be read, so that search
 * covers all.
 */
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
    const work = this.#fetchPage(conversation, 'now').then(() => undefined);
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
    const { olderBytes, held, failed, clock } = this.#parts;
    let wait = pauseMs;
    try {
      const conversation = this.#choose();
      const isTooMuch = conversation !== undefined && olderBytes() >= maxOlderBytes;
      if (conversation === undefined || isTooMuch) {
        held(isTooMuch ? { code: 'older-not-kept' } : undefined);
        if (this.#phase === 'running') this.#phase = 'idle';
        return;
      }
      const isKept = await this.#fetchPage(conversation, 'background');
      if (!isKept) wait = diskPauseMs;
    } catch (error) {
      this.stop();
      failed(error);
    }
    if (this.#phase !== 'running') return;
    this.#cancelPause = clock.after(wait, () => void this.#next());
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

  /** False if a disk said no, here or in the room. */
  async #fetchPage(conversation: ConversationId, priority: FetchPriority): Promise<boolean> {
    const { copy, fetch } = this.#parts;
    const { firstSeq } = copy.conversation(conversation);
    if (!this.#hasOlder(conversation)) return true;
    const entries = await fetch(conversation, firstSeq, priority);
    if (this.#phase === 'stopped') return true;
    if (entries === 'not-now') return false;
    if (entries) return this.#keep(conversation, entries);
    this.#exhausted.add(conversation);
    return true;
  }

  async #keep(conversation: ConversationId, entries: readonly Entry[]): Promise<boolean> {
    const { copy, stored, brought, held } = this.#parts;
    try {
      // Another page may have come first: then nothing of this one touches the copy any more.
      const older = await copy.prepend(conversation, entries);
      if (older.length === 0) return true;
      brought(olderBytesOf(older));
      held(undefined);
      stored(conversation, older);
      return true;
    } catch (error) {
      if (!(error instanceof ReplicaError) || error.refusal.code !== 'data-full') throw error;
      held({ code: 'older-disk-full' });
      return false;
    }
  }
}

/** Roughly what entries take on disk: what stands around a text counts too. */
function olderBytesOf(entries: readonly Entry[]): number {
  const texts = entries.map((entry) => ('text' in entry ? entry.text : ''));
  return texts.reduce((bytes, text) => bytes + 200 + Buffer.byteLength(text), 0);
}

/** `now`: a person waits; `forward`: what is newer than the copy; `background`: older history. */
export type FetchPriority = 'now' | 'forward' | 'background';

/** Lets a few pages of history be fetched at once, the urgent ones first; the background one by one. */
export class FetchQueue {
  readonly #maxAtOnce: number;
  readonly #waiting: Record<FetchPriority, (() => void)[]> = {
    now: [],
    forward: [],
    background: [],
  };
  #running = 0;

  constructor(maxAtOnce: number) {
    this.#maxAtOnce = maxAtOnce;
  }

  async run<T>(priority: FetchPriority, task: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      this.#waiting[priority].push(start);
      this.#startNext();
    });
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#startNext();
    }
  }

  #startNext(): void {
    if (this.#running >= this.#maxAtOnce) return;
    const start = this.#waiting.now.shift() ?? this.#waiting.forward.shift() ?? this.#background();
    if (!start) return;
    this.#running += 1;
    start();
  }

  #background(): (() => void) | undefined {
    return this.#running === 0 ? this.#waiting.background.shift() : undefined;
  }
}
