import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The statements of a table, each under the name that its SQL has. */
export function prepareAll<K extends string>(
  database: DatabaseSync,
  sql: Readonly<Record<K, string>>,
): Record<K, StatementSync> {
  const named = Object.entries<string>(sql).map(([name, text]) => [name, database.prepare(text)]);
  return Object.fromEntries(named) as Record<K, StatementSync>;
}
