import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { brokenRequest, validRequest } from '../../../src-shared/bridge/testing/broken-requests.ts';
import { webBridge } from '../../../src-shared/bridge/web-frames.ts';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import { brokenInput } from '../../../src-shared/protocol/testing/mutate-bytes.ts';
import { askedApp, count, inherited, longestAnswer } from '../testing/asked-app.ts';
import { WindowServer } from './window-server.ts';

it(
  'what is sent to the browser shell harms nobody, cut and changed anywhere',
  { timeout: 120_000 },
  async () => {
    const { ali, known, alive } = await askedApp();
    const before = inherited();
    const open = await pagesOf(ali.app);
    const encoder = new TextEncoder();
    const seeds = fc
      .sample(validRequest(known), { numRuns: 200, seed: 2 })
      .map((request, id) => encoder.encode(JSON.stringify({ id, ...request })));
    let page = await open();
    const changed = fc.sample(brokenRequest(known), { numRuns: count, seed: 3 });
    const told = { done: 0, closed: 0 };
    for (let number = 0; number < count; number += 1) {
      const last = 1_000_000 + number;
      const isCut = number % 2 === 0;
      if (isCut) {
        // Whether it is answered nobody knows; what follows is.
        page.socket.send(brokenInput(seeds, number), { binary: false });
        page.socket.send(JSON.stringify({ id: last, name: 'app/start', params: {} }));
      } else page.socket.send(textOf({ ...(changed[number] as object), id: last }));
      for (const answer of await page.upTo(last)) {
        expect(answer.length).toBeLessThan(longestAnswer);
        expect(answer).not.toContain('"code":"defect"');
        if (!isCut && answer.includes('"ok":true')) told.done += 1;
      }
      if (page.socket.readyState === WebSocket.OPEN) continue;
      told.closed += 1;
      page = await open();
    }
    // Those that are still requests are answered, those that are none cost the page its connection.
    expect(told.done).toBeGreaterThan(count / 15);
    expect(told.closed).toBeGreaterThan(count / 10);
    expect(inherited()).toEqual(before);
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
        return frames.splice(0);
      },
    };
  };
}
