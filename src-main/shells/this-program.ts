import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { z } from 'zod';

const packageFile = z.object({ version: z.string() });

/** The version of the program whose package this is. */
export function versionIn(file: string): string {
  return packageFile.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}

/** The name of the system's account, or nothing where the account has none (a bare container). */
export function systemName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR') return '';
    throw error;
  }
}
