import { backup } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { StoreFinding } from '../../../src-shared/host/host-log.ts';
import { refusalOf, StoreError } from '../store-error.ts';
import type { Refuse } from '../store-error.ts';
import { databaseBytes, keepSpace } from './files.ts';
import { GroupCommit } from './group-commit.ts';
import type { OpenedDatabase } from './open-database.ts';
import type { StoreHealth } from './store-health.ts';

/** The file of a store, for whoever looks after all of them. */
export type CheckedFile = Pick<KeptDatabase, 'uncheckedPath' | 'mend' | 'close'>;

/** 256 KiB: what is asked of the database meanwhile waits for no more than that to be copied. */
const pagesAtOnce = 64;

type KeptDatabaseOptions = {
  /** What a "no" of the disk is thrown as; `StoreError` if missing. */
  refuse?: Refuse;
  /** What is kept in memory may be ahead of the disk. */
  rolledBack: () => void;
  /** Bytes that are free where it lies. */
  freeBytes: () => number;
};

/** The open database of one store, from its first use to its end. */
export class KeptDatabase {
  /** The path, if it is too large to have been looked through when it was opened. */
  readonly uncheckedPath: string | undefined;
  /** For the tables, which prepare their statements with it and run them within `read` and `write`. */
  readonly database: DatabaseSync;
  readonly freeBytes: () => number;
  readonly path: string;
  readonly #health: StoreHealth;
  readonly #commits: GroupCommit;
  readonly #refuse: Refuse | undefined;
  #copy: { isStopped: boolean; done: Promise<unknown> } | undefined;

  constructor(opened: OpenedDatabase, options: KeptDatabaseOptions) {
    const { database, path, health, isChecked } = opened;
    this.database = database;
    this.path = path;
    this.freeBytes = options.freeBytes;
    this.#health = health;
    this.#refuse = options.refuse;
    this.#commits = new GroupCommit(database, health, options.rolledBack);
    this.uncheckedPath = isChecked ? undefined : path;
  }

  /** One transaction with all else that is written in this turn of the loop. */
  write<T>(run: () => T): Promise<T> {
    return this.#orRefuse(this.#commits.write(run));
  }

  read<T>(run: () => T): Promise<T> {
    return this.#orRefuse(this.#commits.read(run));
  }

  /** Writes by one statement; its values are looked up within the transaction. */
  run(statement: StatementSync, values: () => SQLInputValue[]): Promise<void> {
    return this.write(() => {
      statement.run(...values());
    });
  }

  /** Within `write`: what is overwritten is to be in no file any more when that is answered. */
  wipe(): void {
    this.#commits.wipe();
  }

  size(): Promise<number> {
    return this.read(() => databaseBytes(this.path));
  }

  /** A row cannot be what was stored. */
  foundDamage(): void {
    this.#health.foundDamage();
  }

  nextFinding(): Promise<StoreFinding | undefined> {
    return this.#health.next();
  }

  /** Writes it as it is when this resolves to a file, while it is read and written. One copy at a time. */
  async copyTo(path: string): Promise<void> {
    if (this.#copy) throw new StoreError({ code: 'backup-running' });
    this.#commits.flush();
    const copy = { isStopped: false, done: Promise.resolve<unknown>(undefined) };
    this.#copy = copy;
    const progress = (): void => {
      if (copy.isStopped) throw new StoreError({ code: 'backup-stopped' });
    };
    try {
      const made = copyWhole(this.database, path, progress);
      copy.done = made.catch(() => undefined);
      await made;
      progress();
    } catch (error) {
      throw refusalOf(error, path, this.#refuse);
    } finally {
      this.#copy = undefined;
    }
  }

  /** What was begun to be copied is refused with `backup-stopped`. */
  async stopCopy(): Promise<void> {
    if (!this.#copy) return;
    this.#copy.isStopped = true;
    await this.#copy.done;
  }

  /** Looks it through here and now and mends what it can; `nextFinding` says what became of it. */
  async mend(): Promise<void> {
    if (!this.database.isOpen) return;
    this.#commits.flush();
    this.#health.check();
  }

  async close(): Promise<void> {
    this.#health.close();
    if (this.#copy) await this.stopCopy();
    if (!this.database.isOpen) return;
    this.#commits.flush();
    const isOnDisk = this.database.location() !== null;
    this.database.close();
    if (isOnDisk) keepSpace(this.path);
  }

  async #orRefuse<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      throw refusalOf(error, this.path, this.#refuse);
    }
  }
}

/** Begins again where the very first step came upon a transaction: Node ends the copy then, by an error of number 0. */
async function copyWhole(database: DatabaseSync, path: string, progress: () => void) {
  for (;;) {
    try {
      await backup(database, path, { rate: pagesAtOnce, progress });
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'errcode' in error && error.errcode === 0;
      if (!isBusy) throw error;
      progress();
      await nextTurn();
    }
  }
}
