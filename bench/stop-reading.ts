import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inProcess } from './in-process.ts';
import { LoadClient } from './load-client.ts';
import type { Figures, Measurement, Row } from './measurement.ts';
import type { MessageProcess } from './message-process.ts';
import { startRoom } from './room-under-load.ts';
import { percentile } from './statistics.ts';

/** `ODA_PEOPLE` sets how many there are. */
const people = Number(process.env['ODA_PEOPLE'] ?? 200);
const stopping = Math.round(people / 10);
const everyMs = 20;
const characters = 1500;
const seconds = 15;
const turns = 5;

/** Whether those who read feel that others do not. */
export const stopReading: Measurement = {
  name: 'stop-reading',
  title: `${people} members, ${1000 / everyMs} messages of ${characters} characters a second, on disk; ${stopping} of them stop reading for ${seconds} s, ${turns} times`,
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'oda-bench-'));
    try {
      return await measureIn(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function measureIn(folder: string): Promise<Row[]> {
  const room = await startRoom(folder);
  const args = [`${room.port}`, `${everyMs}`, `${characters}`];
  const talk = inProcess<MessageProcess>(new URL('./message-process.ts', import.meta.url), args);
  const members: LoadClient[] = [];
  const staying = setInterval(() => {
    for (const member of members) if (!member.isClosed) member.send('ping', {});
  }, 5000);
  while (members.length < people - 2)
    members.push(await LoadClient.enter(room.port, `member-${members.length}`));
  const slow = members.slice(0, stopping);
  const listen = async (): Promise<Figures> => {
    await talk.begin();
    await pause(seconds * 1000);
    const figures = await talk.end();
    const residentMb = Math.round((await room.usage()).residentBytes / 2 ** 20);
    return { ...figures, residentMb, slowStillIn: slow.filter(({ isClosed }) => !isClosed).length };
  };
  await listen();
  const phases: { reading: Figures[]; stopped: Figures[] } = { reading: [], stopped: [] };
  // By turns, because a computer is not as quick at all times.
  for (let turn = 0; turn < turns; turn += 1) {
    phases.reading.push(await listen());
    for (const member of slow) member.stopReading();
    phases.stopped.push(await listen());
    for (const member of slow) member.readOn();
  }
  clearInterval(staying);
  for (const member of members) member.destroy();
  await talk.stop();
  await room.stop();
  return [
    { what: 'all read', figures: middleOf(phases.reading) },
    { what: `${stopping} do not`, figures: middleOf(phases.stopped) },
  ];
}

/** Of each figure the one in the middle. */
function middleOf(phases: readonly Figures[]): Figures {
  const names = Object.keys(phases[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      percentile(
        phases.map((figures) => figures[name] ?? 0),
        0.5,
      ),
    ]),
  );
}
