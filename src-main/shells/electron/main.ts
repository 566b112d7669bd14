import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, shell } from 'electron';
import { LinkBox } from '../../app/links.ts';
import { openApp } from '../../app/open-app.ts';
import { systemClock } from '../../net/system-clock.ts';
import { systemRandom } from '../../net/system-random.ts';
import { beginShell, reportDefect } from '../begin-shell.ts';
import { computerName, systemName, usualDataFolder } from '../this-program.ts';
import { spokenLanguage } from '../words.ts';
import { readLaunchArguments } from './launch-arguments.ts';
import { runElectronShell } from './run-electron-shell.ts';
import { registerOwnScheme } from './serve-pages.ts';

/** As in electron-builder.yml. */
const appId = 'example.oda.messenger';

const besideThis = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

beginShell();

const { platform } = process;
// Started as `electron FOLDER …`, the folder stands before the arguments.
const args = readLaunchArguments(process.argv.slice(app.isPackaged ? 1 : 2));
const dataFolder = resolve(args.dataFolder ?? usualDataFolder());

// The lock of the only instance is per folder: another data folder is another app.
const profileFolder = join(dataFolder, 'window');
mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', profileFolder);
app.setPath('sessionData', profileFolder);
if (args.language) app.commandLine.appendSwitch('lang', args.language);
// Windows groups windows and shows notifications by the identity that the installer's shortcut has.
if (platform === 'win32') app.setAppUserModelId(app.isPackaged ? appId : process.execPath);
app.enableSandbox();

if (app.requestSingleInstanceLock()) {
  registerOwnScheme();
  // After `--` nothing that a link holds is taken for a switch.
  if (app.isPackaged) app.setAsDefaultProtocolClient('oda', process.execPath, ['--']);
  const links = listenForLinks();
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
            isHidden: args.isHidden,
            program: { version: app.getVersion(), shell: 'electron' },
            systemName: systemName(),
            downloadsFolder: app.getPath('downloads'),
            computerName: computerName(),
            systemLanguage: language,
            links,
            chooseSavePlace: async (name) => {
              const defaultPath = join(app.getPath('downloads'), name);
              const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath });
              return canceled ? undefined : filePath;
            },
            // It answers with a sentence if it could not.
            openFolder: async (path) => (await shell.openPath(path)) === '',
            showFile: (path) => shell.showItemInFolder(path),
            storageWorkerUrl: new URL('./storage-worker.cjs', import.meta.url),
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

/** From the very beginning: macOS tells of the link that it starts Oda with before Oda is ready. */
function listenForLinks(): LinkBox {
  const links = new LinkBox();
  for (const arg of process.argv) links.receive(arg);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    links.receive(url);
  });
  app.on('second-instance', (_event, argv) => {
    for (const arg of argv) links.receive(arg);
  });
  return links;
}
