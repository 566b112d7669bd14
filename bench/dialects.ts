import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadClient } from './load-client.ts';
import type { Figures, Measurement } from './measurement.ts';
import { PlainLoadClient } from './plain-load-client.ts';
import { startRoom } from './room-under-load.ts';
import type { RoomUnderLoad } from './room-under-load.ts';
import { round, spread } from './statistics.ts';
import { writeWithoutEnd } from './write-without-end.ts';

const perDialect = 100;
const writers = 3;
const seconds = 5;
const perSecond = 50;
const latencySeconds = 10;
/** Readers of each dialect whose deliveries are timed. */
const timed = 5;

/** 100 programs of plain lines, 100 of bare JSON and 100 of Oda's own protocol in one room on disk. */
export const dialects: Measurement = {
  name: 'dialects',
  title: `One room on disk with ${perDialect} plain-line, ${perDialect} JSON and ${perDialect} Oda clients`,
  async measure() {
    return [
      { what: 'all read', figures: await measureRoom({ hasSlow: false }) },
      {
        what: 'one plain-line client reads nothing',
        figures: await measureRoom({ hasSlow: true }),
      },
      // What differs between this and the first is the machine's noise.
      { what: 'all read, once more', figures: await measureRoom({ hasSlow: false }) },
    ];
  },
};

type Crowd = { oda: LoadClient[]; lines: PlainLoadClient[]; json: PlainLoadClient[] };

async function measureRoom({ hasSlow }: { hasSlow: boolean }): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'oda-bench-'));
  const room = await startRoom(folder);
  const crowd = await gather(room);
  const slow = hasSlow ? await PlainLoadClient.enter(room.port, 'slow', 'lines') : undefined;
  slow?.pause();
  try {
    const latency = await measureLatency(crowd);
    return { ...latency, ...(await measureFlood(room, crowd)) };
  } finally {
    slow?.destroy();
    for (const member of [...crowd.oda, ...crowd.lines, ...crowd.json]) member.destroy();
    await room.stop();
    await rm(folder, { recursive: true });
  }
}

async function gather({ port }: RoomUnderLoad): Promise<Crowd> {
  const crowd: Crowd = { oda: [], lines: [], json: [] };
  for (let i = 0; i < perDialect; i += 1) {
    crowd.oda.push(await LoadClient.enter(port, `oda-${i}`));
    crowd.lines.push(await PlainLoadClient.enter(port, `lines-${i}`, 'lines'));
    crowd.json.push(await PlainLoadClient.enter(port, `json-${i}`, 'json'));
  }
  return crowd;
}

/** From an Oda client's sending to some of each dialect having it, on disk before. */
async function measureLatency(crowd: Crowd): Promise<Figures> {
  const sentAt = new Map<number, number>();
  const samples = { oda: [] as number[], lines: [] as number[], json: [] as number[] };
  const noteIn = (own: number[]) => (text: string) => {
    for (const [, number] of text.matchAll(/message-(\d+)-/g)) {
      const at = sentAt.get(Number(number));
      if (at !== undefined) own.push(performance.now() - at);
    }
  };
  for (const reader of crowd.oda.slice(1, 1 + timed)) reader.onLine = noteIn(samples.oda);
  for (const reader of crowd.lines.slice(0, timed)) reader.onText = noteIn(samples.lines);
  for (const reader of crowd.json.slice(0, timed)) reader.onText = noteIn(samples.json);
  const [writer] = crowd.oda;
  const start = performance.now();
  for (let i = 0; i < perSecond * latencySeconds; i += 1) {
    await wait(start + (i * 1000) / perSecond - performance.now());
    sentAt.set(i, performance.now());
    const text = `message-${i}- Merhaba, nasılsın?`;
    writer?.send('send-message', { in: 'everyone', cid: `bench-latency-${i}-0000`, text });
  }
  await wait(500);
  for (const reader of crowd.oda.slice(1, 1 + timed)) reader.onLine = undefined;
  for (const reader of [...crowd.lines, ...crowd.json]) reader.onText = undefined;
  const [oda, lines, json] = [spread(samples.oda), spread(samples.lines), spread(samples.json)];
  return {
    odaP50Ms: oda.p50,
    odaP99Ms: oda.p99,
    linesP50Ms: lines.p50,
    linesP99Ms: lines.p99,
    jsonP50Ms: json.p50,
    jsonP99Ms: json.p99,
  };
}

/** Some Oda clients write as fast as they are acknowledged. */
async function measureFlood(room: RoomUnderLoad, crowd: Crowd): Promise<Figures> {
  const stop = crowd.oda.slice(0, writers).map((member, i) => writeWithoutEnd(member, i));
  await wait(1000);
  const quiet = { ...crowd, oda: crowd.oda.slice(writers) };
  const before = { count: count(quiet), ...(await room.usage()), at: performance.now() };
  await wait(seconds * 1000);
  const after = { count: count(quiet), ...(await room.usage()), at: performance.now() };
  for (const end of stop) end();
  const deliveries = after.count - before.count;
  return {
    deliveriesPerSecond: round(deliveries / ((after.at - before.at) / 1000)),
    deliveriesPerServerCpuSecond: round(deliveries / ((after.cpuMs - before.cpuMs) / 1000)),
    serverResidentMb: round(after.residentBytes / 2 ** 20),
  };
}

function count({ oda, lines, json }: Crowd): number {
  const plain = [...lines, ...json].reduce((sum, client) => sum + client.messages, 0);
  return oda.reduce((sum, client) => sum + client.entries, plain);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
