/**
 * A room in a process of its own, so that its core is not shared with the load. Started by fork with
 * `memory` or the folder of a database; says where it listens, and its CPU time when asked.
 */
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateways } from '../src-main/gateways/create-gateways.ts';
import { createPasswordHasher } from '../src-main/server/password-hasher.ts';
import { startRoomServer } from '../src-main/server/room-server.ts';
import { boundNewObjects } from '../src-main/app/bound-new-objects.ts';
import { systemClock } from '../src-main/net/system-clock.ts';
import { systemRandom } from '../src-main/net/system-random.ts';
import { openStorage } from '../src-main/storage/worker/worker-client.ts';
import { followed } from '../src-main/storage/room/followed-log.ts';
import type { StoredRoom } from '../src-main/storage/room/followed-log.ts';
import { createStoredRoomInMemory } from '../src-main/storage/room/sqlite-room-store.ts';

import { makeRoomKey } from '../src-main/net/room-key.ts';
import { countBlockReads } from './count-block-reads.ts';
import { processUsage } from './process-usage.ts';
import type { RoomUsage } from './process-usage.ts';
import { listenTcp } from '../src-main/net/listen-tcp.ts';
import type { Transport } from '../src-main/net/transport.ts';
import type { AppendOutcome, NewRoom, RoomStore } from '../src-main/room/ports.ts';
import type { LogDraft } from '../src-main/room/system-entries.ts';
import type { ConversationId, Epoch, RoomId } from '../src-shared/protocol/ids.ts';

// A measurement may be broken off at any time, before this began too.
process.once('disconnect', () => process.exit(0));
if (!process.connected) process.exit(0);
boundNewObjects();

const room: NewRoom = {
  identity: {
    room: systemRandom.text(16) as RoomId,
    name: 'Bench',
    epoch: systemRandom.text(8) as Epoch,
  },
  key: await makeRoomKey(),
};

async function openStore(place: string): Promise<RoomStore> {
  if (place === 'memory') return followed(numberedOnly(createStoredRoomInMemory(room)));
  const workerUrl = new URL('../src-main/storage/worker/storage-worker.ts', import.meta.url);
  const storage = openStorage({ workerUrl });
  // One that was killed goes on.
  if (existsSync(join(place, 'room.db'))) return storage.openRoom({ folder: place });
  return storage.createRoom({ folder: place, ...room });
}

/** A log that numbers entries and keeps none: what a room costs without its database. */
function numberedOnly({ log, ...stored }: StoredRoom): StoredRoom {
  const lastSeqs = new Map<ConversationId, number>();
  let lastId = 0;
  const number = (draft: LogDraft): AppendOutcome => {
    const seq = (lastSeqs.get(draft.in) ?? 0) + 1;
    lastSeqs.set(draft.in, seq);
    return { is: 'stored', id: (lastId += 1), seq };
  };
  return {
    ...stored,
    log: {
      append: async (drafts) => drafts.map(number),
      readRecord: (query) => log.readRecord(query),
      lastWords: (topics, from) => log.lastWords(topics, from),
      readsFrom: (time) => log.readsFrom(time),
      readAfter: (after) => log.readAfter(after),
      expiring: (query) => log.expiring(query),
      countExpired: (query) => log.countExpired(query),
      snapshot: () => log.snapshot(),
      readHistory: (query) => log.readHistory(query),
      conversationsAfter: (query) => log.conversationsAfter(query),
    },
  };
}

const mostReadsOfABlock = countBlockReads();
const place = process.argv[2] ?? 'memory';
/** Made when a file comes. */
const inMemory = join(tmpdir(), `oda-bench-${process.pid}`);
process.once('exit', () => rmSync(inMemory, { recursive: true, force: true }));
const store = await openStore(place);
const server = await startRoomServer({
  store,
  port: 0,
  host: '127.0.0.1',
  clock: systemClock,
  random: systemRandom,
  passwords: createPasswordHasher(),
  gateways: createGateways(),
  filesFolder: join(place === 'memory' ? inMemory : place, 'files'),
  limits: {
    messageBurst: 1e9,
    messagesPerSecond: 1e9,
    sessionsPerRoom: 10_000,
  },
  reportDefect: (error) => console.error(error),
});

await server.changeOptions({
  files: { fileBytes: 2 ** 35, memberBytes: 2 ** 36, roomBytes: 2 ** 37, days: 0 },
});

/** Oda's own protocol without TLS, to compare with: no room that anybody runs has it. */
const bare = await listenTcp({
  port: 0,
  host: '127.0.0.1',
  onTransport: (arrived) => server.takeIn(withoutTls(arrived)),
});

/** A measurement that was broken off hears nothing any more. */
const tell = (message: object): void =>
  void process.send?.(message, undefined, undefined, () => {});

process.on('message', () => {
  tell({ ...processUsage(), mostReadsOfABlock: mostReadsOfABlock() } satisfies RoomUsage);
});
tell({ port: server.port, barePort: bare.port });

/** Who cannot go on inside TLS is taken for one who need not. */
function withoutTls(arrived: Transport): Transport {
  return {
    remote: arrived.remote,
    get queuedBytes() {
      return arrived.queuedBytes;
    },
    listen: (listener) => arrived.listen(listener),
    send: (bytes, urgency) => arrived.send(bytes, urgency),
    handOver: (bytes) => arrived.handOver(bytes),
    freeHeard: (chunk) => arrived.freeHeard(chunk),
    pause: () => arrived.pause(),
    resume: () => arrived.resume(),
    close: () => arrived.close(),
    destroy: () => arrived.destroy(),
  };
}
