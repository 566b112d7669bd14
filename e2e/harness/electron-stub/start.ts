import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readWithin } from './archive.ts';
import { makeReady } from './electron.ts';

/** `node start.ts FOLDER …` runs the app of a folder as `electron FOLDER …` would. */
const [folder = '.'] = process.argv.slice(2);
// An installed app is started by its own name alone.
const isPackaged = process.env['STUB_PACKAGED'] === '1';
process.argv = [process.execPath, ...process.argv.slice(isPackaged ? 3 : 2)];
const platform = process.env['STUB_PLATFORM'];
if (platform) Object.defineProperty(process, 'platform', { value: platform });
if (folder.endsWith('.asar')) readWithin(folder);

const stub = new URL('electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: stub, shortCircuit: true } : next(specifier, context),
});

const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string };
await import(pathToFileURL(join(folder, main)).href);
// Electron is ready once the app's own code has run, and not within it.
setImmediate(makeReady);
