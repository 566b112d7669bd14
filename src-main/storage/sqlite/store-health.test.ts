import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { Derived } from './mend-indexes.ts';
import { StoreHealth } from './store-health.ts';

const textIndexSql = `
  CREATE VIRTUAL TABLE entry_text USING fts5 (folded, content = 'entry', content_rowid = 'place');
  INSERT INTO entry_text (entry_text) VALUES ('rebuild')`;

function openWithTextIndex(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  onTestFinished(() => database.close());
  database.exec(`
    CREATE TABLE entry (place INTEGER PRIMARY KEY, folded TEXT) STRICT;
    INSERT INTO entry VALUES (1, 'first words');
    ${textIndexSql}`);
  return database;
}

const words: Derived = {
  tables: ['entry_text'],
  make: (database) => database.exec(textIndexSql),
};

/** What SQLite says when a full-text index disagrees with its rows. */
const amiss = Object.assign(new Error('corrupt'), { errcode: 267 });

test('an index that is damaged again and again is mended eight times, and then it is something else', async () => {
  const database = openWithTextIndex();
  const health = new StoreHealth(database, { derived: [words] });
  const mends = Array.from({ length: 8 }, () => health.mend(amiss));
  expect(mends).toEqual(mends.map(() => true));
  expect(await health.next()).toBe('index-rebuilt');
  expect(health.mend(amiss)).toBe(false);
  expect(database.prepare('SELECT rowid FROM entry_text(?)').all('words')).toHaveLength(1);
});

test('only damage is mended, and nothing is said of what was whole', async () => {
  const health = new StoreHealth(openWithTextIndex());
  expect(health.mend(Object.assign(new Error('full'), { errcode: 13 }))).toBe(false);
  expect(health.check()).toBe('whole');
  const finding = health.next();
  health.close();
  expect(await finding).toBeUndefined();
});

test.each([
  'Tree 2 page 2 cell 0: unable to get the page. error code=266',
  'Tree 2 page 2: btreeInitPage() returns error code 266',
  'Freelist: failed to get page 9',
])(
  'what the disk does not give is no damage, and nothing is made anew for it: %s',
  async (line) => {
    const database = openWithTextIndex();
    database.exec('CREATE INDEX entry_by_folded ON entry (folded)');
    const prepare = database.prepare.bind(database);
    const asked: string[] = [];
    const missing = 'row 1 missing from index entry_by_folded';
    const given = [line, 'Tree 9 page 9: never used', missing];
    let answers: string[][] = [];
    database.prepare = (sql) => {
      asked.push(sql);
      if (!sql.startsWith('PRAGMA quick_check')) return prepare(sql);
      const rows = (answers.shift() ?? given).map((text) => ({ quick_check: text }));
      return Object.assign(prepare('SELECT 1'), { all: () => rows });
    };
    const exec = database.exec.bind(database);
    database.exec = (sql) => {
      asked.push(sql);
      return exec(sql);
    };
    let nowMs = 0;
    const health = new StoreHealth(database, { derived: [words], now: () => nowMs });
    const corrupt = Object.assign(new Error('database disk image is malformed'), { errcode: 11 });
    // However often: it is not what may be mended eight times only.
    for (let times = 0; times < 20; times += 1) {
      expect(health.mend(corrupt)).toBe(false);
      nowMs += 5000;
    }
    // Nor is it read through each time.
    expect(asked).toHaveLength(10);
    // Nor is what it gives the second time.
    answers = [[missing], ['ok']];
    nowMs += 10_000;
    expect(health.mend(corrupt)).toBe(false);
    expect(asked.every((sql) => sql.startsWith('PRAGMA quick_check'))).toBe(true);
    answers = [[missing], [missing]];
    nowMs += 10_000;
    health.mend(corrupt);
    expect(asked.some((sql) => sql.startsWith('REINDEX'))).toBe(true);
    health.close();
  },
);
