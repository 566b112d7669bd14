import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { z } from 'zod';
import { nameWithin } from '../../src-shared/text/names.ts';

const packageFile = z.object({ version: z.string() });

/** The version of the program whose package this is. */
export function versionIn(file: string): string {
  return packageFile.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}

/** What of the system account's name can be a name in a room; nothing if there is none (a bare container). */
export function systemName(): string {
  try {
    return nameWithin(userInfo().username);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR') return '';
    throw error;
  }
}
