import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemName, versionIn } from './this-program.ts';

test('the version is the one of the package', () => {
  expect(versionIn(join(import.meta.dirname, '../../package.json'))).toMatch(/^\d+\.\d+\.\d+/);
});

test('the name of the system’s account is offered', () => {
  expect(typeof systemName()).toBe('string');
});
