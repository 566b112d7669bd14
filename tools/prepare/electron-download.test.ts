import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { obtainElectron, readAttempt } from './electron.mjs';
import { findElectron } from './find-electron.mjs';
import { isRunning } from './turn.mjs';
import { zipOf } from './testing/zip-of.ts';

const version = '45.4.1';
const archive = `electron-v${version}-${process.platform}-${process.arch}.zip`;
const zip = zipOf({ electron: '#!/bin/sh\n', version: `v${version}` });
const own = resolve('node_modules');

let root = '';
let servers: Server[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'oda electron '));
  const electron = join(root, 'node_modules/electron');
  mkdirSync(electron, { recursive: true });
  // The real installer, beside the packages that it needs.
  copyFileSync(join(own, 'electron/install.js'), join(electron, 'install.js'));
  writeFileSync(join(electron, 'package.json'), JSON.stringify({ version }));
  knowsChecksumOf(zip);
  for (const name of ['@electron', '@electron-internal', 'undici'])
    symlinkSync(join(own, name), join(root, 'node_modules', name), 'junction');
});

afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
  servers = [];
  const { pid } = readAttempt(root) ?? {};
  if (pid) await vi.waitUntil(() => !isRunning(pid), { timeout: 20_000 });
  rmSync(root, { recursive: true });
});

function knowsChecksumOf(content: Buffer): void {
  const checksum = createHash('sha256').update(content).digest('hex');
  const checksums = JSON.stringify({ [archive]: checksum });
  writeFileSync(join(root, 'node_modules/electron/checksums.json'), checksums);
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

const serveZip: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Length': zip.length });
  response.end(zip);
};

/** As a start does it, with the environment that a person would set. */
async function obtain(environment: Record<string, string>, node = process.execPath) {
  const said: string[] = [];
  const env = {
    electron_config_cache: join(root, 'cache'),
    npm_config_electron_mirror: '',
    NPM_CONFIG_ELECTRON_MIRROR: '',
    HTTP_PROXY: '',
    HTTPS_PROXY: '',
    http_proxy: '',
    https_proxy: '',
    npm_config_proxy: '',
    npm_config_https_proxy: '',
    NO_PROXY: '',
    no_proxy: '',
    // A timer that somebody forgot would hold up the installer for as long.
    ODA_DOWNLOAD_SILENCE_MS: '600000',
    ...environment,
  };
  const say = (line: string) => said.push(line);
  const result = await obtainElectron({ root, say, node: { file: node, env } });
  return { ...result, said };
}

const binary = () => join(root, 'node_modules/electron/dist/electron');

test('the archive is fetched, checked and unpacked, and the next start has it', async () => {
  const mirror = await serve(serveZip);
  const first = await obtain({ ELECTRON_MIRROR: mirror });
  expect(first).toMatchObject({ binary: binary() });
  expect(first.said[0]).toContain('Fetching Electron');
  expect(findElectron(root, {})).toBe(binary());
  expect(readAttempt(root)).toBeUndefined();
  expect(await obtain({ ELECTRON_MIRROR: mirror })).toEqual({ binary: binary(), said: [] });
});

test('npm’s own setting names the mirror too', async () => {
  const mirror = await serve(serveZip);
  expect(await obtain({ npm_config_electron_mirror: mirror })).toMatchObject({ binary: binary() });
});

test('a slow download is waited for as long as bytes arrive, and says how far it is', async () => {
  const mirror = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Length': zip.length });
    const step = Math.ceil(zip.length / 10);
    const sendFrom = (from: number): void => {
      response.write(zip.subarray(from, from + step));
      if (from + step < zip.length) setTimeout(sendFrom, 400, from + step);
      else response.end();
    };
    sendFrom(0);
  });
  const { said, ...result } = await obtain({
    ELECTRON_MIRROR: mirror,
    // All of it takes longer than it may be silent.
    ODA_DOWNLOAD_SILENCE_MS: '3000',
  });
  expect(result).toMatchObject({ binary: binary() });
  expect(said.slice(1).length).toBeGreaterThan(2);
  expect(said.at(-1)).toMatch(/of \d+ MB/);
});

test('one that stalls is given up, and is not tried again at once', async () => {
  const mirror = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Length': zip.length });
    response.write(zip.subarray(0, 20));
  });
  const stalled = { ELECTRON_MIRROR: mirror, ODA_DOWNLOAD_SILENCE_MS: '500' };
  expect(await obtain(stalled)).toMatchObject({
    obstacle: expect.stringContaining('nothing arrived for 0.5 s'),
  });
  expect(findElectron(root, {})).toBeUndefined();
});

test('a server that takes the connection and says nothing is given up too', async () => {
  const mirror = await serve(() => {});
  expect(await obtain({ ELECTRON_MIRROR: mirror, ODA_DOWNLOAD_SILENCE_MS: '500' })).toMatchObject({
    obstacle: expect.stringContaining('nothing arrived for 0.5 s'),
  });
});

test('what the server answers is the reason, and the next start asks again', async () => {
  let isBlocked = true;
  const mirror = await serve((asked, response) => {
    if (!isBlocked) return serveZip(asked, response);
    response.writeHead(403, 'Forbidden');
    return response.end('blocked by the network');
  });
  expect(await obtain({ ELECTRON_MIRROR: mirror })).toMatchObject({
    obstacle: expect.stringMatching(/could not be downloaded \(403 Forbidden from 127.*again\)/),
  });
  isBlocked = false;
  expect(await obtain({ ELECTRON_MIRROR: mirror })).toMatchObject({ binary: binary() });
});

test('an archive that is not the one of this version is not used', async () => {
  knowsChecksumOf(Buffer.from('another'));
  const mirror = await serve(serveZip);
  expect(await obtain({ ELECTRON_MIRROR: mirror })).toMatchObject({
    obstacle: expect.stringMatching(/checksum/i),
  });
  expect(findElectron(root, {})).toBeUndefined();
});

test('a connection that is refused says so, and where', async () => {
  const mirror = await serve(serveZip);
  const [server] = servers.splice(0);
  server?.close();
  expect(await obtain({ ELECTRON_MIRROR: mirror })).toMatchObject({
    obstacle: expect.stringContaining('ECONNREFUSED 127.0.0.1'),
  });
});

test.each(['HTTP_PROXY', 'npm_config_proxy'])('it goes through the proxy of %s', async (name) => {
  const mirror = await serve(serveZip);
  let count = 0;
  const proxy = await serve(() => {});
  // Node's fetch asks every proxy for a tunnel.
  servers.at(-1)?.on('connect', (asked: { url?: string }, socket: Socket) => {
    count += 1;
    const [host, port] = (asked.url ?? '').split(':');
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
  });
  const result = await obtain({ ELECTRON_MIRROR: mirror, [name]: proxy });
  expect(result).toMatchObject({ binary: binary() });
  expect(count).toBeGreaterThan(0);
});

/** Whom the system keeps out of folders: root is kept out of none. */
const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

// Windows has folders that cannot be written to, but not by their mode.
test.each(process.platform === 'win32' ? [] : ['node_modules', 'node_modules/.cache/oda'])(
  'where %s belongs to somebody else, that is the obstacle',
  (folder) => {
    mkdirSync(join(root, folder), { recursive: true });
    chmodSync(root, 0o755);
    chmodSync(join(root, folder), 0o555);
    const script = `
      import { obtainElectron } from ${JSON.stringify(new URL('electron.mjs', import.meta.url))};
      const node = { file: process.execPath, env: {} };
      console.log(JSON.stringify(await obtainElectron({ root: process.argv[1], say() {}, node })));`;
    const args = ['--input-type=module', '-e', script, root];
    const answer = execFileSync(process.execPath, args, { ...somebody, encoding: 'utf8' });
    chmodSync(join(root, folder), 0o755);
    expect(JSON.parse(answer)).toEqual({
      obstacle: expect.stringMatching(/could not be downloaded \(EACCES.*again\)/),
    });
  },
);

test('two starts at once share one download', async () => {
  let asked = 0;
  const mirror = await serve((...args) => {
    asked += 1;
    serveZip(...args);
  });
  const both = await Promise.all([
    obtain({ ELECTRON_MIRROR: mirror }),
    obtain({ ELECTRON_MIRROR: mirror }),
  ]);
  expect(both.map((one) => 'binary' in one && one.binary)).toEqual([binary(), binary()]);
  expect(asked).toBe(1);
});

test('a download that was killed is begun again', async () => {
  const stuck = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Length': zip.length });
    response.write(zip.subarray(0, 20));
  });
  const first = obtain({ ELECTRON_MIRROR: stuck });
  await expect.poll(() => readAttempt(root)?.received, { timeout: 20_000 }).toBe(20);
  process.kill(readAttempt(root)?.pid ?? 0, 'SIGKILL');
  expect(await first).toMatchObject({ obstacle: expect.stringContaining('broken off') });
  const mirror = await serve(serveZip);
  expect(await obtain({ ELECTRON_MIRROR: mirror })).toMatchObject({ binary: binary() });
});
