import { expect, test } from 'vitest';
import { systemName, versionIn } from './this-program.ts';

test('the version is the one of the package', () => {
  expect(versionIn(new URL('../../package.json', import.meta.url))).toMatch(/^\d+\.\d+\.\d+/);
});

test('the name of the system’s account is offered', () => {
  expect(typeof systemName()).toBe('string');
});
