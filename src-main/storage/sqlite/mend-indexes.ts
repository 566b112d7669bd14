import type { DatabaseSync } from 'node:sqlite';
import { diskRefusalCode } from '../store-error.ts';
import { inTransaction } from './in-transaction.ts';

const mostFindings = 100;

/** What was found, and what became of it; `damaged`: rows, or something that this does not understand. */
export type Condition = 'whole' | 'mended' | 'damaged';

/** Tables that hold nothing but what can be derived from others. */
export type Derived = {
  tables: readonly string[];
  /** Within a transaction: makes the tables, which are not there. */
  make: (database: DatabaseSync) => void;
};

export type Mending = {
  derived: readonly Derived[];
  /** Within a transaction: fills what was made. Missing while the database is opened: it is filled after that. */
  fill?: (() => void) | undefined;
};

const nothingDerived: Mending = { derived: [] };

/**
 * Looks a database through. Damage in indexes, and in what is derived, is mended: they are made anew from the rows,
 * which are whole. If rows are damaged, nothing is changed.
 */
export function mendIndexes(database: DatabaseSync, mending: Mending = nothingDerived): Condition {
  const found = findDamage(database);
  if (found.length === 0) return 'whole';
  const broken = brokenIndexes(database, found, mending.derived);
  if (broken === undefined) return 'damaged';
  makeAnew(database, broken, mending);
  return findDamage(database).length === 0 ? 'mended' : 'damaged';
}

/** For an index that refuses what it is asked though it is well formed: it disagrees with its rows. */
export function makeDerivedAnew(database: DatabaseSync, mending: Mending): void {
  makeAnew(database, { indexes: [], derived: mending.derived }, mending);
}

/**
 * What SQLite says of a database, which is what it says twice; empty if it is whole. Throws an error like SQLite's own of
 * reading if the disk does not give all of it, which SQLite may take for damage.
 */
export function findDamage(database: DatabaseSync): string[] {
  const found = lookThrough(database);
  if (found.length === 0) return found;
  const again = lookThrough(database);
  if (found.join('\n') !== again.join('\n')) throw unread(found[0] ?? '');
  return found;
}

function lookThrough(database: DatabaseSync): string[] {
  try {
    return quickCheck(database, mostFindings);
  } catch (error) {
    if (diskRefusalCode(error) !== 'data-corrupt') throw error;
    // A full-text index that cannot be read ends the check of all.
    return tablesOf(database).flatMap((table) => findTableDamage(database, table));
  }
}

export function findTableDamage(database: DatabaseSync, table: string): string[] {
  try {
    return quickCheck(database, `"${table}"`);
  } catch (error) {
    if (diskRefusalCode(error) !== 'data-corrupt') throw error;
    return [`${table} cannot be read`];
  }
}

export function tablesOf(database: DatabaseSync): string[] {
  const rows = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  return rows.map(({ name }) => String(name));
}

function quickCheck(database: DatabaseSync, what: string | number): string[] {
  const found = database
    .prepare(`PRAGMA quick_check(${what})`)
    .all()
    .flatMap((row) => String(row['quick_check']).split('\n'))
    .filter((line) => line !== 'ok' && !line.startsWith('***') && !isLostPage(line));
  const missing = found.find(isUnread);
  if (missing !== undefined) throw unread(missing);
  return found;
}

/** As SQLITE_IOERR. */
function unread(what: string): Error {
  return Object.assign(new Error(what), { errcode: 10 });
}

/** The check goes on where the disk gives nothing, and lists that as if it were damage. */
function isUnread(finding: string): boolean {
  const code = Number(/error code=? ?(\d+)/.exec(finding)?.[1]);
  return (code & 0xff) === 10 || /^(?:.*: )?failed to get page \d+/.test(finding);
}

/** Pages that a broken tree no longer leads to do no harm. */
function isLostPage(finding: string): boolean {
  return /^Page \d+: never used/.test(finding);
}

type Broken = { indexes: readonly string[]; derived: readonly Derived[] };

/** What the findings are about; undefined if one is about anything else. */
function brokenIndexes(
  database: DatabaseSync,
  found: readonly string[],
  all: readonly Derived[],
): Broken | undefined {
  const rows = database.prepare('SELECT rootpage, name, type FROM sqlite_schema').all();
  const byRoot = new Map(rows.map((row) => [Number(row['rootpage']), String(row['name'])]));
  const known = new Set(
    rows.flatMap((row) => (row['type'] === 'index' ? [String(row['name'])] : [])),
  );
  const indexes = new Set<string>();
  const derived = new Set<Derived>();
  for (const finding of found) {
    const tree = byRoot.get(Number(/^Tree (\d+) /.exec(finding)?.[1])) ?? finding;
    const broken = all.find(({ tables }) =>
      tables.some((table) => new RegExp(`\\b${table}(?:_\\w+)?\\b`).test(tree)),
    );
    const index = /\b(?:in|from) index (\w+)$/.exec(finding)?.[1] ?? tree;
    if (broken) derived.add(broken);
    else if (known.has(index)) indexes.add(index);
    else return undefined;
  }
  return { indexes: [...indexes], derived: [...derived] };
}

/** Their old pages are left where they are: to free them would be to read what is damaged. */
function makeAnew(database: DatabaseSync, { indexes, derived }: Broken, { fill }: Mending): void {
  database.enableDefensive(false);
  try {
    inTransaction(database, () => {
      for (const name of indexes) emptyIndex(database, name);
      for (const { tables } of derived) for (const table of tables) forgetTable(database, table);
      for (const name of indexes) database.exec(`REINDEX "${name}"`);
      for (const { make } of derived) make(database);
      fill?.();
    });
  } finally {
    database.enableDefensive(true);
  }
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

/** With its indexes, and with the tables of its own that a full-text index has. */
function forgetTable(database: DatabaseSync, name: string): void {
  database.exec('PRAGMA writable_schema = ON');
  database
    .prepare(
      `DELETE FROM sqlite_schema WHERE tbl_name IN
         (?1, ?1 || '_data', ?1 || '_idx', ?1 || '_content', ?1 || '_docsize', ?1 || '_config')`,
    )
    .run(name);
  database.exec('PRAGMA writable_schema = RESET');
}
