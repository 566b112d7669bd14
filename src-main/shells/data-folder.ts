import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

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

/** The same on this computer. */
export function usualDataFolder(): string {
  const { env, platform } = process;
  return defaultDataFolder({ platform, env, homeFolder: homedir() });
}
