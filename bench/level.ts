import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRoomKey } from '../src-main/net/room-key.ts';
import { everyone } from '../src-shared/protocol/ids.ts';
import type { AccountId, Cid, Epoch, RoomId } from '../src-shared/protocol/ids.ts';
import { measureRoom } from './fan-out.ts';
import { openBenchStorage } from './long-history.ts';
import type { Measurement, Row } from './measurement.ts';
import { text } from './write-without-end.ts';

const crowds = [10, 30, 100, 300, 1000];
/** `ODA_LEVEL_MESSAGES` sets how far it goes. */
const most = Number(process.env['ODA_LEVEL_MESSAGES'] ?? 1_000_000);
const sizes = [0, 1000, 10_000, 100_000, 1_000_000, 10_000_000].filter((size) => size <= most);
const readersOfLong = 10;
const batch = 1000;

/** Whether what one message, or one delivery, costs grows with the room. */
export const level: Measurement = {
  name: 'level',
  title: `What a delivery costs with ${crowds.join(', ')} members, and with ${readersOfLong} members after up to ${most.toLocaleString('en')} messages; one of them writes ${text.length} characters`,
  async measure() {
    const rows: Row[] = [];
    for (const people of crowds) {
      const what = `${people} members`;
      rows.push({ what, figures: await inFolder((place) => measureOne(place, people)) });
    }
    await inFolder(async (place) => {
      let there = 0;
      for (const size of sizes) {
        await fill(place, there, size);
        there = Math.max(there, size);
        const what = `after ${size.toLocaleString('en')} messages`;
        rows.push({ what, figures: await measureOne(place, readersOfLong) });
      }
    });
    return rows;
  },
};

function measureOne(place: string, people: number) {
  return measureRoom(place, { people, writers: 1 });
}

async function inFolder<T>(work: (place: string) => Promise<T>): Promise<T> {
  const place = await mkdtemp(join(tmpdir(), 'oda-bench-'));
  try {
    return await work(place);
  } finally {
    await rm(place, { recursive: true });
  }
}

/** Stored as the room stores them, before it runs. */
async function fill(folder: string, from: number, to: number): Promise<void> {
  const storage = openBenchStorage();
  const room =
    from === 0 && to === 0
      ? await storage.createRoom({ folder, ...(await newRoom()) })
      : await storage.openRoom({ folder });
  for (let first = from; first < to; first += batch) {
    const drafts = Array.from({ length: Math.min(batch, to - first) }, (_, place) => ({
      type: 'message' as const,
      in: everyone,
      at: 1_700_000_000_000 + first + place,
      from: 'account-00' as AccountId,
      cid: `level-${String(first + place).padStart(16, '0')}` as Cid,
      text,
    }));
    await room.log.append(drafts);
  }
  await storage.close();
}

async function newRoom() {
  const identity = {
    room: 'bench-room-bench' as RoomId,
    name: 'Bench',
    epoch: 'epoch-01' as Epoch,
  };
  return { identity, key: await makeRoomKey() };
}
