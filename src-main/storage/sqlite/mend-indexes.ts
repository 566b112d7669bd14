import type { DatabaseSync } from 'node:sqlite';
import { diskRefusalCode } from '../disk-refusal.ts';
import { inTransaction } from './in-transaction.ts';

const mostFindings = 100;

/** What was found, and what became of it; `damaged`: rows, or something that this does not understand. */
export type Condition = 'whole' | 'mended' | 'damaged';

/**
 * Looks a database through. Damage in indexes alone, full-text ones too, is mended: they are made anew from the rows,
 * which are whole. Where it is damaged nothing was changed.
 */
export function mendIndexes(database: DatabaseSync): Condition {
  const found = findDamage(database);
  if (found.length === 0) return 'whole';
  const broken = brokenIndexes(database, found);
  if (broken === undefined) return 'damaged';
  makeAnew(database, broken);
  return findDamage(database).length === 0 ? 'mended' : 'damaged';
}

/** For a full-text index that refuses what it is asked though it is well formed: it disagrees with its rows. */
export function rebuildTextIndexes(database: DatabaseSync): void {
  makeAnew(database, { indexes: [], textIndexes: textIndexes(database) });
}

/** What SQLite says of a database; empty where it is whole. */
function findDamage(database: DatabaseSync): string[] {
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
  return database
    .prepare(`PRAGMA quick_check(${what})`)
    .all()
    .flatMap((row) => String(row['quick_check']).split('\n'))
    .filter((line) => line !== 'ok' && !line.startsWith('***') && !isLostPage(line));
}

/** Pages that a broken tree no longer leads to do no harm. */
function isLostPage(finding: string): boolean {
  return /^Page \d+: never used/.test(finding);
}

type TextIndex = { name: string; sql: string };
type Broken = { indexes: readonly string[]; textIndexes: readonly TextIndex[] };

/** The indexes that the findings are about; undefined where one is about anything else. */
function brokenIndexes(database: DatabaseSync, found: readonly string[]): Broken | undefined {
  const rows = database.prepare('SELECT rootpage, name, type FROM sqlite_schema').all();
  const byRoot = new Map(rows.map((row) => [Number(row['rootpage']), String(row['name'])]));
  const known = new Set(
    rows.flatMap((row) => (row['type'] === 'index' ? [String(row['name'])] : [])),
  );
  const texts = textIndexes(database);
  const indexes = new Set<string>();
  const broken = new Set<TextIndex>();
  for (const finding of found) {
    const tree = byRoot.get(Number(/^Tree (\d+) /.exec(finding)?.[1])) ?? finding;
    const text = texts.find(({ name }) => new RegExp(`\\b${name}(?:_\\w+)?\\b`).test(tree));
    const index = /\b(?:in|from) index (\w+)$/.exec(finding)?.[1] ?? tree;
    if (text) broken.add(text);
    else if (known.has(index)) indexes.add(index);
    else return undefined;
  }
  return { indexes: [...indexes], textIndexes: [...broken] };
}

/** Those of FTS5, each with tables of its own that hold nothing but the index. */
function textIndexes(database: DatabaseSync): TextIndex[] {
  return database
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'`,
    )
    .all()
    .map((row) => ({ name: String(row['name']), sql: String(row['sql']) }));
}

/** Their old pages are left where they are: to free them would be to read what is damaged. */
function makeAnew(database: DatabaseSync, { indexes, textIndexes: texts }: Broken): void {
  database.enableDefensive(false);
  try {
    inTransaction(database, () => {
      for (const name of indexes) emptyIndex(database, name);
      for (const { name } of texts) forgetTextIndex(database, name);
      for (const name of indexes) database.exec(`REINDEX "${name}"`);
      for (const { name, sql } of texts)
        database.exec(`${sql}; INSERT INTO "${name}" ("${name}") VALUES ('rebuild')`);
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

function forgetTextIndex(database: DatabaseSync, name: string): void {
  database.exec('PRAGMA writable_schema = ON');
  database
    .prepare(
      `DELETE FROM sqlite_schema WHERE type = 'table' AND name IN
         (?1, ?1 || '_data', ?1 || '_idx', ?1 || '_content', ?1 || '_docsize', ?1 || '_config')`,
    )
    .run(name);
  database.exec('PRAGMA writable_schema = RESET');
}
