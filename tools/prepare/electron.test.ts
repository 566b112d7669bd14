import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgeAttempt, obstacleToElectron } from './electron.mjs';
import { findElectron } from './find-electron.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'oda electron '));
  mkdirSync(join(root, 'node_modules/electron/dist'), { recursive: true });
  writeFileSync(join(root, 'node_modules/electron/package.json'), '{"version":"1.2.3"}');
});
afterEach(() => rmSync(root, { recursive: true }));

const binary = () => join(root, 'node_modules/electron/dist/electron');

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
  const slow = { version: '1.2.3', state: 'failed' as const, pid: 5, at: 1_000, tookMs: 15_000 };
  const present = { version: '1.2.3', now: 2_000, stillRuns: () => true };
  const hour = 60 * 60 * 1000;

  test('that failed after a long time is not repeated within an hour', () => {
    expect(judgeAttempt(slow, present)).toBe('failed');
    expect(judgeAttempt(slow, { ...present, now: 1_000 + hour })).toBe('try');
  });

  test('that was refused at once costs nothing to repeat', () => {
    expect(judgeAttempt({ ...slow, tookMs: 40 }, present)).toBe('try');
  });

  test('that goes on is followed; one that was killed is not, nor one whose number another process has', () => {
    const running = { ...slow, state: 'running' as const };
    expect(judgeAttempt(running, present)).toBe('running');
    expect(judgeAttempt(running, { ...present, stillRuns: () => false })).toBe('try');
    expect(judgeAttempt(running, { ...present, now: 12_000 })).toBe('try');
  });

  test('of another version, or none, does not count', () => {
    expect(judgeAttempt(slow, { ...present, version: '1.2.4' })).toBe('try');
    expect(judgeAttempt(undefined, present)).toBe('try');
  });
});
