import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { PushName, Pushes } from '../../../src-shared/bridge/bridge.ts';
import { webBridge } from '../../../src-shared/bridge/web-frames.ts';
import type { Answer, Settings } from '../../../src-shared/bridge/requests.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { WindowApp } from '../running-app.ts';
import { WindowServer } from './window-server.ts';

type Listener = <N extends PushName>(name: N, push: Pushes[N]) => void;

/** Answers with what it was asked, and pushes what a test tells it to. */
class EchoApp implements WindowApp {
  readonly listeners = new Set<Listener>();
  answer = (name: string, params: unknown): Promise<Answer<unknown>> =>
    Promise.resolve({ ok: true, value: { name, params } });

  handle(name: string, params: unknown): Promise<Answer<unknown>> {
    return this.answer(name, params);
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
let onPages: (count: number) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oda-windows-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>Oda</title>');
  writeFileSync(join(folder, 'renderer/assets/index.js'), 'export {};');
  writeFileSync(join(folder, 'secret.js'), 'private');
  app = new EchoApp();
  const counts: number[] = [];
  pageCounts = counts;
  defects = [];
  onPages = () => {};
  const mine = app;
  server = await WindowServer.start({
    app,
    random: seededRandom(1),
    folder: join(folder, 'renderer'),
    port: 0,
    usedAddressPage: '<!doctype html><p>used</p>',
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

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

async function signIn(): Promise<string> {
  const reply = await get(pathOf(server.newAddress()));
  const [cookie] = reply.headers['set-cookie'] as string[];
  return cookie?.split(';')[0] ?? '';
}

type Page = { socket: WebSocket; frames: unknown[]; next(): Promise<unknown> };

async function openPage(headers: Record<string, string>): Promise<Page> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${webBridge.path}`, { headers });
  const frames: unknown[] = [];
  const waiting: ((frame: unknown) => void)[] = [];
  socket.on('message', (bytes: Buffer) => {
    const frame: unknown = JSON.parse(bytes.toString());
    const take = waiting.shift();
    if (take) take(frame);
    else frames.push(frame);
  });
  await once(socket, 'open');
  return {
    socket,
    frames,
    next: () =>
      frames.length > 0
        ? Promise.resolve(frames.shift())
        : new Promise((resolve) => waiting.push(resolve)),
  };
}

const own = (cookie: string): Record<string, string> => ({
  cookie,
  origin: `http://127.0.0.1:${server.port}`,
});

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

const settings: Settings = {
  name: 'Ali',
  language: 'tr',
  theme: 'dark',
  notifications: 'full',
  away: true,
  receipts: true,
  privateChats: 1,
};

test('the address opens the app once and leaves no token behind', async () => {
  const address = server.newAddress();
  const first = await get(pathOf(address));
  expect(first.status).toBe(303);
  expect(first.headers['location']).toBe('/');
  const cookie = String(first.headers['set-cookie']);
  expect(cookie).toContain(`oda-${server.port}=`);
  expect(cookie).toContain('HttpOnly');
  expect(cookie).toContain('SameSite=Strict');

  const start = await get('/', { cookie: cookie.split(';')[0] ?? '' });
  expect(start.status).toBe(200);
  expect(start.body).toContain('<title>Oda</title>');
  expect(start.headers['content-type']).toBe('text/html; charset=utf-8');
});

test('a used address says so, and still opens where the browser has the cookie', async () => {
  const address = server.newAddress();
  const first = await get(pathOf(address));
  const again = await get(pathOf(address));
  expect(again.status).toBe(403);
  expect(again.body).toContain('used');
  expect(again.headers['set-cookie']).toBeUndefined();

  const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
  expect((await get(pathOf(address), { cookie })).status).toBe(303);
});

test('a new address takes the place of one that nobody opened', async () => {
  const old = server.newAddress();
  const fresh = server.newAddress();
  expect((await get(pathOf(old))).status).toBe(403);
  expect((await get(pathOf(fresh))).status).toBe(303);
});

test('nothing is served without the cookie', async () => {
  for (const path of ['/', '/assets/index.js', '/nothing', '/?token=', '/?token=guess'])
    expect((await get(path)).status, path).toBe(403);
  const wrong = { cookie: `oda-${server.port}=guess; oda-1=x` };
  expect((await get('/assets/index.js', wrong)).status).toBe(403);
});

test('scripts come with their type and with a policy that allows nothing else', async () => {
  const reply = await get('/assets/index.js', { cookie: await signIn() });
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

test('another name in the Host header is refused, also with the cookie', async () => {
  const cookie = await signIn();
  for (const host of ['evil.example', `evil.example:${server.port}`, '127.0.0.1', '127.0.0.1:1'])
    expect((await get('/', { cookie, host })).status, host).toBe(421);
  expect((await get('/', { cookie, host: `localhost:${server.port}` })).status).toBe(200);
});

test('no path leads out of the folder', async () => {
  const cookie = await signIn();
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
    const reply = await get(path, { cookie });
    expect(reply.status, path).toBe(404);
    expect(reply.body, path).toBe('');
  }
});

test('a path is taken as it comes, not as a client would tidy it', async () => {
  const cookie = await signIn();
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    `GET /assets/../../secret.js HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
      `Cookie: ${cookie}\r\nConnection: close\r\n\r\n`,
  );
  let reply = '';
  socket.on('data', (bytes) => (reply += bytes.toString()));
  await once(socket, 'close');
  expect(reply).toMatch(/^HTTP\/1\.1 404 /);
  expect(reply).not.toContain('private');
});

test('only reading is answered', async () => {
  const cookie = await signIn();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    expect((await get('/', { cookie }, method)).status, method).toBe(405);
  const head = await get('/', { cookie }, 'HEAD');
  expect(head).toMatchObject({ status: 200, body: '' });
});

test('a page asks and is answered, each request by its own number', async () => {
  const page = await openPage(own(await signIn()));
  page.socket.send(JSON.stringify({ id: 7, name: 'app/start', params: { a: 1 } }));
  expect(await page.next()).toEqual({
    id: 7,
    answer: { ok: true, value: { name: 'app/start', params: { a: 1 } } },
  });
  page.socket.close();
});

test('every page hears what is pushed', async () => {
  const cookie = await signIn();
  const pages = await Promise.all([openPage(own(cookie)), openPage(own(cookie))]);
  app.push('settings/changed', settings);
  for (const page of pages)
    expect(await page.next()).toEqual({ push: 'settings/changed', value: settings });
  expect(pageCounts).toEqual([1, 2]);
});

test('the number of pages is told when one goes', async () => {
  const page = await openPage(own(await signIn()));
  const gone = new Promise<void>((resolve) => {
    onPages = (count) => (count === 0 ? resolve() : undefined);
  });
  page.socket.terminate();
  await gone;
  expect(pageCounts).toEqual([1, 0]);
});

test('a page of another origin, name or path gets no bridge', async () => {
  const cookie = await signIn();
  const origin = `http://127.0.0.1:${server.port}`;
  expect(await refusedUpgrade({ cookie, origin: 'http://evil.example' })).toBe(403);
  expect(await refusedUpgrade({ cookie, origin: 'http://127.0.0.1:1' })).toBe(403);
  expect(await refusedUpgrade({ cookie, origin: 'null' })).toBe(403);
  expect(await refusedUpgrade({ cookie })).toBe(403);
  expect(await refusedUpgrade({ cookie, origin, host: `evil.example:${server.port}` })).toBe(421);
  expect(await refusedUpgrade({ origin })).toBe(401);
  expect(await refusedUpgrade({ origin, cookie: `oda-${server.port}=guess` })).toBe(401);
  expect(await refusedUpgrade({ origin, cookie }, '/other')).toBe(404);
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
  const cookie = await signIn();
  const [bad, good] = await Promise.all([openPage(own(cookie)), openPage(own(cookie))]);
  bad.socket.send(frame);
  expect((await once(bad.socket, 'close'))[0]).toBe(1008);
  good.socket.send('{"id":1,"name":"app/start","params":{}}');
  expect(await good.next()).toMatchObject({ id: 1 });
});

test('a binary frame closes the page', async () => {
  const page = await openPage(own(await signIn()));
  page.socket.send(Buffer.from('{"id":1,"name":"app/start","params":{}}'));
  expect((await once(page.socket, 'close'))[0]).toBe(1008);
});

test('a frame that is too big closes the page before it is read', async () => {
  const page = await openPage(own(await signIn()));
  const name = 'a'.repeat(webBridge.maxRequestBytes);
  page.socket.send(JSON.stringify({ id: 1, name, params: {} }));
  expect((await once(page.socket, 'close'))[0]).toBe(1009);
});

test('a page may not pile up requests without end', async () => {
  app.answer = () => new Promise(() => {});
  const page = await openPage(own(await signIn()));
  for (let id = 0; id <= webBridge.maxPending; id++)
    page.socket.send(JSON.stringify({ id, name: 'app/start', params: {} }));
  expect((await once(page.socket, 'close'))[0]).toBe(1008);
});

test('a page that reads nothing is dropped, and the others go on', async () => {
  const cookie = await signIn();
  const [stuck, good] = await Promise.all([openPage(own(cookie)), openPage(own(cookie))]);
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
    expect(await good.next()).toMatchObject({ push: 'settings/changed' });
  }
  stuck.socket.terminate();
  expect(good.socket.readyState).toBe(WebSocket.OPEN);
});

test('a defect is reported and answered', async () => {
  const defect = new Error('broken');
  app.answer = () => Promise.reject(defect);
  const page = await openPage(own(await signIn()));
  page.socket.send('{"id":1,"name":"app/start","params":{}}');
  expect(await page.next()).toEqual({ id: 1, answer: { ok: false, code: 'defect' } });
  expect(defects).toEqual([defect]);
});

test('pages are told that the app ends, and nothing is left listening', async () => {
  const page = await openPage(own(await signIn()));
  const closed = once(page.socket, 'close');
  await server.close();
  expect((await closed)[0]).toBe(webBridge.endedCode);
  expect(app.listeners.size).toBe(0);
  await expect(get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a port in use is refused with the reason of the system', async () => {
  const again = WindowServer.start({
    app,
    random: seededRandom(2),
    folder: join(folder, 'renderer'),
    port: server.port,
    usedAddressPage: '',
    pagesChanged: () => {},
    reportDefect: () => {},
  });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
