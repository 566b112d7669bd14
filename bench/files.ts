import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SentFile } from '../src-shared/protocol/files.ts';
import type { FileMemberProcess } from './file-member-process.ts';
import { inProcess } from './in-process.ts';
import type { Remote } from './in-process.ts';
import type { Figures, Measurement, Row } from './measurement.ts';
import type { MessageProcess } from './message-process.ts';
import { otherCopiers } from './other-copiers.ts';
import { startRoom } from './room-under-load.ts';
import type { RoomUnderLoad } from './room-under-load.ts';
import { percentile, round } from './statistics.ts';

const mib = 2 ** 20;
const large = Number(process.env['ODA_FILE_GIB'] ?? 1) * 1024 * mib;
const rounds = 3;
const small = 10_000;
const smallFiles = 1000;
const filesPerMessage = 100;
const quietMs = 5000;

type Member = Remote<FileMemberProcess>;
type Run = { place: string; room: RoomUnderLoad; ali: Member; veli: Member };

/** A large file to the room and back, beside other programs and beside messages; many small ones. */
export const files: Measurement = {
  name: 'files',
  title: `A file of ${large / 1024 / mib} GiB over TLS, checked and on disk; room, members and writers each a process`,
  measure: () =>
    withRoom(async (run) => [
      ...(await againstOthers(run)),
      ...(await besideMessages(run)),
      { what: `${smallFiles} files of ${small} bytes`, figures: await manySmall(run) },
    ]),
};

/** Each in turn, so that what else runs on this computer meets all of them. */
async function againstOthers(run: Run): Promise<Row[]> {
  const { place, room, ali, veli } = run;
  const { copiers, stop } = await otherCopiers();
  const seconds: Record<string, number[]> = {};
  const note = (what: string, took: number) => (seconds[what] ??= []).push(took);
  const before = { room: await room.usage(), ali: await ali.usage(), veli: await veli.usage() };
  for (let i = 0; i < rounds; i += 1) {
    const file = await ali.stage({ name: `large-${i}`, size: large });
    await warm(place);
    note('to the room', await timed(() => ali.bring(file)));
    const seq = await ali.send([file]);
    await warm(place);
    note('from the room', await timed(() => veli.fetch(file, seq)));
    await veli.forget(file);
    const from = await ali.pathOf(file);
    for (const { name, copy } of copiers) {
      const to = join(place, name);
      await warm(place);
      note(name, await copy(from, to));
      await rm(to);
    }
    await ali.forget(file);
  }
  await stop();
  const after = { room: await room.usage(), ali: await ali.usage(), veli: await veli.usage() };
  const grown = (who: keyof typeof after): number =>
    round((after[who].peakBytes - before[who].residentBytes) / mib);
  return [
    ...speeds(
      seconds,
      copiers.map(({ name }) => name),
    ),
    {
      what: 'memory, the most above that before',
      figures: { roomMb: grown('room'), senderMb: grown('ali'), receiverMb: grown('veli') },
    },
  ];
}

/** The middle of what was measured, and of its shares of each of the others in the same round. */
function speeds(seconds: Record<string, number[]>, others: readonly string[]): Row[] {
  return Object.entries(seconds).map(([what, took]) => {
    const share = (name: string): number =>
      middle(took.map((own, i) => (seconds[name]?.[i] ?? Number.NaN) / own));
    return {
      what,
      figures: {
        mibPerSecond: round(large / mib / middle(took)),
        ...Object.fromEntries(others.map((name) => [`of ${name}`, round(share(name))])),
      },
    };
  });
}

function middle(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** A virtual machine gets memory from its host when it first uses it, at the cost of a slow disk: whoever is measured gets what was used. */
async function warm(place: string): Promise<void> {
  const path = join(place, 'warm');
  const file = await open(path, 'w');
  const piece = Buffer.alloc(4 * mib, 1);
  for (let at = 0; at < 1.5 * large; at += piece.length) await file.write(piece);
  await file.sync();
  await file.close();
  await rm(path);
}

/** What messages feel of a file, and of as many bytes that `nc` brings to the same disk. */
async function besideMessages({ place, room, ali, veli }: Run): Promise<Row[]> {
  const writers = inProcess<MessageProcess>(new URL('./message-process.ts', import.meta.url), [
    String(room.port),
  ]);
  const { copiers, stop } = await otherCopiers();
  const rows: Row[] = [];
  const during = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    await Promise.all([ali.usage(), veli.usage()]);
    await writers.begin();
    await work();
    const figures: Figures = await writers.end();
    const [{ loopP99Ms: senderLoopP99Ms }, { loopP99Ms: receiverLoopP99Ms }] = [
      await ali.usage(),
      await veli.usage(),
    ];
    rows.push({
      what: `messages ${what}`,
      figures: { ...figures, senderLoopP99Ms, receiverLoopP99Ms },
    });
  };
  const quiet = () => new Promise((resolve) => setTimeout(resolve, quietMs));
  for (let i = 0; i < rounds; i += 1) {
    const file = await ali.stage({ name: `beside-${i}`, size: large });
    await during('without a file', quiet);
    await during('while a file goes to the room', () => ali.bring(file));
    const seq = await ali.send([file]);
    await during('while it goes from the room', () => veli.fetch(file, seq));
    const [netcat] = copiers;
    const from = await ali.pathOf(file);
    if (netcat) await during(`beside ${netcat.name}`, () => netcat.copy(from, join(place, 'copy')));
    await Promise.all([ali.forget(file), veli.forget(file)]);
  }
  await stop();
  await writers.stop();
  return middleRows(rows);
}

/** Of rows that were measured in several rounds, the middle of each figure, and of how often it is that of the first row. */
function middleRows(rows: readonly Row[]): Row[] {
  const byWhat = Map.groupBy(rows, ({ what }) => what);
  const [first = []] = byWhat.values();
  const samples = (of: readonly Row[], figure: string): number[] =>
    of.map(({ figures }) => figures[figure] ?? Number.NaN);
  return [...byWhat].map(([what, all]) => {
    const figures: Figures = {};
    for (const figure of Object.keys(all[0]?.figures ?? {}))
      figures[figure] = middle(samples(all, figure));
    for (const figure of ['deliveredP50Ms', 'deliveredP99Ms']) {
      const quiet = samples(first, figure);
      const times = samples(all, figure).map((value, i) => value / (quiet[i] ?? Number.NaN));
      figures[`${figure} by that without a file`] = round(middle(times));
    }
    return { what, figures };
  });
}

async function manySmall({ ali, veli }: Run): Promise<Figures> {
  const staged: SentFile[] = [];
  for (let i = 0; i < smallFiles; i += 1)
    staged.push(await ali.stage({ name: `small-${i}`, size: small }));
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

const fetchers = 20;
const shared = 100 * mib;

/** Many who fetch the same file at the same time. */
export const fileToMany: Measurement = {
  name: 'file-to-many',
  title: `${fetchers} members fetch the same ${shared / mib} MiB at the same time`,
  measure: () =>
    withRoom(async ({ place, room, ali }) => {
      const file = await ali.stage({ name: 'shared', size: shared });
      await ali.bring(file);
      const seq = await ali.send([file]);
      const members = Array.from({ length: fetchers }, (_, i) =>
        memberAt(room.port, `m${i}`, place),
      );
      await Promise.all(members.map((member) => member.has(file)));
      const before = await room.usage();
      const seconds = await timed(async () => {
        await Promise.all(members.map((member) => member.fetch(file, seq)));
      });
      const after = await room.usage();
      await Promise.all(members.map((member) => member.stop()));
      const readMib = (after.readBytes - before.readBytes) / mib;
      return [
        {
          what: `${fetchers} members`,
          figures: {
            seconds: round(seconds),
            mibPerSecondOfAll: round((fetchers * shared) / mib / seconds),
            timesReadFromDisk: round(readMib / (shared / mib)),
            mostReadsOfABlock: after.mostReadsOfABlock,
            roomGrownMb: round((after.peakBytes - before.residentBytes) / mib),
          },
        },
      ];
    }),
};

async function withRoom(measure: (run: Run) => Promise<Row[]>): Promise<Row[]> {
  const place = await mkdtemp(join(tmpdir(), 'oda-bench-'));
  await mkdir(join(place, 'room'));
  const room = await startRoom(join(place, 'room'));
  const ali = memberAt(room.port, 'ali', place);
  const veli = memberAt(room.port, 'veli', place);
  try {
    return await measure({ place, room, ali, veli });
  } finally {
    await Promise.all([ali.stop(), veli.stop(), room.stop()]);
    await rm(place, { recursive: true });
  }
}

function memberAt(port: number, name: string, place: string): Member {
  const args = [String(port), name, join(place, name)];
  return inProcess<FileMemberProcess>(new URL('./file-member-process.ts', import.meta.url), args);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
