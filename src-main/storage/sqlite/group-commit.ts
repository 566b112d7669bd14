import type { DatabaseSync } from 'node:sqlite';
import { diskRefusalCode } from '../store-error.ts';
import { inTransaction } from './in-transaction.ts';
import { reserveSpace } from './open-database.ts';
import type { StoreHealth } from './store-health.ts';

type Write = {
  run: () => unknown;
  succeed: (result: unknown) => void;
  fail: (error: unknown) => void;
};

/**
 * Writes asked for in one turn of the loop share one transaction, and each is answered when it is on
 * disk. If one of them fails, all are tried again singly, so a write must leave nothing behind
 * outside the database that `rolledBack` does not undo.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #health: StoreHealth;
  readonly #rolledBack: () => void;
  #waiting: Write[] = [];
  #isToWipe = false;
  /** The system may have dropped what it could not sync, and say of the next sync that all is well. */
  #isUnsynced = false;

  constructor(database: DatabaseSync, health: StoreHealth, rolledBack: () => void) {
    this.#database = database;
    this.#health = health;
    this.#rolledBack = rolledBack;
  }

  write<T>(run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, succeed: (result) => resolve(result as T), fail: reject });
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Sees everything written before it. */
  async read<T>(run: () => T): Promise<T> {
    this.flush();
    try {
      return run();
    } catch (error) {
      if (!this.#health.mend(error)) throw error;
      return run();
    }
  }

  /** Within a transaction: what it overwrites is to be in no file any more when it is answered. */
  wipe(): void {
    this.#isToWipe = true;
  }

  /** Commits what waits. */
  flush(): void {
    const writes = this.#waiting;
    this.#waiting = [];
    if (writes.length === 0) return;
    let failure = this.#commit(writes);
    if (failure === undefined) return;
    if (this.#isCured(failure.error)) {
      failure = this.#commit(writes);
      if (failure === undefined) return;
    }
    if (writes.length === 1) writes[0]?.fail(failure.error);
    else for (const write of writes) this.#commitAlone(write);
  }

  #isCured(error: unknown): boolean {
    if (diskRefusalCode(error) === 'data-full') return this.#emptyJournal();
    return this.#health.mend(error);
  }

  /** A full disk lets no journal grow. What stands in it can go to its place, though, and then it begins anew. */
  #emptyJournal(): boolean {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(RESTART)');
      return true;
    } catch (error) {
      if (diskRefusalCode(error) === undefined) throw error;
      return false;
    }
  }

  /** The journal still holds pages as they were. What a full disk lets us write is kept again afterwards. */
  #wipeJournal(): void {
    this.#isToWipe = false;
    if (this.#database.location() === null) return;
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      reserveSpace(this.#database);
    } catch (error) {
      // What was to be written is. The rest stays in the journal until that is written anew.
      if (diskRefusalCode(error) === undefined) throw error;
      if (isUnsynced(error)) this.#isUnsynced = true;
    }
  }

  #commit(writes: readonly Write[]): { error: unknown } | undefined {
    let results: unknown[];
    try {
      this.#syncAnew();
      results = inTransaction(this.#database, () => writes.map(({ run }) => run()));
    } catch (error) {
      this.#isToWipe = false;
      if (isUnsynced(error)) this.#isUnsynced = true;
      this.#rolledBack();
      return { error };
    }
    if (this.#isToWipe) this.#wipeJournal();
    writes.forEach(({ succeed }, index) => succeed(results[index]));
    return undefined;
  }

  /** All that the journal holds is written to its place and synced there, and the journal begins anew; else nothing is. */
  #syncAnew(): void {
    if (!this.#isUnsynced) return;
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#isUnsynced = false;
  }

  #commitAlone(write: Write): void {
    const failure = this.#commit([write]);
    if (failure) write.fail(failure.error);
  }
}

/** SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC */
function isUnsynced(error: unknown): boolean {
  return (
    error instanceof Error && 'errcode' in error && [1034, 1290].includes(Number(error.errcode))
  );
}
