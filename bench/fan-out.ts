import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadClient, type Wire } from './load-client.ts';
import type { Figures, Measurement } from './measurement.ts';
import { startRoom, type RoomUnderLoad } from './room-under-load.ts';
import { round } from './statistics.ts';
import { text, writeWithoutEnd } from './write-without-end.ts';

const readers = 200;
const manyWriters = 10;
const seconds = 5;

const crowd = 1000;

/** A topic with a thousand people beside the room's own conversation, in one run. */
export const topicFanOut: Measurement = {
  name: 'topic',
  title: `A topic of ${crowd} members against everyone, ${manyWriters} of them writing ${text.length} characters`,
  async measure() {
    const all = await measureRoom('memory', { people: crowd });
    const topic = await measureRoom('memory', { people: crowd, topic: 'topic:bench00000000000' });
    const perCpu = 'deliveriesPerServerCpuSecond';
    const ratio = Number(topic[perCpu]) / Number(all[perCpu]);
    return [
      { what: 'everyone', figures: all },
      { what: 'a topic', figures: { ...topic, ofEveryonePerCpuSecond: round(ratio) } },
    ];
  },
};

/** Deliveries a second to 200 members of `everyone`, with and without a disk under the room. */
export const fanOut: Measurement = {
  name: 'fan-out',
  title: `One room, ${readers} members in everyone, ${manyWriters} of them writing ${text.length} characters`,
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

type Crowd = { wire?: Wire; people?: number; writers?: number; topic?: string };

/** Everybody is in `topic`, if there is one, and it is written there. */
export async function measureRoom(
  place: string,
  { wire = 'tls', people = readers, writers = manyWriters, topic }: Crowd = {},
): Promise<Figures> {
  const room = await startRoom(place);
  const members: LoadClient[] = [];
  // A room takes whoever is silent for gone; who writes is not.
  let writing = 0;
  const staying = setInterval(() => {
    for (const member of members.slice(writing)) member.send('ping', {});
  }, 5000);
  for (let i = 0; i < people; i += 1)
    members.push(
      await LoadClient.enter(wire === 'tls' ? room.port : room.barePort, `member-${i}`, wire),
    );
  if (topic !== undefined) await joinAll(members, topic);
  await settle(members);
  await untilIdle(room);
  writing = writers;
  const stop = members.slice(0, writers).map((member, i) => writeWithoutEnd(member, i, topic));
  await wait(1000);

  const quiet = members.slice(writers);
  const before = { entries: count(quiet), ...(await room.usage()), at: performance.now() };
  await wait(seconds * 1000);
  const after = { entries: count(quiet), ...(await room.usage()), at: performance.now() };
  for (const end of stop) end();
  clearInterval(staying);
  for (const member of members) member.destroy();
  await room.stop();

  // Writers get every message too, among acknowledgements: left uncounted.
  const deliveries = after.entries - before.entries;
  const cpuMs = after.cpuMs - before.cpuMs;
  return {
    deliveriesPerSecond: round(deliveries / ((after.at - before.at) / 1000)),
    messagesPerSecond: round(deliveries / quiet.length / ((after.at - before.at) / 1000)),
    serverCpuUsPerMessage: round((cpuMs * 1000 * quiet.length) / deliveries),
    serverCpuUsPerDelivery: round((cpuMs * 1000) / deliveries),
    deliveriesPerServerCpuSecond: round(deliveries / (cpuMs / 1000)),
    serverResidentMb: round(after.residentBytes / 2 ** 20),
  };
}

async function joinAll([maker, ...others]: readonly LoadClient[], topic: string): Promise<void> {
  await maker?.ask('make-topic', { in: topic, name: 'bench' });
  for (const other of others) {
    const answer = await other.ask('join-topic', { in: topic });
    if (!answer.startsWith('{"type":"ok"')) throw new Error(answer);
  }
}

/** Whatever coming in has told everybody is read. */
async function settle(members: readonly LoadClient[]): Promise<void> {
  await Promise.all(members.map((member) => member.ask('ping', {})));
  for (const member of members) member.onLine = undefined;
}

/** A large database is looked through in the background when it was opened. */
async function untilIdle(room: RoomUnderLoad): Promise<void> {
  for (;;) {
    const before = await room.usage();
    await wait(500);
    const after = await room.usage();
    if (after.cpuMs - before.cpuMs < 50) return;
  }
}

function count(members: readonly LoadClient[]): number {
  return members.reduce((sum, member) => sum + member.entries, 0);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
