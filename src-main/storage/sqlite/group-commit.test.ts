import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { StoreHealth } from './store-health.ts';
import { GroupCommit } from './group-commit.ts';

function open(path = ':memory:') {
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  database.exec('CREATE TABLE number (number INTEGER PRIMARY KEY) STRICT');
  const insert = database.prepare('INSERT INTO number VALUES (?)');
  const rollbacks: number[] = [];
  const commits = new GroupCommit(database, new StoreHealth(database), () => rollbacks.push(1));
  const add = (number: number) =>
    commits.write(() => {
      insert.run(number);
      return count();
    });
  const count = () => Number(database.prepare('SELECT count(*) AS n FROM number').get()?.['n']);
  return { commits, add, count, database, rollbacks };
}

test('writes of one turn are one transaction, answered when it is committed', async () => {
  const { add, count, database } = open();
  const writes = [add(1), add(2), add(3)];
  expect(count()).toBe(0);
  expect(await Promise.all(writes)).toEqual([1, 2, 3]);
  expect(database.isTransaction).toBe(false);
});

test('a write that fails is the only one that does', async () => {
  const { add, count, rollbacks } = open();
  const outcomes = await Promise.allSettled([add(1), add(1), add(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(count()).toBe(2);
  // Once for all three together, once for the one that fails alone.
  expect(rollbacks).toHaveLength(2);
});

test('W6 after a sync that failed nothing is taken until all that the journal holds was written anew', async () => {
  const { add, count, database } = open();
  const said: string[] = [];
  const failing = new Set(['COMMIT']);
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    said.push(sql);
    if (failing.has(sql)) throw Object.assign(new Error('disk I/O error'), { errcode: 1034 });
    return exec(sql);
  };
  await expect(add(1)).rejects.toThrow('disk I/O error');
  failing.clear();
  failing.add('PRAGMA wal_checkpoint(TRUNCATE)');
  await expect(add(2)).rejects.toThrow('disk I/O error');
  expect(count()).toBe(0);
  failing.clear();
  said.length = 0;
  expect(await add(3)).toBe(1);
  expect(await add(4)).toBe(2);
  const begun = ['BEGIN IMMEDIATE', 'COMMIT'];
  expect(said).toEqual(['PRAGMA wal_checkpoint(TRUNCATE)', ...begun, ...begun]);
});

test.each([
  ['the journal cannot be emptied', 'wal_checkpoint(TRUNCATE)', 0],
  ['the space of the journal cannot be taken again', 'CREATE TABLE reserve', 1],
])('what was to be wiped is written and answered although %s', async (_why, part, times) => {
  const { commits, add, count, database } = open(join(temporaryFolder(), 'numbers.db'));
  database.exec('PRAGMA journal_mode = WAL');
  const exec = database.exec.bind(database);
  let failed = 0;
  let emptied = 0;
  database.exec = (sql) => {
    if (failed === 0 && sql.includes(part)) {
      failed += 1;
      throw Object.assign(new Error('disk I/O error'), { errcode: 1034 });
    }
    if (sql.includes('TRUNCATE')) emptied += 1;
    return exec(sql);
  };
  const wiping = commits.write(() => commits.wipe());
  const writing = add(1);
  await wiping;
  expect(await writing).toBe(1);
  expect([failed, emptied]).toEqual([1, times]);
  // What was not synced is written anew before anything else is taken.
  expect(await add(2)).toBe(2);
  expect(emptied).toBe(times + 1);
  expect(count()).toBe(2);
});

test('what is read sees all that was written before', async () => {
  const { commits, add, count } = open();
  const written = add(1);
  expect(await commits.read(count)).toBe(1);
  expect(await written).toBe(1);
});
