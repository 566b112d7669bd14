import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, projectNode } from '../harness/app-process.ts';
import { freshFolder } from '../harness/fresh-folder.ts';
import { Archive, type Entries } from '../harness/electron-stub/archive.ts';
import { expect, test } from './electron-test.ts';

/** Where Electron keeps its fuses in its binary, and how it comes: version, count, one character each. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const asShipped = '101100101';

/** A folder that electron-builder takes for Electron's own. */
function standInForElectron(folder: string): string {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  const fuses = Buffer.concat([
    Buffer.from(`ELF ${sentinel}`),
    Buffer.from([1, asShipped.length]),
    Buffer.from(asShipped),
  ]);
  writeFileSync(join(folder, 'electron'), fuses);
  chmodSync(join(folder, 'electron'), 0o755);
  writeFileSync(join(folder, 'version'), '45.4.1');
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'])
    writeFileSync(join(folder, file), 'x');
  return folder;
}

function pathsOf(entries: Entries, above = ''): string[] {
  return Object.entries(entries).flatMap(([name, { files }]) =>
    files ? pathsOf(files, `${above}${name}/`) : [`${above}${name}`],
  );
}

test('the package holds the bundles in one archive, starts from it, and its fuses let nothing else run', async ({
  sitDown,
}) => {
  const folder = freshFolder();
  const builder = spawnSync(
    projectNode(),
    [
      join(projectFolder, 'node_modules/electron-builder/cli.js'),
      '--linux',
      'dir',
      '--dir',
      `-c.electronDist=${standInForElectron(join(folder.path, 'electron'))}`,
      `-c.directories.output=${join(folder.path, 'out')}`,
    ],
    { cwd: projectFolder, encoding: 'utf8' },
  );
  expect(builder.status, builder.stdout + builder.stderr).toBe(0);
  const unpacked = join(folder.path, 'out/linux-unpacked');
  const app = join(unpacked, 'resources/app.asar');
  const paths = pathsOf(new Archive(app).entries);
  expect(paths).toEqual(
    expect.arrayContaining([
      'package.json',
      'dist/main/electron.js',
      'dist/main/preload.cjs',
      'dist/main/storage-worker.cjs',
      'dist/renderer/index.html',
    ]),
  );
  expect(paths.filter((path) => !/^dist\/|^package\.json$/.test(path))).toEqual([]);
  const text = readFileSync(app, 'latin1');
  expect(text).not.toContain('"unpacked":true');
  expect(text).toContain('"desktopName":"oda.desktop"'.replace(':', ': '));
  const binary = readFileSync(join(unpacked, 'oda'), 'latin1');
  const fuses = binary.slice(binary.indexOf(sentinel) + sentinel.length + 2);
  const names = ['runAsNode', 'cookies', 'nodeOptions', 'inspect', 'integrity', 'onlyAsar'];
  expect(Object.fromEntries(names.map((name, index) => [name, fuses[index]]))).toEqual({
    runAsNode: '0',
    cookies: '1',
    nodeOptions: '0',
    inspect: '0',
    integrity: '1',
    onlyAsar: '1',
  });
  // The file protocol has nothing that Oda's pages need.
  expect(fuses[7]).toBe('0');

  const { person } = await sitDown({ app });
  await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await person.composer.send('merhaba');
  await person.timeline.showsSent('merhaba');
  await person.stop();
  folder.remove();
});

test('what starts from within the archive needs no file beside it', () => {
  for (const name of ['storage-worker.cjs', 'preload.cjs']) {
    const bundle = readFileSync(join(projectFolder, 'dist/main', name), 'utf8');
    expect([...bundle.matchAll(/require\(["'](\.[^"']*)["']\)/g)], name).toEqual([]);
    expect(bundle, name).not.toContain('import.meta');
  }
  const preload = readFileSync(join(projectFolder, 'dist/main/preload.cjs'), 'utf8');
  const required = [...preload.matchAll(/require\(["']([^"']*)["']\)/g)].map(([, name]) => name);
  expect(required).toEqual(['electron']);
});
