import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { posix } from '../testing/systems.ts';
import { freeBytes } from './files.ts';

/** As the system's own program has them, in KiB: the disk's size, and what everybody may still write. */
function diskOf(path: string): { size: number; available: number } {
  const [, row = ''] = execFileSync('df', ['-kP', path]).toString().trim().split('\n');
  const [, size, , available] = row.split(/\s+/).map(Number);
  return { size: size ?? NaN, available: available ?? NaN };
}

describe.each(posix)('on %s', () => {
  test('free is what this person may write, not what the system keeps back for its own', () => {
    const folder = tmpdir();
    const free = freeBytes(folder) / 1024;
    const { size, available } = diskOf(folder);
    // Others write meanwhile. What is kept back is several hundredths of a disk, or nothing.
    expect(Math.abs(free - available)).toBeLessThan(size / 100);
  });
});
