import type { DatabaseSync } from 'node:sqlite';
import type { StoreFinding } from '../../../src-shared/host/host-log.ts';
import { diskRefusalCode } from '../store-error.ts';
import { makeDerivedAnew, mendIndexes } from './mend-indexes.ts';
import type { Condition, Derived } from './mend-indexes.ts';

/** An index that is damaged again and again is not what is wrong. */
const mostMends = 8;

/** A disk that does not give all of it is not read through again any sooner. */
const unreadRestMs = 10_000;

/** SQLITE_CORRUPT_VTAB: a full-text index says that something is amiss with it. */
const corruptTextIndex = 267;

/** `unread`: the disk did not give all of it. */
type Looked = Condition | 'unread';

/** How one open database is: mends what it can and has it told, each kind once until it was heard. */
export class StoreHealth {
  /** Within a transaction: fills what is derived and was made anew. */
  fill: (() => void) | undefined;
  readonly #database: DatabaseSync;
  readonly #derived: readonly Derived[];
  readonly #untold = new Set<StoreFinding>();
  #listener: ((finding: StoreFinding | undefined) => void) | undefined;
  readonly #now: () => number;
  #mends = 0;
  #unreadAtMs: number | undefined;
  #isOpen = true;
  #isDamaged = false;

  constructor(
    database: DatabaseSync,
    {
      derived = [],
      opened = 'whole',
      now = () => performance.now(),
    }: { derived?: readonly Derived[]; opened?: Condition; now?: () => number } = {},
  ) {
    this.#now = now;
    this.#database = database;
    this.#derived = derived;
    this.#note(opened);
  }

  /** The next thing that was found; undefined when the database was closed. One may wait at a time. */
  next(): Promise<StoreFinding | undefined> {
    return new Promise((resolve) => {
      this.#listener = resolve;
      this.#tell();
    });
  }

  /** After an error: true if what failed may be tried once more. Outside of any transaction. */
  mend(error: unknown): boolean {
    if (diskRefusalCode(error) !== 'data-corrupt') return false;
    const isTextIndex =
      error instanceof Error && 'errcode' in error && error.errcode === corruptTextIndex;
    return this.check(isTextIndex) === 'mended';
  }

  /** Looks the database through, which holds up everybody else who asks for something. */
  check(disagrees = false): Looked {
    if (this.#mends >= mostMends) return 'damaged';
    const rests = this.#unreadAtMs !== undefined && this.#now() - this.#unreadAtMs < unreadRestMs;
    if (rests) return 'unread';
    const condition = this.#look(disagrees);
    this.#unreadAtMs = condition === 'unread' ? this.#now() : undefined;
    if (condition !== 'unread') this.#mends += 1;
    this.#note(condition);
    return condition;
  }

  close(): void {
    this.#isOpen = false;
    this.#tell();
  }

  /** Rows that SQLite reads and that are not what was written. */
  foundDamage(): void {
    if (!this.#isDamaged) this.#note('damaged');
  }

  #look(disagrees: boolean): Looked {
    const mending = { derived: this.#derived, fill: this.fill };
    try {
      const condition = mendIndexes(this.#database, mending);
      if (condition !== 'whole' || !disagrees) return condition;
      makeDerivedAnew(this.#database, mending);
      return 'mended';
    } catch (error) {
      const code = diskRefusalCode(error);
      if (code === undefined) throw error;
      // A disk that does not give what is asked for says nothing of what is on it. Making anew needs space, and rows that can be read.
      return code === 'store-failed' ? 'unread' : 'damaged';
    }
  }

  #note(condition: Looked): void {
    if (condition === 'whole' || condition === 'unread') return;
    this.#isDamaged ||= condition === 'damaged';
    this.#untold.add(condition === 'mended' ? 'index-rebuilt' : 'rows-damaged');
    this.#tell();
  }

  #tell(): void {
    const listener = this.#listener;
    const [finding] = this.#untold;
    if (!listener || (finding === undefined && this.#isOpen)) return;
    this.#listener = undefined;
    if (finding !== undefined) this.#untold.delete(finding);
    listener(finding);
  }
}
