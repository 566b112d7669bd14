import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, shell } from 'electron';
import { openApp } from '../../app/open-app.ts';
import { systemClock } from '../../net/system-clock.ts';
import { systemRandom } from '../../net/system-random.ts';
import { defaultDataFolder } from '../data-folder.ts';
import { reportDefect } from '../report-defect.ts';
import { systemName } from '../this-program.ts';
import { spokenLanguage } from '../words.ts';
import { readLaunchArguments } from './launch-arguments.ts';
import { runElectronShell } from './run-electron-shell.ts';
import { registerOwnScheme } from './serve-pages.ts';

const besideThis = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

process.on('uncaughtException', reportDefect);
process.on('unhandledRejection', reportDefect);

const { env, platform } = process;
// Started as `electron FOLDER …`, the folder stands before the arguments.
const args = readLaunchArguments(process.argv.slice(app.isPackaged ? 1 : 2));
const dataFolder = resolve(
  args.dataFolder ?? defaultDataFolder({ platform, env, homeFolder: homedir() }),
);

// The lock of the only instance is per folder: another data folder is another app.
const profileFolder = join(dataFolder, 'window');
mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', profileFolder);
app.setPath('sessionData', profileFolder);
if (args.language) app.commandLine.appendSwitch('lang', args.language);
app.enableSandbox();

if (app.requestSingleInstanceLock()) {
  registerOwnScheme();
  if (app.isPackaged) app.setAsDefaultProtocolClient('oda');
  app
    .whenReady()
    .then(() => {
      const language = args.language ?? spokenLanguage(app.getPreferredSystemLanguages());
      return runElectronShell({
        language,
        dataFolder,
        rendererFolder: besideThis('../renderer'),
        preload: besideThis('./preload.cjs'),
        clock: systemClock,
        reportDefect,
        openApp: () =>
          openApp({
            dataFolder,
            program: { version: app.getVersion(), shell: 'electron' },
            systemName: systemName(),
            systemLanguage: language,
            // It answers with a sentence where it could not.
            openFolder: async (path) => (await shell.openPath(path)) === '',
            storageWorkerUrl: new URL('./storage-worker.js', import.meta.url),
            clock: systemClock,
            random: systemRandom,
            reportDefect,
          }),
      });
    })
    .catch((error: unknown) => {
      reportDefect(error);
      app.exit(1);
    });
} else {
  app.quit();
}
