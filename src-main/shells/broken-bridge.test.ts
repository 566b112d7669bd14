import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Known } from '../../src-shared/bridge/testing/broken-requests.ts';
import { brokenRequest, validRequest } from '../../src-shared/bridge/testing/broken-requests.ts';
import { webBridge } from '../../src-shared/bridge/web-frames.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../src-shared/outside/random.ts';
import { brokenInput } from '../../src-shared/protocol/testing/mutate-bytes.ts';
import { twoPeople } from '../app/testing/two-people.ts';
import { WindowServer } from './browser/window-server.ts';
import { admitRequest } from './electron/ipc-guard.ts';

/** By number, so that each is the same every time: what was found once stays found. */
const count = 600;
/** A thousand lines of the log are the longest there is. */
const longestAnswer = 512 * 1024;

const ownPage = { url: 'oda-app://oda/index.html', isMainFrame: true };
const prototypes = [Object, Array, Function, Map, Set, String, Number, Promise];
const shapes = () =>
  prototypes.map(({ prototype }) => Reflect.ownKeys(prototype as object).map(String));

/** Two people in a room, of whom one is asked by what is no window, with all that there is to name. */
async function asked() {
  const { ali, veli, room, direct } = await twoPeople();
  const account = await ali.accountOf(room, 'veli');
  await veli.say(room, 'selam');
  await ali.until(async () => (await ali.texts(room)).length === 1);
  const group = await ali.ask('group/make', { room, name: 'Group', members: [account] });
  const made = await ali.ask('host/make-invite', { room, role: 'member' });
  const known: Known = {
    room: [room, room, room, 'another000000000'],
    in: ['everyone', direct, group.in],
    from: [account],
    account: [account],
    members: [account],
    group: ['g'.repeat(16)],
    private: ['p'.repeat(16)],
    cid: ['c'.repeat(16)],
    link: [made.link, 'oda://join/AAAA'],
    invite: [made.invites[0]?.invite, 'i'.repeat(43)],
    pin: [undefined, 'p'.repeat(43)],
    // Nobody listens there.
    address: ['127.0.0.1:1'],
    name: ['ali', 'Ayşe', 'ali\u202e'],
    roomName: ['Lab'],
    text: ['selam', 'el', '*"', '/users', '@veli x', 's'.repeat(9000)],
    note: ['kept'],
    password: ['a long enough password', ''],
    current: ['a long enough password'],
    port: [0],
    limit: [1, 50, 500],
    seq: [1],
  };
  /** Rooms are left and closed among the rest. */
  const alive = async () => {
    const start = await ali.ask('app/start', {});
    expect(start.version).toBe('0.0.0');
    const fresh = await ali.host('ali');
    await ali.say(fresh.room, 'still here');
    await ali.until(async () => (await ali.texts(fresh.room)).includes('still here'));
  };
  return { ali, known, alive };
}

it(
  'what the Electron shell is sent over IPC harms nobody, and pollutes nothing',
  { timeout: 120_000 },
  async () => {
    const { ali, known, alive } = await asked();
    const before = shapes();
    let done = 0;
    const messages = fc.sample(brokenRequest(known), { numRuns: count, seed: 1 });
    for (const message of messages) {
      const request = admitRequest(ownPage, structuredClone(message));
      if (!request) continue;
      const answer = await ali.app.handle(request.name, request.params);
      expect(JSON.stringify(answer).length).toBeLessThan(longestAnswer);
      expect(answer).not.toMatchObject({ refusal: { code: 'defect' } });
      if (answer.ok) done += 1;
    }
    // Not all of them end at the gate.
    expect(done).toBeGreaterThan(count / 10);
    expect(shapes()).toEqual(before);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    await alive();
  },
);

it(
  'what is sent to the browser shell harms nobody, cut and changed anywhere',
  { timeout: 120_000 },
  async () => {
    const { ali, known, alive } = await asked();
    const before = shapes();
    const open = await pagesOf(ali.app);
    const encoder = new TextEncoder();
    const seeds = fc
      .sample(validRequest(known), { numRuns: 200, seed: 2 })
      .map((request, id) => encoder.encode(JSON.stringify({ id, ...request })));
    let page = await open();
    const changed = fc
      .sample(brokenRequest(known), { numRuns: count, seed: 3 })
      .map((message) => textOf({ id: 1, ...(message as object) }));
    const told = { done: 0, closed: 0 };
    for (let number = 0; number < count; number += 1) {
      const frame = number % 2 === 0 ? brokenInput(seeds, number) : changed[number >> 1];
      page.socket.send(frame ?? '', { binary: false });
      const last = 1_000_000 + number;
      page.socket.send(JSON.stringify({ id: last, name: 'app/start', params: {} }));
      for (const frame of await page.upTo(last)) {
        expect(frame.length).toBeLessThan(longestAnswer);
        expect(frame).not.toContain('"code":"defect"');
        if (frame.includes('"ok":true')) told.done += 1;
      }
      if (page.socket.readyState === WebSocket.OPEN) continue;
      told.closed += 1;
      page = await open();
    }
    // Those that are still requests are answered, those that are none cost the page its connection.
    expect(told.done).toBeGreaterThan(count / 10);
    expect(told.closed).toBeGreaterThan(count / 10);
    expect(shapes()).toEqual(before);
    await alive();
  },
);

/** As far as a page could send it. */
function textOf(message: object): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

/** Opens pages of the browser shell over this app, one after another. */
async function pagesOf(app: Parameters<typeof WindowServer.start>[0]['app']) {
  const folder = mkdtempSync(join(tmpdir(), 'oda-bridge-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '');
  const defects: unknown[] = [];
  const server = await WindowServer.start({
    app,
    clock: new ManualClock(),
    random: seededRandom(1),
    folder,
    port: 0,
    pagesChanged: () => undefined,
    reportDefect: (error) => defects.push(error),
  });
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
    expect(defects).toEqual([]);
  });
  let secret = new URL(server.newAddress()).hash.slice(webBridge.tokenMark.length);
  return async () => {
    const origin = `http://127.0.0.1:${server.port}`;
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${webBridge.path}`, {
      headers: { origin },
    });
    socket.on('error', () => undefined);
    const frames: string[] = [];
    socket.on('message', (bytes: Buffer) => void frames.push(bytes.toString()));
    await once(socket, 'open');
    socket.send(JSON.stringify({ secret }));
    await once(socket, 'message');
    ({ session: secret } = JSON.parse(frames.shift() ?? '') as { session: string });
    return {
      socket,
      /** What has come up to the answer to this one, or to the end. */
      upTo: async (id: number) => {
        const closed = once(socket, 'close');
        const isLast = (frame: string) => frame.startsWith(`{"id":${id},`);
        while (!frames.some(isLast) && socket.readyState === WebSocket.OPEN)
          await Promise.race([once(socket, 'message'), closed]);
        return frames.splice(0).filter((frame) => !isLast(frame));
      },
    };
  };
}
