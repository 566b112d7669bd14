import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './in-transaction.ts';

/** One step of a schema. `version` is what `user_version` says afterwards; steps count 1, 2, 3… */
export type Migration = { version: number; up: (database: DatabaseSync) => void };

export function schemaVersion(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.['user_version']);
}

/** Brings a database to the newest version, each step in its own transaction. */
export function migrate(database: DatabaseSync, migrations: readonly Migration[]): void {
  for (const { version, up } of migrations) {
    if (version <= schemaVersion(database)) continue;
    inTransaction(database, () => {
      up(database);
      database.exec(`PRAGMA user_version = ${version}`);
    });
  }
}
