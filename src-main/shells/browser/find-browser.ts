import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What is known of the computer when a browser is looked for. */
export type Computer = {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  homeFolder: string;
  exists(path: string): boolean;
};

export type FoundBrowser = {
  path: string;
  /** Snap's Chromium may write into no hidden folder: its profile lives where it may. */
  profileFolder?: string | undefined;
};

const linuxNames = [
  'chromium',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
  'chromium-browser',
];

const macApplications = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'Brave Browser.app/Contents/MacOS/Brave Browser',
];

const windowsPrograms = [
  'Google/Chrome/Application/chrome.exe',
  'Chromium/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
  'BraveSoftware/Brave-Browser/Application/brave.exe',
];

/** A browser of the Chromium family that can show an app window; `ODA_CHROMIUM` names another one. */
export function findBrowser(computer: Computer): FoundBrowser | undefined {
  const named = computer.env['ODA_CHROMIUM'];
  const path = [...(named ? [named] : []), ...candidates(computer)].find((candidate) =>
    computer.exists(candidate),
  );
  if (path === undefined) return undefined;
  const isSnap =
    path.startsWith('/snap/') ||
    // Ubuntu's chromium-browser is a script that starts the snap.
    (path.endsWith('/chromium-browser') && computer.exists('/snap/bin/chromium'));
  if (!isSnap) return { path };
  return { path, profileFolder: join(computer.homeFolder, 'snap/chromium/common/oda') };
}

/** Whether a window can be shown at all. */
export function hasDisplay({ platform, env }: Pick<Computer, 'platform' | 'env'>): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

export function thisComputer(homeFolder: string): Computer {
  return { platform: process.platform, env: process.env, homeFolder, exists: existsSync };
}

function candidates({ platform, env, homeFolder }: Computer): string[] {
  if (platform === 'darwin')
    return ['/Applications', join(homeFolder, 'Applications')].flatMap((folder) =>
      macApplications.map((name) => join(folder, name)),
    );
  if (platform === 'win32')
    return ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
      .flatMap((name) => env[name] ?? [])
      .flatMap((folder) => windowsPrograms.map((name) => join(folder, name)));
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)));
}
