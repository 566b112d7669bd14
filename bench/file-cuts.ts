import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countBlocks } from '../src-main/files/file-blocks.ts';
import { systemRandom } from '../src-main/net/system-random.ts';
import { limits } from '../src-shared/protocol/limits.ts';
import type { SentFile } from '../src-shared/protocol/files.ts';
import { FaultProxy } from './fault-proxy.ts';
import type { FileMemberProcess } from './file-member-process.ts';
import { inProcess } from './in-process.ts';
import type { Remote } from './in-process.ts';
import type { Measurement, Row } from './measurement.ts';
import type { ProcessUsage } from './process-usage.ts';
import { startRoom } from './room-under-load.ts';
import type { RoomUnderLoad } from './room-under-load.ts';
import { round } from './statistics.ts';

const mib = 2 ** 20;
/** Of GiB; the disk has to hold it three times. */
const size = Number(process.env['ODA_FILE_GIB'] ?? 1) * 1024 * mib;
const cuts = 20;
/** With what TLS adds to each 16 KiB. */
const blockOnWireBytes = limits.fileBlockBytes * (1 + 22 / 16_384);

/** A large file whose connection is cut again and again, with each end killed once and one bit turned of what had come. */
export const fileCuts: Measurement = {
  name: 'file-cuts',
  title: `A file of ${size / 1024 / mib} GiB through ${cuts} cuts, both ends killed once, one bit turned, each way`,
  async measure() {
    const place = await mkdtemp(join(tmpdir(), 'oda-bench-'));
    const trouble = await Trouble.start(place);
    try {
      return await trouble.measure();
    } finally {
      await trouble.stop();
      await rm(place, { recursive: true });
    }
  },
};

type Way = {
  what: string;
  who: string;
  /** Who of the two ends of the proxy sends it. */
  sentBy: keyof FaultProxy['cameBytes'];
  arrivesIn: string;
  file: SentFile;
  go: (member: Remote<FileMemberProcess>) => Promise<void>;
};

/** A room and its members, each a process, with files going through a network that breaks. */
class Trouble {
  readonly #place: string;
  readonly #proxy: FaultProxy;
  #room: RoomUnderLoad;
  readonly #members = new Map<string, Remote<FileMemberProcess>>();

  private constructor(place: string, proxy: FaultProxy, room: RoomUnderLoad) {
    this.#place = place;
    this.#proxy = proxy;
    this.#room = room;
    proxy.to = room.port;
  }

  static async start(place: string): Promise<Trouble> {
    await mkdir(join(place, 'room'));
    const proxy = await FaultProxy.start(systemRandom);
    return new Trouble(place, proxy, await startRoom(join(place, 'room')));
  }

  async measure(): Promise<Row[]> {
    const ali = await this.#enter('ali');
    const file = await ali.stage({ name: 'large', size });
    const up = await this.#carry({
      what: 'to the room',
      who: 'ali',
      sentBy: 'near',
      arrivesIn: join('room', 'files'),
      file,
      go: (member) => member.bring(file),
    });
    const seq = await (await this.#enter('ali')).send([file]);
    const down = await this.#carry({
      what: 'from the room',
      who: 'veli',
      sentBy: 'far',
      arrivesIn: 'veli',
      file,
      go: (member) => member.fetch(file, seq),
    });
    const isIdentical = await areSame(
      await (await this.#enter('ali')).pathOf(file),
      await (await this.#enter('veli')).pathOf(file),
    );
    return [up, down, { what: 'at the end', figures: { isIdentical: Number(isIdentical) } }];
  }

  async stop(): Promise<void> {
    this.#proxy.stop();
    await Promise.all([...this.#members.values()].map((member) => member.stop()));
    await this.#room.stop();
  }

  async #carry({ what, who, sentBy, arrivesIn, file, go }: Way): Promise<Row> {
    const before = this.#proxy.cameBytes[sentBy];
    const sentBytes = (): number => this.#proxy.cameBytes[sentBy] - before;
    let member = await this.#enter(who);
    let used = await this.#usage(member);
    const begun = performance.now();
    let going = settled(go(member));
    for (let cut = 1; cut <= cuts; cut += 1) {
      await until(() => sentBytes() >= (size * cut) / (cuts + 4));
      this.#proxy.cut(1);
      if (cut !== cuts / 2) continue;
      await Promise.all([this.#room.kill(), member.kill()]);
      await turnOneBit(join(this.#place, arrivesIn), file);
      this.#room = await startRoom(join(this.#place, 'room'));
      this.#proxy.to = this.#room.port;
      member = await this.#enter(who);
      used = await this.#usage(member);
      going = settled(go(member));
    }
    const failure = await going;
    if (failure !== undefined) throw new Error(failure);
    const seconds = (performance.now() - begun) / 1000;
    const { room, member: own } = await this.#usage(member);
    const figures = {
      blocks: countBlocks(size),
      blocksSentAgain: round(sentBytes() / blockOnWireBytes - countBlocks(size)),
      seconds: round(seconds),
      roomGrownMb: round((room.peakBytes - used.room.residentBytes) / mib),
      memberGrownMb: round((own.peakBytes - used.member.residentBytes) / mib),
    };
    return { what, figures };
  }

  async #usage(
    one: Remote<FileMemberProcess>,
  ): Promise<{ member: ProcessUsage; room: ProcessUsage }> {
    // Who answers is in.
    const member = await one.usage();
    return { member, room: await this.#room.usage() };
  }

  /** In a new process: whoever was in by that name is gone. */
  async #enter(name: string): Promise<Remote<FileMemberProcess>> {
    await this.#members.get(name)?.stop();
    const args = [this.#room.port, name, join(this.#place, name), this.#proxy.port];
    const script = new URL('./file-member-process.ts', import.meta.url);
    const member = inProcess<FileMemberProcess>(script, args.map(String));
    this.#members.set(name, member);
    return member;
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

async function areSame(...paths: [string, string]): Promise<boolean> {
  const files = await Promise.all(paths.map((path) => open(path)));
  const pieces = files.map(() => Buffer.alloc(mib));
  try {
    for (let at = 0; ; at += mib) {
      const reads = files.map((file, i) => file.read(pieces[i] ?? Buffer.of(), 0, mib, at));
      const [one = 0, other = 0] = (await Promise.all(reads)).map(({ bytesRead }) => bytesRead);
      const [first, second] = pieces.map((piece) => piece.subarray(0, one));
      if (one !== other || !first || !second?.equals(first)) return false;
      if (one === 0) return at >= size;
    }
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
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
