import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Writes nonsense over the first page of a table or an index in a database that is closed. */
export function damagePage(path: string, name: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  const number = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  const page = number(`SELECT rootpage FROM sqlite_schema WHERE name = '${name}'`);
  const size = number('PRAGMA page_size');
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0xaa, (page - 1) * size, page * size);
  writeFileSync(path, bytes);
}
