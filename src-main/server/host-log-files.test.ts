import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { posix } from '../storage/testing/systems.ts';
import { HostLogFile } from './host-log.ts';

const at = new Date(2026, 0, 31, 9, 5, 7, 42).getTime();
const cameIn = (name: string) => ({ at, event: 'signed-in', name }) as const;

function openLog(folder = join(temporaryFolder(), 'room', 'log')) {
  const clock = new ManualClock();
  const defects: unknown[] = [];
  const failed = Promise.withResolvers<unknown>();
  const reportDefect = (error: unknown) => {
    defects.push(error);
    failed.resolve(error);
  };
  const file = new HostLogFile({ folder, language: 'en', clock, reportDefect });
  const read = (name = 'host.log') => readFileSync(join(folder, name), 'utf8');
  return { file, folder, clock, defects, failed: failed.promise, read };
}

it('R3.10 lines stand in the file in order, with date, time and milliseconds', async () => {
  const { file, read } = openLog();
  file.write([cameIn('ali')]);
  file.write([cameIn('veli'), { at, event: 'message', name: 'ali', to: 'direct' }]);
  await file.close();
  expect(read().split('\n')).toEqual([
    '2026-01-31 09:05:07.042  ali signed in from this computer',
    '2026-01-31 09:05:07.042  veli signed in from this computer',
    '2026-01-31 09:05:07.042  Direct message from ali',
    '',
  ]);
});

describe.each(posix)('on %s', () => {
  it('R3.10 the log is for nobody else on this computer, also after it was rotated', async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const { file, folder } = openLog();
    const text = 'x'.repeat(900);
    file.write(Array.from({ length: 1200 }, () => ({ ...cameIn('ali'), text, event: 'message' })));
    await file.close();
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });
});

it('R3.10 the log goes on where it ended, whoever opens it', async () => {
  const first = openLog();
  first.file.write([cameIn('ali')]);
  await first.file.close();
  const { file, read } = openLog(first.folder);
  file.write([cameIn('veli')]);
  await file.close();
  expect(read()).toMatch(/ali .*\n.*veli .*\n$/);
});

it('R3.10 files are rotated at 1 MiB, and the newest five stay', async () => {
  const { file, folder, read } = openLog();
  for (let number = 0; number < 9000; number += 1) {
    const text = `${number} ${'x'.repeat(900)}`;
    file.write([{ at, event: 'message', name: 'ali', to: 'everyone', text }]);
  }
  await file.close();
  expect(readdirSync(folder).sort()).toEqual([
    'host.1.log',
    'host.2.log',
    'host.3.log',
    'host.4.log',
    'host.log',
  ]);
  const inOrder = ['host.4.log', 'host.3.log', 'host.2.log', 'host.1.log', 'host.log'];
  for (const name of inOrder) {
    expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1024 * 1024);
  }
  const numbers = [
    ...inOrder
      .map((name) => read(name))
      .join('')
      .matchAll(/: (\d+) x/g),
  ];
  const kept = numbers.map(([, number]) => Number(number));
  expect(kept.at(-1)).toBe(8999);
  expect(kept).toEqual(kept.map((_, place) => 9000 - kept.length + place));
});

it('R3.10 what stands in the file already counts for its size', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'host.log'), 'x'.repeat(1024 * 1024 - 10));
  const { file, read } = openLog(folder);
  file.write([cameIn('ali')]);
  await file.close();
  expect(read('host.1.log')).toHaveLength(1024 * 1024 - 10);
  expect(read()).toMatch(/ali [^\n]*\n$/);
});

it('R3.10 a disk that fails is reported once, and what waited is written when it is back', async () => {
  const folder = join(temporaryFolder(), 'log');
  writeFileSync(folder, 'a file where the folder should be');
  const { file, clock, defects, failed, read } = openLog(folder);
  file.write([cameIn('ali')]);
  expect(await failed).toMatchObject({ cause: { code: 'EEXIST' } });
  file.write([cameIn('veli')]);
  clock.advance(10_000);
  await file.close();
  expect(defects).toHaveLength(1);
  expect(clock.pendingTimers).toBe(0);

  rmSync(folder);
  file.write([cameIn('can')]);
  await file.close();
  expect(read()).toMatch(/ali .*\n.*veli .*\n.*can .*\n$/);
  expect(defects).toHaveLength(1);

  rmSync(folder, { recursive: true });
  file.write([cameIn('deniz')]);
  await expect.poll(() => defects).toHaveLength(2);
  clock.advance(10_000 - 1);
  expect(clock.pendingTimers).toBe(1);
  clock.advance(1);
  expect(clock.pendingTimers).toBe(0);
  await expect.poll(() => existsSync(join(folder, 'host.log')) && read()).toMatch(/ deniz /);
});

it('a log whose folder somebody removed is made anew, and what waited is in it', async () => {
  const { file, folder, clock, failed, read } = openLog();
  file.write([cameIn('ali')]);
  await file.close();
  rmSync(folder, { recursive: true });
  file.write([cameIn('veli')]);
  expect(await failed).toMatchObject({ cause: { code: 'ENOENT' } });
  clock.advance(10_000);
  file.write([cameIn('can')]);
  await file.close();
  expect(read()).toMatch(/^[^\n]*veli [^\n]*\n[^\n]*can [^\n]*\n$/);
});

it('a disk that fails for long costs the oldest lines, not the memory', async () => {
  const folder = join(temporaryFolder(), 'log');
  writeFileSync(folder, 'a file where the folder should be');
  const { file, failed, read } = openLog(folder);
  file.write([cameIn('first')]);
  await failed;
  file.write(Array.from({ length: 10_000 }, (_, number) => cameIn(`number ${number}`)));
  rmSync(folder);
  await file.close();
  expect(read()).not.toContain('first');
  expect(read().trimEnd().split('\n')).toHaveLength(10_000);
});

it('while a disk fails it is tried every ten seconds, however much comes, and not once more after the end', async () => {
  const folder = join(temporaryFolder(), 'log');
  writeFileSync(folder, 'a file where the folder should be');
  const { file, clock, defects, failed, read } = openLog(folder);
  file.write([cameIn('ali')]);
  await failed;
  rmSync(folder);
  file.write([cameIn('veli')]);
  await nextTurn();
  clock.advance(9_999);
  expect(existsSync(folder)).toBe(false);
  clock.advance(1);
  await file.close();
  expect(read()).toMatch(/^[^\n]*ali [^\n]*\n[^\n]*veli [^\n]*\n$/);
  expect(clock.pendingTimers).toBe(0);
  expect(defects).toHaveLength(1);
});

it('a disk that fails anew after it was well is reported anew', async () => {
  const { file, folder, clock, defects, failed } = openLog();
  for (const name of ['ali', 'veli']) {
    file.write([cameIn(name)]);
    await file.close();
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file where the folder should be');
    file.write([cameIn('can')]);
    await failed;
    await file.close();
    rmSync(folder);
    clock.advance(10_000);
    await file.close();
  }
  expect(defects).toHaveLength(2);
});

it('a line that is longer than a file may be is a file of its own, and no empty one is put away', async () => {
  const { file, folder, read } = openLog();
  const text = 'x'.repeat(1024 * 1024);
  const long = { at, event: 'message', name: 'ali', to: 'everyone', text } as const;
  file.write([long]);
  await file.close();
  expect(readdirSync(folder)).toEqual(['host.log']);
  file.write([cameIn('veli')]);
  await file.close();
  expect(read('host.1.log').length).toBeGreaterThan(text.length);
  expect(read()).toMatch(/^[^\n]*veli [^\n]*\n$/);
});
