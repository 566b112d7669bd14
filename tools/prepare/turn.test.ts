import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTurn } from './turn.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oda turn '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'turn');

/** A process that lives until it is killed. */
async function living() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("on")']);
  await once(child.stdout, 'data');
  return child;
}

test('one after the other, and who waits says so once', async () => {
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const both = [
    inTurn(
      file(),
      () => {},
      () => first.promise.then(() => done.push('first')),
    ),
    inTurn(
      file(),
      () => {
        done.push('waits');
        first.resolve();
      },
      async () => done.push('second'),
    ),
  ];
  await Promise.all(both);
  expect(done).toEqual(['waits', 'first', 'second']);
  expect(existsSync(file())).toBe(false);
});

test('one that was killed holds up nobody, unless its child works on', async () => {
  const dead = await living();
  const child = await living();
  dead.kill('SIGKILL');
  await once(dead, 'exit');
  writeFileSync(file(), `${dead.pid} ${child.pid}`);
  const done: string[] = [];
  const second = inTurn(
    file(),
    () => {
      done.push('waits');
      child.kill('SIGKILL');
    },
    async () => done.push('second'),
  );
  await second;
  expect(done).toEqual(['waits', 'second']);
});

test('one that has just taken its turn and not yet written who it is keeps it', async () => {
  const child = await living();
  writeFileSync(file(), '');
  const done: string[] = [];
  const second = inTurn(
    file(),
    () => {
      done.push('waits');
      child.kill('SIGKILL');
    },
    async () => done.push('second'),
  );
  // It has looked once.
  writeFileSync(file(), String(child.pid));
  await second;
  expect(done).toEqual(['waits', 'second']);
});

test('a failure gives the turn on', async () => {
  const failing = inTurn(
    file(),
    () => {},
    async () => {
      throw new Error('no');
    },
  );
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(file())).toBe(false);
});
