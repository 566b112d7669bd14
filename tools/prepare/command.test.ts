import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from './command.mjs';

const node = process.execPath;
const here = fileURLToPath(new URL('.', import.meta.url));

describe('running a command', () => {
  const capture = (file: string, args: string[], timeoutMs = 20_000) =>
    run(file, args, { cwd: here, output: 'capture', timeoutMs });

  test('gives back its exit code and all that it printed', async () => {
    const script = "console.log('out'); console.error('err'); process.exitCode = 3";
    const { code, output } = await capture(node, ['-e', script]);
    expect(code).toBe(3);
    expect(output).toContain('out\n');
    expect(output).toContain('err\n');
  });

  test('one that cannot start is a result too', async () => {
    expect(await capture('no-such-program', [])).toMatchObject({ code: 127 });
  });

  test('one that takes too long is ended and has failed', async () => {
    expect(await capture(node, ['-e', 'setInterval(() => {}, 1000)'], 50)).toMatchObject({
      code: 1,
    });
  });

  test('one that is not waited for any more is ended', async () => {
    const ending = new AbortController();
    const started = Promise.withResolvers<number>();
    const ended = run(node, ['-e', 'setInterval(() => {}, 1000)'], {
      cwd: here,
      output: 'capture',
      signal: ending.signal,
      started: started.resolve,
    });
    const pid = await started.promise;
    ending.abort();
    expect((await ended).code).not.toBe(0);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a command in the foreground', () => {
  // Its child says when it is ready, so that the signal cannot come too early.
  const start = (childScript: string) => {
    const script = `
      import { runInForeground } from './command.mjs';
      const end = await runInForeground(process.execPath, ['-e', ${JSON.stringify(childScript)}], { cwd: '.' });
      process.exitCode = end.code;`;
    return spawn(node, ['--input-type=module', '-e', script], {
      cwd: here,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  };

  test('passes its exit code on', async () => {
    const [code] = await once(start('process.exitCode = 7'), 'exit');
    expect(code).toBe(7);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'gets %s when it arrives here, and may end in its own way',
    async (signal) => {
      const parent = start(
        `process.on('${signal}', () => process.exit(5)); setInterval(() => {}, 1000); console.log('ready')`,
      );
      await once(parent.stdout, 'data');
      parent.kill(signal);
      const [code] = await once(parent, 'exit');
      expect(code).toBe(5);
    },
  );

  test('that a signal ended has 128 and its number', async () => {
    const [code] = await once(start("process.kill(process.pid, 'SIGKILL')"), 'exit');
    expect(code).toBe(137);
  });
});
