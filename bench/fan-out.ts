import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadClient, type Wire } from './load-client.ts';
import type { Figures, Measurement } from './measurement.ts';
import { startRoom } from './room-under-load.ts';
import { round } from './statistics.ts';
import { text, writeWithoutEnd } from './write-without-end.ts';

const readers = 200;
const writers = 10;
const seconds = 5;

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

export async function measureRoom(place: string, wire: Wire = 'tls'): Promise<Figures> {
  const room = await startRoom(place);
  const members: LoadClient[] = [];
  for (let i = 0; i < readers; i += 1)
    members.push(
      await LoadClient.enter(wire === 'tls' ? room.port : room.barePort, `member-${i}`, wire),
    );
  const stop = members.slice(0, writers).map((member, i) => writeWithoutEnd(member, i));
  await wait(1000);

  const quiet = members.slice(writers);
  const before = { entries: count(quiet), ...(await room.usage()), at: performance.now() };
  await wait(seconds * 1000);
  const after = { entries: count(quiet), ...(await room.usage()), at: performance.now() };
  for (const end of stop) end();
  for (const member of members) member.destroy();
  await room.stop();

  // Writers get every message too, among acknowledgements: left uncounted.
  const deliveries = after.entries - before.entries;
  return {
    deliveriesPerSecond: round(deliveries / ((after.at - before.at) / 1000)),
    messagesPerSecond: round(deliveries / quiet.length / ((after.at - before.at) / 1000)),
    deliveriesPerServerCpuSecond: round(deliveries / ((after.cpuMs - before.cpuMs) / 1000)),
    serverResidentMb: round(after.residentBytes / 2 ** 20),
  };
}

function count(members: readonly LoadClient[]): number {
  return members.reduce((sum, member) => sum + member.entries, 0);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
