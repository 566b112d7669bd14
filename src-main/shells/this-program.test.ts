import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultDataFolder, systemName, versionIn } from './this-program.ts';

test('the version is the one of the package', () => {
  expect(versionIn(join(import.meta.dirname, '../../package.json'))).toMatch(/^\d+\.\d+\.\d+/);
});

test('the name of the system’s account is offered', () => {
  expect(typeof systemName()).toBe('string');
});

const homeFolder = '/people/ali';

test('each system has its own place for data', () => {
  expect(defaultDataFolder({ platform: 'linux', env: {}, homeFolder })).toBe(
    '/people/ali/.local/share/oda',
  );
  expect(defaultDataFolder({ platform: 'darwin', env: {}, homeFolder: '/people/ali' })).toBe(
    '/people/ali/Library/Application Support/Oda',
  );
  const env = { APPDATA: 'D:\\Ali\\Roaming' };
  expect(defaultDataFolder({ platform: 'win32', env, homeFolder: 'D:\\Ali' })).toBe(
    'D:\\Ali\\Roaming\\Oda',
  );
});

test('XDG_DATA_HOME is followed where it is a whole path', () => {
  const folderFor = (XDG_DATA_HOME: string): string =>
    defaultDataFolder({ platform: 'linux', env: { XDG_DATA_HOME }, homeFolder });
  expect(folderFor('/data')).toBe('/data/oda');
  expect(folderFor('data')).toBe('/people/ali/.local/share/oda');
  expect(folderFor('')).toBe('/people/ali/.local/share/oda');
});
