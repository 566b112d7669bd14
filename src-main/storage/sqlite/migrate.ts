import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './in-transaction.ts';

/** One step of a schema. `version` is what `user_version` says afterwards; steps count 1, 2, 3… */
export type Migration = { version: number; up: (database: DatabaseSync) => void };

export function schemaVersion(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.['user_version']);
}

/** Brings a database to the newest version, and then does `fill`: all of it is one transaction. */
export function migrate(
  database: DatabaseSync,
  migrations: readonly Migration[],
  fill: (database: DatabaseSync) => void = () => undefined,
): void {
  const known = schemaVersion(database);
  const steps = migrations.filter(({ version }) => version > known);
  if (steps.length === 0) return;
  inTransaction(database, () => {
    for (const { version, up } of steps) {
      up(database);
      database.exec(`PRAGMA user_version = ${version}`);
    }
    fill(database);
  });
}
