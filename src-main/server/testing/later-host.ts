import { join } from 'node:path';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { createRoomStore, openRoomStore } from '../../storage/room/testing/room-stores.ts';
import { newRoom } from '../../storage/room/testing/room-samples.ts';
import { startRoomServer } from '../room-server.ts';
import { WirePeer } from './wire-peer.ts';

/**
 * Run as a process of its own: `later-host.ts FOLDER FIRST [all]`. Hosts a room in which messages with numbers from FIRST
 * on are sent later; every second one is cancelled in the moment its time comes. A line says what was answered. With
 * `all` it sends nothing new, and ends when nothing waits any more.
 */
const [folder = '', first = '0', all] = process.argv.slice(2);
const start = Number(first);
const store = start === 0 ? createRoomStore({ folder, ...newRoom }) : openRoomStore({ folder });
// Each start is later than all before it.
const clock = new ManualClock(1_750_000_000_000 + start * 60_000);
const server = await startRoomServer({
  store,
  port: 0,
  host: '127.0.0.1',
  clock,
  random: seededRandom(start),
  filesFolder: join(folder, 'files'),
  passwords: { hash: async () => '', verify: async () => false },
  reportDefect: (error) => {
    throw error;
  },
  limits: { messageBurst: 1_000_000 },
});
const ali = new WirePeer(server.connectLocally());
await ali.enter('ali');
const say = (what: object): boolean => process.stdout.write(`${JSON.stringify(what)}\n`);
const cidOf = (number: number): string => `later${String(number).padStart(12, '0')}`;

async function dueNow(): Promise<void> {
  clock.advance(1000);
  await ali.ask('ping');
}

if (all) {
  for (;;) {
    await dueNow();
    const { messages } = await ali.ask('list-later');
    if ((messages as unknown[]).length === 0) break;
  }
  await server.stop();
  await store.file.close();
  say({ is: 'done' });
} else {
  for (let number = start; ; number += 1) {
    const cid = cidOf(number);
    const at = clock.wallMs() + 500;
    const saved = await ali.ask('send-later', { in: everyone, cid, text: `${number}`, at });
    say({ is: saved.type === 'ok' ? 'saved' : saved['code'], number });
    const isCancelled = number % 2 === 1;
    const due = dueNow();
    if (isCancelled) {
      // From turn to turn another step of what its time has set going is cut in on.
      for (let turn = 0; turn < number % 7; turn += 1) await new Promise(setImmediate);
      const answer = await ali.ask('cancel-later', { cid });
      say({ is: answer.type === 'ok' ? 'cancelled' : 'late', number });
    }
    await due;
  }
}
