import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isRunning } from './prepare/turn.mjs';
import { freshCheckout } from './testing/checkout.ts';

/** What gives a program a terminal of its own, if the system has one that is called in this way. */
const terminals = process.platform === 'linux' ? ['script'] : [];

/** `npm start` at a terminal, as a person has it. */
function startAt(terminal: string, root: string, env: Record<string, string> = {}) {
  // In the shell's place: a plain one that waits for it dies of Ctrl+C itself, and its end would be measured.
  const command = 'exec node tools/start.mjs --no-open --port 0 --data "$PWD/data"';
  const child = spawn(terminal, ['-qefc', command, '/dev/null'], {
    cwd: root,
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  return {
    shown: () => shown,
    /** Presses Ctrl+C, and waits for the shell's prompt to come back; the exit code. */
    stop: async () => {
      child.stdin.write('\x03');
      const [code] = await once(child, 'close');
      return Number(code);
    },
  };
}

const withStackOrAdvice = /^\s+at |Error|could not|failed/m;
const leftIn = (root: string) =>
  readdirSync(root).filter((name) => /^(?:dist|\.preparing)/.test(name));
const until = async (condition: () => boolean): Promise<void> => {
  await expect.poll(condition, { timeout: 60_000 }).toBe(true);
};

test.each(terminals)('Ctrl+C while packages are installed ends npm too (%s)', async (terminal) => {
  const root = freshCheckout({ hasPackages: false });
  // Takes a moment to end, as the real one does.
  const npm = join(root, 'npm.js');
  writeFileSync(
    npm,
    `import { writeFileSync } from 'node:fs';
    process.on('SIGINT', () => setTimeout(() => {
      writeFileSync('ended', '');
      process.exit(130);
    }, 300));
    setInterval(() => {}, 1000);
    writeFileSync('npm.pid', String(process.pid));`,
  );
  const { stop, shown } = startAt(terminal, root, { npm_execpath: npm });
  await until(() => existsSync(join(root, 'npm.pid')));
  const pid = Number(readFileSync(join(root, 'npm.pid'), 'utf8'));
  expect(isRunning(pid)).toBe(true);
  await stop();
  expect(existsSync(join(root, 'ended'))).toBe(true);
  expect(isRunning(pid)).toBe(false);
  expect(leftIn(root)).toEqual([]);
  expect(shown()).not.toMatch(withStackOrAdvice);
});

test.each(terminals)(
  'Ctrl+C while Oda is built leaves nothing half-done; while it runs, it says goodbye (%s)',
  async (terminal) => {
    const root = freshCheckout();
    const building = startAt(terminal, root);
    await until(() => leftIn(root).some((name) => name.startsWith('dist.new-')));
    const builder = Number(leftIn(root).join(' ').split('dist.new-')[1]);
    await building.stop();
    expect(isRunning(builder)).toBe(false);
    expect(leftIn(root)).toEqual([]);
    expect(building.shown()).not.toMatch(withStackOrAdvice);

    const running = startAt(terminal, root);
    await until(() => running.shown().includes('http://127.0.0.1'));
    expect(await running.stop()).toBe(0);
    expect(leftIn(root)).toEqual(['dist']);
    expect(running.shown()).not.toMatch(withStackOrAdvice);
  },
);
