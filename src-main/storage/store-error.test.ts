import { expect, test } from 'vitest';
import { diskRefusalCode } from './store-error.ts';

test.each([
  ['SQLITE_FULL', { errcode: 13 }, 'data-full'],
  ['SQLITE_IOERR_WRITE', { errcode: 778 }, 'store-failed'],
  ['SQLITE_IOERR_LOCK', { errcode: 3850 }, 'data-read-only'],
  ['SQLITE_CORRUPT_INDEX', { errcode: 779 }, 'data-corrupt'],
  ['SQLITE_BUSY', { errcode: 5 }, 'data-in-use'],
  ['SQLITE_CONSTRAINT_UNIQUE', { errcode: 2067 }, undefined],
  ['no space to make a folder', { code: 'ENOSPC' }, 'data-full'],
  ['no right to make a folder', { code: 'EACCES' }, 'data-read-only'],
  ['a quota that is used up', { code: 'EDQUOT' }, 'data-full'],
  ['a disk that is only read', { code: 'EROFS' }, 'data-read-only'],
  ['a disk that fails', { code: 'EIO' }, 'store-failed'],
  ['anything else', {}, undefined],
])('%s means what it says to a person', (_, fields, expected) => {
  expect(diskRefusalCode(Object.assign(new Error('x'), fields))).toBe(expected);
});

test('what is not an error is a defect', () => {
  expect(diskRefusalCode('full')).toBeUndefined();
});
