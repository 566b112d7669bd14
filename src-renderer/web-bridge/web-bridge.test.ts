// @vitest-environment node
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import type { BridgeState } from '../../src-shared/bridge/bridge.ts';
import { usualSettings, type Settings } from '../../src-shared/bridge/app.ts';
import { webBridge, webRequest, type WebRequest } from '../../src-shared/bridge/web-frames.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { hashOf } from '../bridge/testing/memory-bridge.ts';
import { WebBridge } from './web-bridge.ts';

const settings: Settings = { ...usualSettings, name: 'Ali', language: 'tr', theme: 'dark' };

let server: WebSocketServer;
let clock: ManualClock;
let opened: WebSocket[];
/** What the app answers; the sockets of pages, newest last. */
let welcome: (socket: ServerSocket) => void;
let answer: (request: WebRequest, socket: ServerSocket) => void;
let pages: ServerSocket[];
/** What pages said first, and what their passes heard. */
let knocks: unknown[];
let kept: string[];
let turnedAway: number;

beforeEach(async () => {
  server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    maxPayload: webBridge.maxRequestBytes,
  });
  await once(server, 'listening');
  clock = new ManualClock();
  opened = [];
  pages = [];
  knocks = [];
  kept = [];
  turnedAway = 0;
  welcome = (socket) => socket.send('{"session":"s"}');
  answer = ({ id, name }, socket) =>
    socket.send(JSON.stringify({ id, answer: { ok: true, value: name } }));
  server.on('connection', (socket) => {
    pages.push(socket);
    socket.once('message', (first: Buffer) => {
      knocks.push(JSON.parse(first.toString()));
      welcome(socket);
      socket.on('message', (bytes: Buffer) =>
        answer(webRequest.parse(JSON.parse(bytes.toString())), socket),
      );
    });
  });
});

afterEach(async () => {
  for (const socket of opened) socket.close();
  for (const page of pages) page.terminate();
  await new Promise((resolve) => server.close(resolve));
});

function connect(port = (server.address() as AddressInfo).port): WebBridge {
  return new WebBridge({
    clock,
    pass: {
      secret: () => kept.at(-1) ?? 'token',
      keep: (session) => kept.push(session),
      turnedAway: () => (turnedAway += 1),
    },
    postFile: ({ file, secret }) =>
      Promise.resolve({ ok: true, value: { hash: hashOf(secret), size: 0, name: file.name } }),
    openSocket: () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/bridge`);
      opened.push(socket);
      return socket;
    },
  });
}

function until(bridge: WebBridge, wanted: BridgeState): Promise<void> {
  return new Promise((resolve) => {
    bridge.onState((state) => (state === wanted ? resolve() : undefined));
  });
}

test('a request gets its own answer, in whatever order they come', async () => {
  const bridge = connect();
  await until(bridge, 'open');
  const waiting: WebRequest[] = [];
  answer = (request, socket) => {
    waiting.push(request);
    if (waiting.length < 2) return;
    for (const { id, name, params } of waiting.toReversed())
      socket.send(JSON.stringify({ id, answer: { ok: true, value: { name, params } } }));
  };
  const [first, second] = await Promise.all([
    bridge.request('app/start', {}),
    bridge.request('settings/change', { theme: 'dark' }),
  ]);
  expect(first).toEqual({ ok: true, value: { name: 'app/start', params: {} } });
  expect(second).toEqual({
    ok: true,
    value: { name: 'settings/change', params: { theme: 'dark' } },
  });
});

test('what is too big for the app is refused here, and the connection goes on', async () => {
  const bridge = connect();
  await until(bridge, 'open');
  const refused = { ok: false, refusal: { code: 'bad-request' } };
  for (const text of ['x'.repeat(webBridge.maxRequestBytes), 'ş'.repeat(600_000)])
    expect(await bridge.request('draft/save', { text })).toEqual(refused);
  const most = { text: 'x'.repeat(webBridge.maxRequestBytes - 100) };
  expect(await bridge.request('draft/save', most)).toMatchObject({ ok: true });
  expect(opened).toHaveLength(1);
});

test('a refusal arrives as it was given', async () => {
  const bridge = connect();
  await until(bridge, 'open');
  const refusal = { ok: false, refusal: { code: 'port-in-use', subject: '12345' } };
  answer = ({ id }, socket) => socket.send(JSON.stringify({ id, answer: refusal }));
  expect(await bridge.request('app/start', {})).toEqual(refusal);
});

test('pushes reach who listens for them, until it stops', async () => {
  const bridge = connect();
  await until(bridge, 'open');
  const heard: Settings[] = [];
  const listener = (push: Settings): void => void heard.push(push);
  const stop = bridge.on('settings/changed', listener);
  const stopOther = bridge.on('settings/changed', listener);
  bridge.on('room/removed', () => heard.push({ ...settings, name: 'not for me' }));
  const push = JSON.stringify({ pushes: [{ push: 'settings/changed', value: settings }] });
  pages[0]?.send(push);
  await bridge.request('app/start', {});
  expect(heard).toEqual([settings, settings]);
  stop();
  pages[0]?.send(push);
  await bridge.request('app/start', {});
  expect(heard).toHaveLength(3);
  stopOther();
});

test('who fails to hear something keeps nobody from the rest', async () => {
  const bridge = connect();
  await until(bridge, 'open');
  const heard: string[] = [];
  bridge.on('settings/changed', ({ name }) => {
    heard.push(name);
    if (name === 'Ali') throw new Error('not heard');
  });
  const pushes = ['Ali', 'Veli'].map((name) => ({
    push: 'settings/changed',
    value: { ...settings, name },
  }));
  const failed = new Promise((resolve) => process.once('uncaughtException', resolve));
  pages[0]?.send(JSON.stringify({ pushes }));
  expect(await failed).toMatchObject({ message: 'not heard' });
  expect(heard).toEqual(['Ali', 'Veli']);
});

test('requests that wait are answered when the connection breaks', async () => {
  const bridge = connect();
  await until(bridge, 'open');
  answer = (_request, socket) => socket.terminate();
  const closed = { ok: false, refusal: { code: 'bridge-closed' } };
  expect(await bridge.request('app/start', {})).toEqual(closed);
  expect(await bridge.request('app/start', {})).toEqual(closed);
});

test('the page connects again after a hiccup, and its subscriptions live on', async () => {
  const bridge = connect();
  await until(bridge, 'open');
  const heard: Settings[] = [];
  bridge.on('settings/changed', (push) => heard.push(push));
  const broken = until(bridge, 'reconnecting');
  pages[0]?.terminate();
  await broken;
  clock.advance(100);
  await until(bridge, 'open');
  pages[1]?.send(JSON.stringify({ pushes: [{ push: 'settings/changed', value: settings }] }));
  expect(await bridge.request('app/start', {})).toEqual({ ok: true, value: 'app/start' });
  expect(heard).toEqual([settings]);
});

test('the page says its secret first, and comes back with what it got for it', async () => {
  const bridge = connect();
  expect(await bridge.request('app/start', {})).toEqual({
    ok: false,
    refusal: { code: 'bridge-closed' },
  });
  await until(bridge, 'open');
  const broken = until(bridge, 'reconnecting');
  pages[0]?.terminate();
  await broken;
  clock.advance(100);
  await until(bridge, 'open');
  expect(knocks).toEqual([{ secret: 'token' }, { secret: 's' }]);
  expect(kept).toEqual(['s', 's']);
});

test('a page that is turned away does not knock again', async () => {
  welcome = (socket) => socket.close(webBridge.turnedAwayCode);
  await until(connect(), 'ended');
  clock.advance(60_000);
  expect([opened.length, turnedAway, kept]).toEqual([1, 1, []]);
});

test('an app that ends is not waited for', async () => {
  const bridge = connect();
  await until(bridge, 'open');
  pages[0]?.close(webBridge.endedCode);
  await until(bridge, 'ended');
  clock.advance(60_000);
  expect(opened).toHaveLength(1);
  expect(await bridge.request('app/start', {})).toEqual({
    ok: false,
    refusal: { code: 'bridge-closed' },
  });
});

test('the page gives up after a bounded number of tries', async () => {
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const bridge = connect(port);
  let state: BridgeState = 'reconnecting';
  bridge.onState((now) => (state = now));
  for (let tries = 1; ; tries++) {
    const socket = opened.at(-1);
    if (socket?.readyState !== WebSocket.CLOSED)
      await once(socket as unknown as EventTarget, 'close');
    if ((state as BridgeState) === 'ended') break;
    expect(tries).toBeLessThan(20);
    clock.advance(5000);
  }
  expect(opened).toHaveLength(10);
  expect(clock.pendingTimers).toBe(0);
});

test('more requests than may wait are refused here', async () => {
  const bridge = connect();
  await until(bridge, 'open');
  answer = () => {};
  for (let count = 0; count < webBridge.maxPending; count++) void bridge.request('app/start', {});
  expect(await bridge.request('app/start', {})).toEqual({
    ok: false,
    refusal: { code: 'bridge-closed' },
  });
});

test('a file goes with the session that the page was given, and only while the bridge is open', async () => {
  const bridge = connect();
  const file = new File(['x'], 'a.txt');
  expect(await bridge.stage(file)).toMatchObject({ refusal: { code: 'bridge-closed' } });
  await until(bridge, 'open');
  expect(await bridge.stage(file)).toMatchObject({ value: { hash: hashOf('s'), name: 'a.txt' } });
});
