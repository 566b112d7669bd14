import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadClient } from './load-client.ts';
import type { Figures, Measurement } from './measurement.ts';
import { startRoom } from './room-under-load.ts';
import { round } from './statistics.ts';

const readers = 200;
const writers = 10;
const inFlight = 20;
const seconds = 5;
/** 60 characters, the length that other chat servers were measured with. */
const text = 'Sixty characters of text, as the others were measured with. ';

/** Deliveries a second to 200 members of `everyone`, with and without a disk under the room. */
export const fanOut: Measurement = {
  name: 'fan-out',
  title: `One room, ${readers} members in everyone, ${writers} of them writing ${text.length} characters`,
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'oda-bench-'));
    try {
      return [
        { what: 'without disk', figures: await measureRoom('memory') },
        { what: 'on disk (SQLite, synchronous=FULL)', figures: await measureRoom(folder) },
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function measureRoom(place: string): Promise<Figures> {
  const room = await startRoom(place);
  const members: LoadClient[] = [];
  for (let i = 0; i < readers; i += 1)
    members.push(await LoadClient.enter(room.port, `member-${i}`));
  const stop = members.slice(0, writers).map((member, i) => writeWithoutEnd(member, i));
  await wait(1000);

  const quiet = members.slice(writers);
  const before = { lines: count(quiet), ...(await room.usage()), at: performance.now() };
  await wait(seconds * 1000);
  const after = { lines: count(quiet), ...(await room.usage()), at: performance.now() };
  for (const end of stop) end();
  for (const member of members) member.destroy();
  await room.stop();

  // Writers get every message too, but their lines are mixed with acknowledgements: left uncounted.
  const deliveries = after.lines - before.lines;
  return {
    deliveriesPerSecond: round(deliveries / ((after.at - before.at) / 1000)),
    messagesPerSecond: round(deliveries / quiet.length / ((after.at - before.at) / 1000)),
    deliveriesPerServerCpuSecond: round(deliveries / ((after.cpuMs - before.cpuMs) / 1000)),
    serverResidentMb: round(after.residentBytes / 2 ** 20),
  };
}

/** Keeps `inFlight` messages unacknowledged, in the batches in which acknowledgements come back. */
function writeWithoutEnd(member: LoadClient, place: number): () => void {
  let sent = 0;
  let isRunning = true;
  let owed = 0;
  const line = (): string => {
    sent += 1;
    const cid = `bench-${place}-${String(sent).padStart(10, '0')}`;
    return `${JSON.stringify({ type: 'send-message', rid: sent, in: 'everyone', cid, text })}\n`;
  };
  member.onLine = (received) => {
    if (received.startsWith('{"type":"fail"')) throw new Error(received);
    if (!received.startsWith('{"type":"ok"')) return;
    owed += 1;
    if (owed > 1) return;
    setImmediate(() => {
      const batch = owed;
      owed = 0;
      if (isRunning) member.write(Array.from({ length: batch }, line).join(''));
    });
  };
  member.write(Array.from({ length: inFlight }, line).join(''));
  return () => {
    isRunning = false;
  };
}

function count(members: readonly LoadClient[]): number {
  return members.reduce((sum, member) => sum + member.lines, 0);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
