import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadClient } from './load-client.ts';
import type { Figures, Measurement } from './measurement.ts';
import { startRoom } from './room-under-load.ts';
import { spread } from './statistics.ts';

const perSecond = 100;
const messages = 1000;

/** Time from sending to the acknowledgement and to the other member, on disk before both. */
export const delivery: Measurement = {
  name: 'delivery',
  title: `Two members over TCP, ${perSecond} messages a second, each on disk before it is acknowledged`,
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'oda-bench-'));
    try {
      return [{ what: 'SQLite, synchronous=FULL', figures: await measureTwo(folder) }];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function measureTwo(folder: string): Promise<Figures> {
  const room = await startRoom(folder);
  const figures = await talk(room.port, (sent) => sent === messages);
  await room.stop();
  return figures;
}

/** One member writes and another one reads until it is over; each message is to arrive. */
export async function talk(port: number, isOver: (sent: number) => boolean): Promise<Figures> {
  const writer = await LoadClient.enter(port, 'writer');
  const reader = await LoadClient.enter(port, 'reader');
  // What was said with the same one before is not said again.
  const run = Date.now().toString(36);
  const sentAt = new Map<number, number>();
  const acknowledgedMs: number[] = [];
  const deliveredMs: number[] = [];
  let refused = 0;
  writer.onLine = (line) => {
    // More than 20 at once are not taken, where the disk takes its time.
    if (line.startsWith('{"type":"fail"')) refused += 1;
    else note(line, /"rid":(\d+)/g, acknowledgedMs);
  };
  reader.onLine = (line) => note(line, /"text":"(\d+) /g, deliveredMs);

  function note(line: string, places: RegExp, samples: number[]): void {
    for (const [, rid] of line.matchAll(places)) {
      const at = sentAt.get(Number(rid));
      if (at !== undefined) samples.push(performance.now() - at);
    }
  }

  const start = performance.now();
  let sent = 0;
  for (; !isOver(sent); sent += 1) {
    await wait(start + (sent * 1000) / perSecond - performance.now());
    const rid = 1000 + sent;
    const cid = `bench-${run}-${rid}`;
    sentAt.set(rid, performance.now());
    const message = {
      type: 'send-message',
      rid,
      in: 'everyone',
      cid,
      text: `${rid} Merhaba, nasılsın?`,
    };
    writer.write(`${JSON.stringify(message)}\n`);
    // Whoever says nothing for 20 seconds is taken for gone.
    if (sent % (5 * perSecond) === 0) reader.send('ping', {});
  }
  const patience = performance.now() + 30_000;
  const isMissing = () => deliveredMs.length + refused < sent;
  while (isMissing() && performance.now() < patience) await wait(100);
  writer.destroy();
  reader.destroy();
  if (isMissing()) throw new Error(`${deliveredMs.length} of ${sent - refused} arrived`);
  const acknowledged = spread(acknowledgedMs);
  const delivered = spread(deliveredMs);
  return {
    acknowledgedP50Ms: acknowledged.p50,
    acknowledgedP99Ms: acknowledged.p99,
    deliveredP50Ms: delivered.p50,
    deliveredP99Ms: delivered.p99,
    refused,
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
