import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadClient } from './load-client.ts';
import type { Figures, Measurement } from './measurement.ts';
import type { RoomUnderLoad } from './room-under-load.ts';
import { startRoom } from './room-under-load.ts';
import { round, spread } from './statistics.ts';

const seconds = 8;

/** What members cost who ask for much more than they read, and what the others notice (W17). */
export const pages: Measurement = {
  name: 'pages',
  title: 'Eight members ask for 2,000 full pages of history each, in one write; another one pings',
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'oda-bench-'));
    try {
      return [{ what: 'on disk (SQLite, synchronous=FULL)', figures: await measureRoom(folder) }];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function measureRoom(folder: string): Promise<Figures> {
  const room = await startRoom(folder);
  const bystander = await LoadClient.enter(room.port, 'bystander');
  await fill(bystander);
  const askers = fork(new URL('./page-askers.ts', import.meta.url), [String(room.port)]);
  await once(askers, 'message');
  const quiet = spread(await pingFor(bystander, seconds));
  const before = await room.usage();

  askers.send('ask');
  const peak = watchMemory(room);
  const samples = await pingFor(bystander, seconds);
  const asked = spread(samples);
  const residentMb = (await peak()) - before.residentBytes;
  askers.disconnect();
  bystander.destroy();
  await room.stop();
  return {
    quietPingP50Ms: quiet.p50,
    quietPingP99Ms: quiet.p99,
    pingP50Ms: asked.p50,
    pingP99Ms: asked.p99,
    pingMaxMs: round(Math.max(...samples)),
    moreResidentMb: round(residentMb / 2 ** 20),
  };
}

/** More than a page of 256 KiB. */
async function fill(writer: LoadClient): Promise<void> {
  for (let i = 0; i < 60; i += 1) {
    const text = `${i} `.padEnd(8000, 'x');
    await writer.ask('send-message', { in: 'everyone', cid: `bench-page-${i + 1e8}`, text });
  }
}

/** Round trips of one ping after another, in milliseconds; one that is never answered counts until the end. */
async function pingFor(member: LoadClient, forSeconds: number): Promise<number[]> {
  const samples: number[] = [];
  const end = performance.now() + forSeconds * 1000;
  while (performance.now() < end) {
    const start = performance.now();
    await Promise.race([member.ask('ping', {}), wait(end - start)]);
    samples.push(performance.now() - start);
    await wait(5);
  }
  return samples;
}

/** Returns what ends the watching and says the most bytes that were resident. */
function watchMemory(room: RoomUnderLoad): () => Promise<number> {
  let isRunning = true;
  let most = 0;
  const watching = (async () => {
    while (isRunning) {
      most = Math.max(most, (await room.usage()).residentBytes);
      await wait(20);
    }
  })();
  return async () => {
    isRunning = false;
    await watching;
    return most;
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
