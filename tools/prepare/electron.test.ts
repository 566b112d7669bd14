import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  findElectron,
  judgeAttempt,
  obstacleToElectron,
  obtainElectron,
  readAttempt,
} from './electron.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'oda electron '));
  mkdirSync(join(root, 'node_modules/electron/dist'), { recursive: true });
  writeFileSync(join(root, 'node_modules/electron/package.json'), '{"version":"1.2.3"}');
});
afterEach(() => rmSync(root, { recursive: true }));

const binary = () => join(root, 'node_modules/electron/dist/electron');
const installer = (script: string) =>
  writeFileSync(join(root, 'node_modules/electron/install.js'), script);
const installs = `
  const { writeFileSync } = require('node:fs');
  writeFileSync(__dirname + '/dist/electron', '');
  writeFileSync(__dirname + '/path.txt', 'electron');`;

describe('the installed binary', () => {
  test('is found once its installer has written the last of its files', () => {
    writeFileSync(binary(), '');
    expect(findElectron(root, {})).toBeUndefined();
    writeFileSync(join(root, 'node_modules/electron/path.txt'), 'electron');
    expect(findElectron(root, {})).toBe(binary());
  });

  test('may lie elsewhere', () => {
    writeFileSync(join(root, 'electron'), '');
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: root })).toBe(join(root, 'electron'));
  });
});

describe('where Electron cannot run', () => {
  const desk = { args: [], platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000 };

  test('a person at a desk has it', () => {
    expect(obstacleToElectron(desk)).toBeUndefined();
    expect(obstacleToElectron({ ...desk, env: { WAYLAND_DISPLAY: 'w' } })).toBeUndefined();
    expect(
      obstacleToElectron({ ...desk, platform: 'win32', env: {}, uid: undefined }),
    ).toBeUndefined();
  });

  test('root, a machine without a display and --no-open have not', () => {
    expect(obstacleToElectron({ ...desk, uid: 0 })).toContain('root');
    expect(obstacleToElectron({ ...desk, env: {} })).toContain('display');
    expect(obstacleToElectron({ ...desk, platform: 'darwin', args: ['--no-open'] })).toContain(
      '--no-open',
    );
  });
});

describe('an earlier attempt to download it', () => {
  const failed = { version: '1.2.3', state: 'failed' as const, pid: 5, at: 1_000 };
  const present = { version: '1.2.3', now: 2_000, stillRuns: () => true };
  const day = 24 * 60 * 60 * 1000;

  test('that failed is not repeated within a day', () => {
    expect(judgeAttempt(failed, present)).toBe('failed');
    expect(judgeAttempt(failed, { ...present, now: 1_000 + day })).toBe('try');
  });

  test('that goes on is left alone, one that was killed is not', () => {
    const running = { ...failed, state: 'running' as const };
    expect(judgeAttempt(running, present)).toBe('running');
    expect(judgeAttempt(running, { ...present, stillRuns: () => false })).toBe('try');
  });

  test('of another version, or none, does not count', () => {
    expect(judgeAttempt(failed, { ...present, version: '1.2.4' })).toBe('try');
    expect(judgeAttempt(undefined, present)).toBe('try');
  });
});

describe('obtaining it', () => {
  const obtain = (waitMs = 20_000) => {
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    return obtainElectron({ root, say, waitMs }).then((result) => ({ ...result, said }));
  };

  test('runs its installer where it is missing', async () => {
    installer(installs);
    expect(await obtain()).toMatchObject({
      binary: binary(),
      said: [expect.stringContaining('Fetching')],
    });
    expect(await obtain()).toEqual({ binary: binary(), said: [] });
  });

  test('remembers that it failed, so that the next start waits for nothing', async () => {
    installer('process.exit(1)');
    expect(await obtain()).toMatchObject({ obstacle: expect.stringContaining('could not') });
    installer(installs);
    expect(await obtain()).toMatchObject({
      obstacle: expect.stringContaining('could not'),
      said: [],
    });
  });

  test('leaves a slow download to go on for a later start', async () => {
    // It ends with the process that started it, which the last line ends.
    const endWithParent = 'if (process.ppid !== parent) process.exit()';
    installer(`const parent = process.ppid; setInterval(() => { ${endWithParent} }, 20)`);
    expect(await obtain(300)).toMatchObject({
      obstacle: expect.stringContaining('still being downloaded'),
    });
    await expect.poll(() => readAttempt(root)?.state, { timeout: 10_000 }).toBe('running');
    expect(await obtain()).toMatchObject({
      obstacle: expect.stringContaining('still being downloaded'),
      said: [],
    });
    const { pid } = readAttempt(root) ?? {};
    if (pid) process.kill(pid, 'SIGKILL');
  });
});
