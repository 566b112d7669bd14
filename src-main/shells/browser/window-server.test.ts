import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { PushName, Pushes } from '../../../src-shared/bridge/bridge.ts';
import { webBridge } from '../../../src-shared/bridge/web-frames.ts';
import { usualSettings, type Settings } from '../../../src-shared/bridge/app.ts';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { PlayedFile } from '../../app/played-files.ts';
import type { WindowApp } from '../../app/create-app.ts';
import { listOwnAddresses } from '../../net/own-addresses.ts';
import { usedAddressPage } from './used-address-page.ts';
import { WindowServer } from './window-server.ts';

type Listener = <N extends PushName>(name: N, push: Pushes[N]) => void;

const sound = Buffer.from('do mi fa');
const song: PlayedFile = {
  type: 'audio/mpeg',
  size: sound.length,
  read: async ({ from, to }) => sound.subarray(from, to),
};
const asPlayer = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'audio' };

/** Answers with what it was asked, and pushes what a test tells it to. */
class EchoApp implements WindowApp {
  readonly listeners = new Set<Listener>();
  answer = (name: string, params: unknown): Promise<Outcome<unknown>> =>
    Promise.resolve({ ok: true, value: { name, params } });

  handle(name: string, params: unknown): Promise<Outcome<unknown>> {
    return this.answer(name, params);
  }

  async stage() {
    return { ok: false as const, refusal: { code: 'defect' as const } };
  }

  async played(token: string): Promise<PlayedFile | undefined> {
    return token === 'song' ? song : undefined;
  }

  on(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  push<N extends PushName>(name: N, push: Pushes[N]): void {
    for (const listener of this.listeners) listener(name, push);
  }
}

let folder: string;
let app: EchoApp;
let server: WindowServer;
let pageCounts: number[];
let defects: unknown[];
let clock: ManualClock;
let onPages: (count: number) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oda-windows-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>Oda</title>');
  writeFileSync(join(folder, 'renderer/assets/index.js'), 'export {};');
  writeFileSync(join(folder, 'secret.js'), 'private');
  app = new EchoApp();
  clock = new ManualClock();
  const counts: number[] = [];
  pageCounts = counts;
  defects = [];
  onPages = () => {};
  const mine = app;
  server = await WindowServer.start({
    app,
    clock,
    random: seededRandom(1),
    folder: join(folder, 'renderer'),
    port: 0,
    pagesChanged: (count) => {
      counts.push(count);
      // The pages of the test before may still be closing.
      if (app === mine) onPages(count);
    },
    reportDefect: (error) => defects.push(error),
  });
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

type Reply = { status: number; body: string; headers: Record<string, unknown> };

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: server.port, path, headers, method },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
        );
      },
    );
    asked.once('error', reject);
    asked.end();
  });
}

const tokenOf = (address: string): string =>
  new URL(address).hash.slice(webBridge.tokenMark.length);

type Page = { socket: WebSocket; frames: unknown[]; next(): Promise<unknown> };

function connectPage(): Page {
  const origin = `http://127.0.0.1:${server.port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${webBridge.path}`, {
    headers: { origin },
  });
  const frames: unknown[] = [];
  const waiting: ((frame: unknown) => void)[] = [];
  socket.on('message', (bytes: Buffer) => {
    const frame: unknown = JSON.parse(bytes.toString());
    const take = waiting.shift();
    if (take) take(frame);
    else frames.push(frame);
  });
  return {
    socket,
    frames,
    next: () =>
      frames.length > 0
        ? Promise.resolve(frames.shift())
        : new Promise((resolve) => waiting.push(resolve)),
  };
}

/** A page that was let in by this secret. */
async function openPage(secret: string): Promise<Page> {
  const page = connectPage();
  await once(page.socket, 'open');
  page.socket.send(JSON.stringify({ secret }));
  expect(await page.next()).toHaveProperty('session');
  return page;
}

/** What a page that says this first hears: the session, or the code with which it is closed. */
async function knock(first: string): Promise<unknown> {
  const { socket, next } = connectPage();
  await once(socket, 'open');
  socket.send(first);
  const closed = once(socket, 'close').then(([code]) => code as unknown);
  const answer = await Promise.race([next(), closed]);
  socket.close();
  return answer;
}

const secretOf = (secret: string): string => JSON.stringify({ secret });

async function signIn(): Promise<string> {
  const { session } = (await knock(secretOf(tokenOf(server.newAddress())))) as { session: string };
  // The page that asked has gone, and does not count for what a test looks at.
  while (pageCounts.at(-1) !== 0) await new Promise((resolve) => setImmediate(resolve));
  pageCounts.length = 0;
  return session;
}

async function refusedUpgrade(headers: Record<string, string>, path = '/bridge'): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode: number },
  ];
  socket.on('error', () => {});
  socket.terminate();
  return response.statusCode;
}

const settings: Settings = { ...usualSettings, name: 'Ali', language: 'tr', theme: 'dark' };

test('the address opens the app once, and its secret is in nothing that a server or a log sees', async () => {
  const address = server.newAddress();
  const { pathname, search, hash } = new URL(address);
  expect([pathname, search]).toEqual(['/', '']);
  expect(hash).toMatch(/^#token=[\w-]{43}$/);
  const token = secretOf(tokenOf(address));
  expect(await knock(token)).toEqual({ session: expect.stringMatching(/^[\w-]{43}$/) as unknown });
  expect(await knock(token)).toBe(webBridge.turnedAwayCode);
});

test('the window that was let in comes back by its session, as often as it loads', async () => {
  const session = await signIn();
  server.newAddress();
  for (let load = 0; load < 3; load += 1)
    expect(await knock(secretOf(session))).toEqual({ session });
});

test('a new address takes the place of one that nobody opened', async () => {
  const old = server.newAddress();
  const fresh = server.newAddress();
  expect(await knock(secretOf(tokenOf(old)))).toBe(webBridge.turnedAwayCode);
  expect(await knock(secretOf(tokenOf(fresh)))).toHaveProperty('session');
});

test('no cookie is ever given, and none opens anything', async () => {
  const session = await signIn();
  for (const path of ['/', '/assets/index.js', `/?token=${session}`, webBridge.usedPath])
    expect((await get(path)).headers['set-cookie'], path).toBeUndefined();
  const origin = `http://127.0.0.1:${server.port}`;
  const cookie = `oda-${server.port}=${session}; oda-session=${session}; secret=${session}`;
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${webBridge.path}`, {
    headers: { origin, cookie },
  });
  await once(socket, 'open');
  socket.send('{"id":1,"name":"app/start","params":{}}');
  expect((await once(socket, 'close'))[0]).toBe(webBridge.turnedAwayCode);
});

test.each([
  ['no secret', '{"id":1,"name":"app/start","params":{}}'],
  ['a guess', secretOf('guess')],
  ['an empty secret', secretOf('')],
  ['a secret that is no text', '{"secret":7}'],
  ['no JSON', '{"secret":'],
])('a page that says %s first is turned away, asks nothing and hears nothing', async (_, first) => {
  const asked: string[] = [];
  app.answer = (name) => {
    asked.push(name);
    return Promise.resolve({ ok: true, value: null });
  };
  const { socket, frames } = connectPage();
  await once(socket, 'open');
  app.push('settings/changed', settings);
  socket.send(first);
  socket.send('{"id":1,"name":"app/start","params":{}}');
  expect((await once(socket, 'close'))[0]).toBe(webBridge.turnedAwayCode);
  expect([asked, frames, pageCounts]).toEqual([[], [], []]);
});

test('a page that says nothing is not waited for', async () => {
  const { socket } = connectPage();
  await once(socket, 'open');
  clock.advance(webBridge.knockWithinMs);
  expect((await once(socket, 'close'))[0]).toBe(webBridge.turnedAwayCode);
  const page = await openPage(tokenOf(server.newAddress()));
  expect(clock.pendingTimers).toBe(0);
  page.socket.close();
});

test('who comes with a used address is told so', async () => {
  const reply = await get(webBridge.usedPath);
  expect(reply).toMatchObject({ status: 200, body: usedAddressPage() });
});

test('nobody but this computer reaches the pages', async () => {
  const others = listOwnAddresses().filter(({ address }) => address !== '127.0.0.1');
  // On Linux all of 127.0.0.0/8 is this computer, so what listens everywhere listens there.
  const addresses = [...others.map(({ address }) => address), '::1'];
  if (process.platform === 'linux') addresses.push('127.0.0.2');
  for (const host of addresses) {
    const socket = connect(server.port, host);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(['ECONNREFUSED', 'EADDRNOTAVAIL'], host).toContain(error.code);
  }
});

test('scripts come with their type and with a policy that allows nothing else', async () => {
  const reply = await get('/assets/index.js');
  expect(reply.body).toBe('export {};');
  expect(reply.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(reply.headers['x-content-type-options']).toBe('nosniff');
  expect(reply.headers['referrer-policy']).toBe('no-referrer');
  expect(reply.headers['cross-origin-opener-policy']).toBe('same-origin');
  const policy = String(reply.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("style-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
});

test('pages are those of the running app, also where a newer build has taken their place', async () => {
  rmSync(join(folder, 'renderer'), { recursive: true });
  expect((await get('/assets/index.js')).body).toBe('export {};');
  expect((await get('/')).body).toContain('<title>Oda');
  const head = await get('/', {}, 'HEAD');
  expect([head.status, head.body]).toEqual([200, '']);
});

test('what is played is given to a player of this page alone', async () => {
  const play = (more: object) => get('/played/song', { range: 'bytes=3-7', ...asPlayer, ...more });
  expect(await play({})).toMatchObject({ status: 206, body: 'mi fa' });
  for (const other of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' },
    { 'sec-fetch-dest': 'script' },
  ])
    expect((await play(other)).status, JSON.stringify(other)).toBe(403);
  expect((await get('/played/song', { range: 'bytes=0-' })).status).toBe(403);
  expect((await get('/played/none', { range: 'bytes=0-', ...asPlayer })).status).toBe(404);
});

test('another name in the Host header is refused', async () => {
  const { port } = server;
  const names = [
    'evil.example',
    `evil.example:${port}`,
    `localhost:${port}`,
    '127.0.0.1',
    '127.0.0.1:1',
  ];
  for (const host of names) expect((await get('/', { host })).status, host).toBe(421);
  expect((await get('/', { host: `127.0.0.1:${server.port}` })).status).toBe(200);
});

test('no path leads out of the folder', async () => {
  const paths = [
    '/../secret.js',
    '/assets/../../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/assets/..%5c..%5csecret.js',
    '/assets/',
    '//secret.js',
    '/index.html%00.js',
    '/__proto__',
    '/constructor',
  ];
  for (const path of paths) {
    const reply = await get(path);
    expect(reply.status, path).toBe(404);
    expect(reply.body, path).toBe('');
  }
});

test('a path is taken as it comes, not as a client would tidy it', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    `GET /assets/../../secret.js HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
      'Connection: close\r\n\r\n',
  );
  let reply = '';
  socket.on('data', (bytes) => (reply += bytes.toString()));
  await once(socket, 'close');
  expect(reply).toMatch(/^HTTP\/1\.1 404 /);
  expect(reply).not.toContain('private');
});

test('only reading is answered', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    expect((await get('/', {}, method)).status, method).toBe(405);
  const head = await get('/', {}, 'HEAD');
  expect(head).toMatchObject({ status: 200, body: '' });
});

test('a page asks and is answered, each request by its own number', async () => {
  const page = await openPage(await signIn());
  page.socket.send(JSON.stringify({ id: 7, name: 'app/start', params: { a: 1 } }));
  expect(await page.next()).toEqual({
    id: 7,
    answer: { ok: true, value: { name: 'app/start', params: { a: 1 } } },
  });
  page.socket.close();
});

test('every page hears what is pushed: what one turn tells in one frame, before an answer after it', async () => {
  const session = await signIn();
  const pages = await Promise.all([openPage(session), openPage(session)]);
  const told = ['Ali', 'Veli'].map((name) => ({ ...settings, name }));
  app.answer = async () => {
    for (const value of told) app.push('settings/changed', value);
    return { ok: true, value: null };
  };
  pages[0]?.socket.send('{"id":7,"name":"app/start","params":{}}');
  const pushes = told.map((value) => ({ push: 'settings/changed', value }));
  for (const page of pages) expect(await page.next()).toEqual({ pushes });
  expect(await pages[0]?.next()).toMatchObject({ id: 7 });
  expect(pageCounts).toEqual([1, 2]);
});

test('the number of pages is told when one goes', async () => {
  const page = await openPage(await signIn());
  const gone = new Promise<void>((resolve) => {
    onPages = (count) => (count === 0 ? resolve() : undefined);
  });
  page.socket.terminate();
  await gone;
  expect(pageCounts).toEqual([1, 0]);
});

test('a page of another origin, name or path gets no bridge', async () => {
  const origin = `http://127.0.0.1:${server.port}`;
  expect(await refusedUpgrade({ origin: 'http://evil.example' })).toBe(403);
  expect(await refusedUpgrade({ origin: 'http://127.0.0.1:1' })).toBe(403);
  expect(await refusedUpgrade({ origin: `http://localhost:${server.port}` })).toBe(403);
  expect(await refusedUpgrade({ origin: 'null' })).toBe(403);
  expect(await refusedUpgrade({})).toBe(403);
  expect(await refusedUpgrade({ origin, host: `evil.example:${server.port}` })).toBe(421);
  expect(await refusedUpgrade({ origin, host: `localhost:${server.port}` })).toBe(421);
  expect(await refusedUpgrade({ origin }, '/other')).toBe(404);
  expect(pageCounts).toEqual([]);
});

test.each([
  ['no JSON', '{"id":1,'],
  ['no object', '[]'],
  ['no number', '{"id":"1","name":"app/start","params":{}}'],
  ['a number below zero', '{"id":-1,"name":"app/start","params":{}}'],
  ['no name', '{"id":1,"params":{}}'],
  ['a name without end', JSON.stringify({ id: 1, name: 'a'.repeat(65), params: {} })],
])('a frame with %s closes that page and no other', async (_what, frame) => {
  const session = await signIn();
  const [bad, good] = await Promise.all([openPage(session), openPage(session)]);
  bad.socket.send(frame);
  expect((await once(bad.socket, 'close'))[0]).toBe(1008);
  good.socket.send('{"id":1,"name":"app/start","params":{}}');
  expect(await good.next()).toMatchObject({ id: 1 });
});

test('a binary frame closes the page', async () => {
  const page = await openPage(await signIn());
  page.socket.send(Buffer.from('{"id":1,"name":"app/start","params":{}}'));
  expect((await once(page.socket, 'close'))[0]).toBe(1008);
});

test('a frame that is too big closes the page before it is read', async () => {
  const page = await openPage(await signIn());
  const name = 'a'.repeat(webBridge.maxRequestBytes);
  page.socket.send(JSON.stringify({ id: 1, name, params: {} }));
  expect((await once(page.socket, 'close'))[0]).toBe(1009);
});

test('a page may not pile up requests without end', async () => {
  app.answer = () => new Promise(() => {});
  const page = await openPage(await signIn());
  for (let id = 0; id <= webBridge.maxPending; id++)
    page.socket.send(JSON.stringify({ id, name: 'app/start', params: {} }));
  expect((await once(page.socket, 'close'))[0]).toBe(1008);
});

test('a page that reads nothing is dropped, and the others go on', async () => {
  const session = await signIn();
  const [stuck, good] = await Promise.all([openPage(session), openPage(session)]);
  const dropped = new Promise<void>((resolve) => {
    onPages = (count) => (count === 1 ? resolve() : undefined);
  });
  stuck.socket.pause();
  const name = 'a'.repeat(1024 * 1024);
  let isDropped = false;
  void dropped.then(() => (isDropped = true));
  while (!isDropped) {
    app.push('settings/changed', { ...settings, name });
    // Each push is read by the other page before the next: only one of the two is slow.
    expect(await good.next()).toMatchObject({ pushes: [{ push: 'settings/changed' }] });
  }
  stuck.socket.terminate();
  expect(good.socket.readyState).toBe(WebSocket.OPEN);
});

test('a defect is reported and answered', async () => {
  const defect = new Error('broken');
  app.answer = () => Promise.reject(defect);
  const page = await openPage(await signIn());
  page.socket.send('{"id":1,"name":"app/start","params":{}}');
  expect(await page.next()).toEqual({ id: 1, answer: { ok: false, refusal: { code: 'defect' } } });
  expect(defects).toEqual([defect]);
});

test('pages are told that the app ends, and nothing is left listening', async () => {
  const page = await openPage(await signIn());
  const closed = once(page.socket, 'close');
  await server.close();
  expect((await closed)[0]).toBe(webBridge.endedCode);
  expect(app.listeners.size).toBe(0);
  await expect(get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a port in use is refused with the reason of the system', async () => {
  const again = WindowServer.start({
    app,
    clock,
    random: seededRandom(2),
    folder: join(folder, 'renderer'),
    port: server.port,
    pagesChanged: () => {},
    reportDefect: () => {},
  });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
