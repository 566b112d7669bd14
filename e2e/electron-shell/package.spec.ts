import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
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

/** In place of the program that makes the deb, which has to be downloaded: keeps what that would be told. */
function standInForFpm(folder: string): string {
  const script = join(folder, 'fpm');
  const lines = [
    '#!/bin/sh',
    'cd "$(dirname "$0")"',
    `printf '%s\\n' "$@" > fpm.args`,
    'for arg in "$@"; do case $arg in',
    '  *.desktop=*) cp "${arg%%=*}" fpm.desktop ;;',
    '  *after-install) cat "$arg" > fpm.after-install ;;',
    'esac; done',
  ];
  writeFileSync(script, `${lines.join('\n')}\n`);
  chmodSync(script, 0o755);
  return script;
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
      'deb',
      `-c.electronDist=${standInForElectron(join(folder.path, 'electron'))}`,
      `-c.directories.output=${join(folder.path, 'out')}`,
    ],
    {
      cwd: projectFolder,
      encoding: 'utf8',
      env: { ...process.env, CUSTOM_FPM_PATH: standInForFpm(folder.path) },
    },
  );
  expect(builder.status, builder.stdout + builder.stderr).toBe(0);
  const told = (name: string) => readFileSync(join(folder.path, `fpm.${name}`), 'utf8');
  const args = told('args').split('\n');
  const valueOf = (option: string) => args[args.indexOf(`--${option}`) + 1];
  expect(valueOf('name')).toBe('oda');
  expect(valueOf('maintainer')).toMatch(/^.+ <.+@.+>$/);
  expect(valueOf('url')).toMatch(/^https:/);
  expect(valueOf('license')).toBe('MIT');
  expect(valueOf('description')).toMatch(/^A messenger that your own computer hosts$/);
  expect(args.find((arg) => arg.endsWith('/apps/oda.svg'))).toContain('/icons/hicolor/scalable/');
  // One name for the entry of the menu, its windows, and who opens invitations.
  expect(args.find((arg) => arg.endsWith('.desktop'))).toMatch(/applications\/oda\.desktop$/);
  const entry = told('desktop').split('\n');
  expect(entry).toEqual(
    expect.arrayContaining([
      'Name=Oda',
      'Exec=/opt/Oda/oda %U',
      'Icon=oda',
      'StartupWMClass=oda',
      'MimeType=x-scheme-handler/oda;',
    ]),
  );
  // Ubuntu since 23.10 keeps the sandbox from a program without a profile.
  expect(told('after-install')).toContain('apparmor');
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
    cookies: '0',
    nodeOptions: '0',
    inspect: '0',
    integrity: '1',
    onlyAsar: '1',
  });
  // The file protocol has nothing that Oda's pages need.
  expect(fuses[7]).toBe('0');

  const { person, desk } = await sitDown({ app, env: { STUB_PACKAGED: '1' } });
  // After `--` nothing that a link holds is taken for a switch.
  expect(desk.did('protocol-client')).toEqual([
    { scheme: 'oda', path: realpathSync(projectNode()), args: ['--'] },
  ]);
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
