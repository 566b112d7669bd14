import { readFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { join, posix, win32 } from 'node:path';
import { z } from 'zod';
import { limits } from '../../src-shared/protocol/limits.ts';
import { nameWithin } from '../../src-shared/text/names.ts';

const packageFile = z.object({ version: z.string() });

/** The version of the program whose package this is. */
export function versionIn(file: string): string {
  return packageFile.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}

/** For a shell that runs from source too: built, the worker lies beside its file. */
export function storageWorkerUrl(shell: string): URL {
  const isBuilt = !shell.endsWith('.ts');
  const worker = isBuilt ? './storage-worker.cjs' : '../../storage/worker/storage-worker.ts';
  return new URL(worker, shell);
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

/** What this computer is called on its networks, as far as a room keeps it. */
export function computerName(): string {
  return hostname().slice(0, limits.maxComputerCharacters);
}

export type DataFolderPlace = {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  homeFolder: string;
};

/** Where this system keeps what a program stores for a person. */
export function defaultDataFolder({ platform, env, homeFolder }: DataFolderPlace): string {
  if (platform === 'win32')
    return win32.join(env['APPDATA'] || win32.join(homeFolder, 'AppData/Roaming'), 'Oda');
  if (platform === 'darwin') return posix.join(homeFolder, 'Library/Application Support/Oda');
  const configured = env['XDG_DATA_HOME'];
  // The specification says that a relative path is to be ignored.
  const folder = configured?.startsWith('/') ? configured : posix.join(homeFolder, '.local/share');
  return posix.join(folder, 'oda');
}

/** Where a person looks for what was saved; what a system has configured otherwise is not asked for here. */
export function usualDownloadsFolder(): string {
  const configured = process.env['XDG_DOWNLOAD_DIR'];
  return configured?.startsWith('/') ? configured : join(homedir(), 'Downloads');
}

/** The same on this computer. */
export function usualDataFolder(): string {
  const { env, platform } = process;
  return defaultDataFolder({ platform, env, homeFolder: homedir() });
}
