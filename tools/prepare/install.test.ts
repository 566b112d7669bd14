import { describe, expect, test } from 'vitest';
import { isInstalled } from './install.mjs';

describe('whether the packages are the ones of the lockfile', () => {
  const wanted = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '2.0.0', integrity: 'sha512-a' },
      'node_modules/only-elsewhere': { version: '3.0.0', optional: true },
    },
  };
  const a = wanted.packages['node_modules/a'];

  test('they are, without those of other platforms', () => {
    expect(isInstalled(wanted, { packages: { 'node_modules/a': a } })).toBe(true);
  });

  test('they are not without those of this one, whichever C library it has', () => {
    const linux = { os: ['linux'], cpu: ['x64'], optional: true };
    const gnu = { 'node_modules/b-linux-x64-gnu': linux };
    const packages = { ...gnu, 'node_modules/b-linux-x64-musl': linux };
    const isWhole = (installed: object, platform = 'linux') =>
      isInstalled({ packages }, { packages: { ...installed } }, { platform, arch: 'x64' });
    expect(isWhole({})).toBe(false);
    expect(isWhole(gnu)).toBe(true);
    expect(isWhole({}, 'win32')).toBe(true);
  });

  test('one is missing', () => {
    expect(isInstalled(wanted, { packages: {} })).toBe(false);
  });

  test('one is of another version', () => {
    const other = { ...a, version: '1.9.0' };
    expect(isInstalled(wanted, { packages: { 'node_modules/a': other } })).toBe(false);
  });

  test('one has another content', () => {
    const other = { ...a, integrity: 'sha512-b' };
    expect(isInstalled(wanted, { packages: { 'node_modules/a': other } })).toBe(false);
  });
});
