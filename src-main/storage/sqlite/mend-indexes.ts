import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './in-transaction.ts';

const mostFindings = 100;

/**
 * Looks a database through. Damage in indexes alone is mended: they are made anew from the rows, which are whole.
 * `damaged` means rows, or something that this does not understand; nothing was changed then.
 */
export function mendIndexes(database: DatabaseSync): 'whole' | 'mended' | 'damaged' {
  const found = check(database);
  if (found.length === 0) return 'whole';
  const indexes = indexesOf(database, found);
  if (indexes === undefined) return 'damaged';
  database.enableDefensive(false);
  inTransaction(database, () => {
    for (const name of indexes) emptyIndex(database, name);
  });
  database.enableDefensive(true);
  for (const name of indexes) database.exec(`REINDEX "${name}"`);
  // What is left are pages that lead nowhere any more.
  database.exec('VACUUM');
  return check(database).length === 0 ? 'mended' : 'damaged';
}

function check(database: DatabaseSync): string[] {
  return database
    .prepare(`PRAGMA quick_check(${mostFindings})`)
    .all()
    .flatMap((row) => String(row['quick_check']).split('\n'))
    .filter((line) => line !== 'ok' && !line.startsWith('***'));
}

/** The indexes that the findings are about; undefined where one is about anything else. */
function indexesOf(database: DatabaseSync, found: readonly string[]): string[] | undefined {
  const rows = database
    .prepare(`SELECT rootpage, name FROM sqlite_schema WHERE type = 'index'`)
    .all();
  const byRoot = new Map(rows.map((row) => [Number(row['rootpage']), String(row['name'])]));
  const names = new Set<string>();
  for (const finding of found) {
    // Pages that a broken tree no longer leads to.
    if (/^Page \d+: never used/.test(finding)) continue;
    const named = /\b(?:in|from) index (\w+)$/.exec(finding)?.[1];
    const name = named ?? byRoot.get(Number(/^Tree (\d+) /.exec(finding)?.[1]));
    if (name === undefined) return undefined;
    names.add(name);
  }
  return names.size === 0 ? undefined : [...names];
}

/** The index gets the empty tree of a table that was made for it: clearing its own would read what is damaged. */
function emptyIndex(database: DatabaseSync, name: string): void {
  database.exec('CREATE TABLE spare (key PRIMARY KEY) WITHOUT ROWID; PRAGMA writable_schema = ON');
  database
    .prepare(
      `UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'spare')
       WHERE name = ?`,
    )
    .run(name);
  database.exec(`
    DELETE FROM sqlite_schema WHERE name = 'spare';
    PRAGMA writable_schema = RESET`);
}
