import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SentFile } from '../src-shared/protocol/files.ts';
import { FileFolder } from '../src-main/files/file-folder.ts';
import { FileMember } from './file-member.ts';
import { LoadClient } from './load-client.ts';
import type { Figures, Measurement } from './measurement.ts';
import { startRoom } from './room-under-load.ts';
import type { RoomUnderLoad } from './room-under-load.ts';
import { percentile, round } from './statistics.ts';

const large = 1024 ** 3;
const small = 10_000;
const smallFiles = 1000;
const filesPerMessage = 100;
const messages = 300;
const messageEveryMs = 10;

/** One large file to the room and back, many small ones, and what of it messages feel. */
export const files: Measurement = {
  name: 'files',
  title: `A file of 1 GiB over TLS, checked block by block and on disk; ${smallFiles} of ${small} bytes`,
  async measure() {
    const place = await mkdtemp(join(tmpdir(), 'oda-bench-'));
    await mkdir(join(place, 'room'));
    const room = await startRoom(join(place, 'room'));
    try {
      const ali = await FileMember.enter(room.port, 'ali', {
        folder: new FileFolder(join(place, 'ali')),
      });
      const veli = await FileMember.enter(room.port, 'veli', {
        folder: new FileFolder(join(place, 'veli')),
      });
      const file = await stageFile(ali, 'large', large);
      const quiet = await messageTimes(room);
      const before = await room.usage();
      let during: Figures = {};
      const [up] = await Promise.all([
        timed(() => ali.bring(file)),
        messageTimes(room).then((times) => (during = times)),
      ]);
      const seq = await ali.send([file]);
      const down = await timed(() => veli.fetch(file, seq));
      const after = await room.usage();
      const path = ali.folder.pathOf(file.hash);
      const nc = await timedOrUndefined(() => byNetcat(path, join(place, 'nc')));
      const node = await timed(() => byNode(path, join(place, 'node')));
      const many = await manySmall(ali, veli);
      ali.leave();
      veli.leave();
      return [
        { what: 'to the room', figures: speed(up) },
        { what: 'from the room', figures: speed(down) },
        ...(nc === undefined ? [] : [{ what: 'nc, neither TLS nor checked', figures: speed(nc) }]),
        { what: 'a Node pipe, neither TLS nor checked', figures: speed(node) },
        { what: 'messages without a transfer', figures: quiet },
        { what: 'messages while the file goes to the room', figures: during },
        {
          what: 'the room',
          figures: { grownMb: round((after.residentBytes - before.residentBytes) / 2 ** 20) },
        },
        { what: `${smallFiles} files of ${small} bytes`, figures: many },
      ];
    } finally {
      await room.stop();
      await rm(place, { recursive: true });
    }
  },
};

export async function stageFile(member: FileMember, name: string, size: number): Promise<SentFile> {
  const block = Buffer.alloc(1024 * 1024);
  const bytes = function* () {
    for (let at = 0; at < size; at += block.length) {
      block.writeUInt32LE(at / block.length);
      block.write(name, 8);
      yield block.subarray(0, Math.min(block.length, size - at));
    }
  };
  return { ...(await member.folder.take(Readable.from(bytes()))), name };
}

async function manySmall(ali: FileMember, veli: FileMember): Promise<Figures> {
  const staged: SentFile[] = [];
  for (let i = 0; i < smallFiles; i += 1) staged.push(await stageFile(ali, `small-${i}`, small));
  const seqs: number[] = [];
  const up = await timed(async () => {
    await Promise.all(staged.map((file) => ali.bring(file)));
    for (let at = 0; at < staged.length; at += filesPerMessage)
      seqs.push(await ali.send(staged.slice(at, at + filesPerMessage)));
  });
  const down = await timed(async () => {
    await Promise.all(
      staged.map((file, i) => veli.fetch(file, seqs[Math.floor(i / filesPerMessage)] ?? 0)),
    );
  });
  return { upSeconds: round(up), downSeconds: round(down) };
}

/** How long a message takes from one to another member, one after the other at an even pace. */
async function messageTimes(room: RoomUnderLoad): Promise<Figures> {
  const id = Math.random().toString(36).slice(2, 8);
  const writer = await LoadClient.enter(room.port, `w-${id}`);
  const reader = await LoadClient.enter(room.port, `r-${id}`);
  const sentAt = new Map<string, number>();
  const took: number[] = [];
  reader.onLine = (line) => {
    // Several that came together are one line.
    for (const [, text = ''] of line.matchAll(/"text":"(m-[^"]+)"/g)) {
      const at = sentAt.get(text);
      if (at !== undefined) took.push(performance.now() - at);
    }
  };
  for (let i = 0; i < messages; i += 1) {
    const text = `m-${id}-${i}`;
    sentAt.set(text, performance.now());
    writer.send('send-message', { in: 'everyone', cid: text.padEnd(16, '_'), text });
    await new Promise((resolve) => setTimeout(resolve, messageEveryMs));
  }
  while (took.length < messages) await new Promise((resolve) => setTimeout(resolve, 1));
  writer.destroy();
  reader.destroy();
  return {
    deliveredP50Ms: round(percentile(took, 0.5)),
    deliveredP99Ms: round(percentile(took, 0.99)),
  };
}

async function byNetcat(from: string, to: string): Promise<void> {
  const port = await freePort();
  const target = await open(to, 'w');
  const listening = spawn('nc', ['-l', '127.0.0.1', String(port)], {
    stdio: ['ignore', target.fd, 'inherit'],
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const source = await open(from, 'r');
  const sending = spawn('nc', ['-N', '127.0.0.1', String(port)], {
    stdio: [source.fd, 'ignore', 'inherit'],
  });
  await Promise.all([once(listening, 'exit'), once(sending, 'exit')]);
  await target.sync();
  await Promise.all([source.close(), target.close()]);
}

async function byNode(from: string, to: string): Promise<void> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const arrived = once(server, 'connection').then(([socket]) =>
    pipeline(socket, createWriteStream(to)),
  );
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await pipeline(createReadStream(from, { highWaterMark: 1024 * 1024 }), socket);
  await arrived;
  server.close();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

async function timedOrUndefined(work: () => Promise<void>): Promise<number | undefined> {
  if (spawnSync('nc', ['-h']).error) return undefined;
  // The wait for its port is not its own.
  return (await timed(work)) - 0.2;
}

function speed(seconds: number): Figures {
  return { mibPerSecond: round(large / 2 ** 20 / seconds) };
}
