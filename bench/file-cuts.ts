import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFolder } from '../src-main/files/file-folder.ts';
import type { OpenFile } from '../src-main/files/file-folder.ts';
import { countBlocks } from '../src-main/files/file-blocks.ts';
import { limits } from '../src-shared/protocol/limits.ts';
import type { FileHash, SentFile } from '../src-shared/protocol/files.ts';
import { FileMember } from './file-member.ts';
import { stageFile } from './stage-file.ts';
import type { Measurement } from './measurement.ts';
import { startRoom } from './room-under-load.ts';
import type { RoomUnderLoad } from './room-under-load.ts';
import { round } from './statistics.ts';

/** Of GiB; the disk has to hold it four times. */
const size = Number(process.env['ODA_FILE_GIB'] ?? 1) * 1024 ** 3;
const cuts = 20;
/** With what TLS adds to each 16 KiB. */
const blockOnWireBytes = limits.fileBlockBytes * (1 + 22 / 16_384);

/** A large file whose connection is cut again and again, with each end killed once and one bit turned on the room's disk. */
export const fileCuts: Measurement = {
  name: 'file-cuts',
  title: `A file of ${size / 1024 ** 3} GiB through ${cuts} cuts, both ends killed once, one bit turned`,
  async measure() {
    const place = await mkdtemp(join(tmpdir(), 'oda-bench-'));
    const folder = join(place, 'room');
    await mkdir(folder);
    let room: RoomUnderLoad = await startRoom(folder);
    const proxy = await CuttingProxy.start(() => room.port);
    const given = new CountingFolder(join(place, 'ali'));
    const enter = () => FileMember.enter(room.port, 'ali', { folder: given, filePort: proxy.port });
    try {
      let ali = await enter();
      const file = await stageFile(given, { name: 'large', size });
      let bringing = settled(ali.bring(file));
      const begun = performance.now();
      for (let cut = 1; cut <= cuts; cut += 1) {
        await until(() => given.reads >= (countBlocks(size) * cut) / (cuts + 4));
        proxy.cut();
        if (cut === cuts / 2) {
          // The room first, and a bit of what it holds; then the member.
          await room.kill();
          await turnOneBit(join(folder, 'files'), file);
          room = await startRoom(folder);
          ali.leave();
          ali = await enter();
          bringing = settled(ali.bring(file));
        }
      }
      const failure = await bringing;
      if (failure !== undefined) throw new Error(failure);
      const seconds = (performance.now() - begun) / 1000;
      const bytesUp = proxy.bytesUp;
      const veli = await FileMember.enter(room.port, 'veli', {
        folder: new FileFolder(join(place, 'veli')),
      });
      const seq = await ali.send([file]);
      // Every block of it is checked as it comes, and the whole by the list.
      await veli.fetch(file, seq);
      const isThere = await veli.folder.has(file);
      const usage = await room.usage();
      ali.leave();
      veli.leave();
      return [
        {
          what: 'to the room',
          figures: {
            blocks: countBlocks(size),
            blocksSentAgain: round(bytesUp / blockOnWireBytes - countBlocks(size)),
            arrivedWhole: Number(isThere),
            seconds: round(seconds),
            roomResidentMb: round(usage.residentBytes / 2 ** 20),
            memberResidentMb: round(process.memoryUsage.rss() / 2 ** 20),
          },
        },
      ];
    } finally {
      proxy.stop();
      await room.stop();
      await rm(place, { recursive: true });
    }
  },
};

/** Counts the blocks that were asked for. */
class CountingFolder extends FileFolder {
  reads = 0;

  override async source(hash: FileHash): Promise<OpenFile> {
    const source = await super.source(hash);
    return {
      size: source.size,
      blocks: () => source.blocks(),
      read: (at) => {
        this.reads += 1;
        return source.read(at);
      },
      close: () => source.close(),
    };
  }
}

/** Passes everything on, until it is told to break all connections. */
class CuttingProxy {
  readonly port: number;
  readonly #server: ReturnType<typeof createServer>;
  readonly #sockets = new Set<Socket>();
  /** What the member has sent, as far as it has come here. */
  bytesUp = 0;

  private constructor(server: ReturnType<typeof createServer>, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async start(to: () => number): Promise<CuttingProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new CuttingProxy(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => {
      const far = connect(to(), '127.0.0.1');
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        proxy.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          proxy.#sockets.delete(socket);
          other.destroy();
        });
        if (socket === near) socket.on('data', (chunk: Buffer) => (proxy.bytesUp += chunk.length));
        socket.pipe(other);
      }
    });
    return proxy;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  stop(): void {
    this.cut();
    this.#server.close();
  }
}

async function turnOneBit(folder: string, { hash }: SentFile): Promise<void> {
  const path = readdirSync(folder, { recursive: true })
    .map(String)
    .find((name) => name.includes(hash) && name.endsWith('.part'));
  if (path === undefined) throw new Error('Nothing was kept');
  const handle = await open(join(folder, path), 'r+');
  const at = 3 * limits.fileBlockBytes + 12_345;
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 1;
  await handle.write(byte, 0, 1, at);
  await handle.close();
}

/** Why it was not done. */
function settled(work: Promise<void>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => String(error),
  );
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
