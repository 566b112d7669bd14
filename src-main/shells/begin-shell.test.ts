import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const { href } = pathToFileURL(join(import.meta.dirname, 'begin-shell.ts'));
const begun = `import { beginShell } from ${JSON.stringify(href)}; beginShell();`;
const run = ['--input-type=module', '-e'];

test('what a shell writes is for its own person alone', () => {
  const umask = execFileSync(process.execPath, [...run, `${begun} console.log(process.umask())`]);
  // Windows knows the owner's part alone.
  expect(Number(umask) & 0o77).toBe(process.platform === 'win32' ? 0 : 0o77);
});

test('what nothing expected is reported once, and the program goes on, also where nobody can hear it', async () => {
  const code = `${begun}
    process.stdin.once('data', () => {
      let turns = 0;
      const turn = () => {
        process.stdout.write('words');
        turns += 1;
        if (turns === 3) Promise.reject(new Error('lost'));
        if (turns === 6) throw new Error('broken');
        if (turns < 9) setImmediate(turn);
        else process.exit(7);
      };
      setImmediate(turn);
      process.on('uncaughtException', () => setImmediate(turn));
    });`;
  for (const isHeard of [true, false]) {
    const child = spawn(process.execPath, [...run, code]);
    onTestFinished(() => void child.kill('SIGKILL'));
    let reported = '';
    child.stderr.on('data', (bytes: Buffer) => (reported += bytes.toString()));
    if (!isHeard) {
      child.stdout.destroy();
      child.stderr.destroy();
    } else child.stdout.resume();
    child.stdin.write('go\n');
    expect(await once(child, 'exit')).toEqual([7, null]);
    if (isHeard) expect(reported.match(/Error: (?:lost|broken)/g)).toHaveLength(2);
  }
}, 30_000);

test.each(['electron', 'browser', 'headless', 'terminal'])('%s begins like every shell', (name) => {
  const main = readFileSync(join(import.meta.dirname, name, 'main.ts'), 'utf8');
  // Its first statement after the imports: before it nothing can be written.
  expect(main.indexOf('\nbeginShell();')).toBeGreaterThan(0);
});
