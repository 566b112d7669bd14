import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { FileTicket } from '../../src-shared/protocol/files.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, PrivateId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { FreeBytes } from '../files/disk-space.ts';
import { FileFolder } from '../files/file-folder.ts';
import type { PartFile } from '../files/part-file.ts';
import type { OpenFile } from '../files/open-files.ts';
import { SendingEnd } from '../files/sending-end.ts';
import { encodeHeader, TransferReader } from '../files/transfer-frames.ts';
import { createMemoryPair } from '../net/memory-transport.ts';
import type { Transport } from '../net/transport.ts';
import type { RoomLink } from './room-link.ts';
import { RoomTransfers } from './room-transfers.ts';

const size = 3 * limits.fileBlockBytes;
const place = { in: everyone, seq: 1 };

function newFolder(
  Kind: typeof FileFolder = FileFolder,
  disk: ConstructorParameters<typeof FileFolder>[1] = {},
): FileFolder {
  const folder = mkdtempSync(join(tmpdir(), 'oda-transfers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return new Kind(folder, disk);
}

/** On a disk that takes its time to put away what was half. */
class SlowFolder extends FileFolder {
  override async part(file: Parameters<FileFolder['part']>[0]): Promise<PartFile | undefined> {
    const part = await super.part(file);
    if (!part) return part;
    const close = part.close.bind(part);
    part.close = async () => {
      for (let turns = 0; turns < 50; turns += 1) await nextTurn();
      await close();
    };
    return part;
  }
}

/** A member who fetches one file of a room, on connections that answer as `answer` does. */
async function startMember(
  answer: (far: Transport, connection: number) => void,
  { freeBytes }: { freeBytes?: FreeBytes } = {},
) {
  const given = newFolder();
  const blocks = ['x', 'y', 'z'].map((letter) => Buffer.alloc(size / 3, letter));
  const file = await given.take(Readable.from(blocks));
  const source = await given.source(file.hash);
  onTestFinished(() => source.close());
  const partsIn = () =>
    readdirSync(dirname(folder.pathOf(file.hash))).filter((name) => name.includes('.'));
  const folder = newFolder(SlowFolder, { keepsFree: 100, freeBytes });
  const privateFolder = newFolder();
  const defects: unknown[] = [];
  const told: string[] = [];
  const changes: string[] = [];
  let connections = 0;
  const door = { isOpen: Promise.resolve() };
  const clock = new ManualClock();
  const transfers = new RoomTransfers({
    clock,
    folder,
    privateFolder,
    dial: async () => {
      const [near, far] = createMemoryPair();
      connections += 1;
      answer(far, connections);
      await door.isOpen;
      return near;
    },
    changed: ({ is }) => void changes.push(is),
    tellOfFile: ({ state, ticket }) => void told.push(`${state} ${ticket?.at(0) ?? ''}`),
    foundSpace: () => undefined,
    dropped: () => undefined,
    reportDefect: (error) => defects.push(error),
  });
  // Nothing else of it is used.
  const asked: string[] = [];
  const link = {
    request: async (type: string) => {
      asked.push(type);
      return done({ ticket: 't'.repeat(22) as FileTicket });
    },
  };
  const attach = () =>
    transfers.attach({ link: link as unknown as RoomLink, own: 'aaaaaaaaaa' as AccountId });
  attach();
  onTestFinished(() => transfers.detach());
  return {
    transfers,
    clock,
    folder,
    privateFolder,
    file,
    source,
    defects,
    door,
    told,
    changes,
    asked,
    partsIn,
    attach,
  };
}

/** The room's side: gives the file, or after so many blocks nothing more. */
function give(far: Transport, source: () => OpenFile, blocks = Infinity): void {
  let asked = 0;
  let end: SendingEnd | undefined;
  const reader = new TransferReader(limits.fileBlockBytes);
  far.listen({
    bytes: (chunk) => {
      for (const part of reader.read(chunk)) {
        if (part?.frame.type === 'open-file') {
          far.send(encodeHeader({ type: 'ok', rid: 1, size, held: size }));
          const events = { whole: () => undefined, failed: () => undefined };
          const out = {
            get queuedBytes() {
              return far.queuedBytes;
            },
            pieceBytes: 64 * 1024,
            send: (bytes: Uint8Array) => far.send(bytes),
          };
          end = new SendingEnd({ source: source(), out, events });
        } else if (part?.frame.type !== 'get' || (asked += 1) <= blocks) {
          if (part) end?.take(part);
        }
      }
    },
    drained: () => end?.drained(),
    closed: () => end?.stop(),
  });
}

describe('a file that the person does not want any more', () => {
  it('is fetched no further, and nothing of it stays', async () => {
    const member = await startMember((far) => give(far, () => member.source, 1));
    const { transfers, file, folder, changes, partsIn } = member;
    for (const isStopped of [false, true]) {
      const fetched = transfers.fetch(file, place);
      await expect.poll(() => folder.partBytes(file.hash)).toBeGreaterThan(0);
      if (isStopped) transfers.stop(file);
      await transfers.cancel(file);
      expect(await folder.partBytes(file.hash)).toBe(0);
      expect(await fetched).toEqual({ code: 'file-stopped' });
      expect(partsIn()).toEqual([]);
      expect(changes.at(-1)).toBe('dropped');
      expect(transfers.views(new Set([file.hash]))).toEqual([]);
    }
  });

  it('is sent no further, and the room is told', async () => {
    const member = await startMember(() => undefined);
    const { transfers, folder, asked } = member;
    const own = await folder.take(Readable.from([Buffer.from('mine')]));
    for (const isStopped of [false, true]) {
      const brought = transfers.bring(own);
      if (isStopped) transfers.stop(own);
      transfers.leave(own.hash);
      expect(await brought).toEqual({ code: 'file-stopped' });
      expect(asked.at(-1)).toBe('drop-file');
      expect(transfers.views(new Set([own.hash]))).toEqual([]);
    }
  });
});

describe('a file that is fetched', () => {
  it('needs as much space as it is large, besides what the disk keeps', async () => {
    let free = size + 99;
    const member = await startMember((far) => give(far, () => member.source), {
      freeBytes: async () => free,
    });
    const { transfers, file } = member;
    expect(await transfers.fetch(file, place)).toEqual({ code: 'file-no-space' });
    free = size + 100;
    expect(await transfers.fetch(file, place)).toBeUndefined();
  });

  it('and fills the disk meanwhile is not fetched on, and says so', async () => {
    const looks = [size + 100, 100];
    const member = await startMember((far) => give(far, () => member.source), {
      freeBytes: async () => looks.shift() ?? 100,
    });
    const { transfers, file } = member;
    expect(await transfers.fetch(file, place)).toEqual({ code: 'file-no-space' });
  });

  it('and stopped and asked for in the same instant is worked at by one at a time, and comes', async () => {
    const member = await startMember((far, connection) =>
      give(far, () => member.source, connection === 1 ? 1 : Infinity),
    );
    const { transfers, folder, file, defects } = member;
    const first = transfers.fetch(file, place);
    await expect.poll(() => transfers.views(new Set([file.hash]))[0]?.done).toBeGreaterThan(0);
    transfers.stop({ hash: file.hash });
    const second = transfers.fetch(file, place);
    expect(await first).toEqual({ code: 'file-stopped' });
    // Time stands still: a try that met another one's hand on the file would wait for ever.
    expect(await second).toBeUndefined();
    expect(await folder.has(file)).toBe(true);
    expect(defects).toEqual([]);
  });

  it('and stopped before anybody answered is not fetched', async () => {
    const opened: number[] = [];
    const member = await startMember((far, connection) =>
      give(far, () => (opened.push(connection), member.source)),
    );
    const { transfers, file, door } = member;
    const answered = Promise.withResolvers<void>();
    door.isOpen = answered.promise;
    const first = transfers.fetch(file, place);
    await expect.poll(() => transfers.views(new Set([file.hash]))[0]?.is).toBe('down');
    transfers.stop({ hash: file.hash });
    answered.resolve();
    expect(await first).toEqual({ code: 'file-stopped' });
    expect(await transfers.fetch(file, place)).toBeUndefined();
    expect(opened).toHaveLength(1);
  });
});

describe('a file that is brought', () => {
  it('and stopped and gone on with in the same instant is brought by one at a time', async () => {
    const opened: number[] = [];
    const member = await startMember((far, connection) =>
      far.listen({
        bytes: () => {
          opened.push(connection);
          if (connection === 1) return;
          // The room has all of it already.
          far.send(encodeHeader({ type: 'ok', rid: 1, size: 10, held: 10 }));
          far.send(encodeHeader({ type: 'whole' }));
        },
        closed: () => undefined,
      }),
    );
    const { transfers, folder, defects } = member;
    const own = await folder.take(Readable.from([Buffer.alloc(10, 'y')]));
    const bringing = transfers.bring(own);
    await expect.poll(() => opened).toEqual([1]);
    for (let times = 0; times < 3; times += 1) {
      transfers.stop({ hash: own.hash });
      transfers.goOn({ hash: own.hash });
    }
    expect(await bringing).toBeUndefined();
    expect(opened).toEqual([1, 2]);
    expect(defects).toEqual([]);
    expect(transfers.views(new Set([own.hash]))).toEqual([]);
  });
});

/** The room's side: has none of it, asks for its list, and says that this is not that of the file. */
function findDamaged(far: Transport): void {
  const reader = new TransferReader(limits.fileBlockBytes);
  const say = (frame: object) => far.send(encodeHeader(frame));
  far.listen({
    bytes: (chunk) => {
      for (const part of reader.read(chunk)) {
        if (part?.frame.type === 'open-file') say({ type: 'ok', rid: 1, size: 10, held: 0 });
        if (part?.frame.type === 'open-file') say({ type: 'get-blocks' });
        if (part?.frame.type === 'blocks') say({ type: 'closed', code: 'file-damaged' });
      }
    },
    closed: () => undefined,
  });
}

it('a file that is damaged on this disk is not brought without end: after some tries it is said', async () => {
  const { transfers, folder, clock } = await startMember(findDamaged);
  const own = await folder.take(Readable.from([Buffer.alloc(10, 'y')]));
  let refusal: object | undefined;
  void transfers.bring(own).then((found) => (refusal = found));
  const standing = () => transfers.views(new Set([own.hash]))[0]?.is;
  const tryAgain = () => {
    if (standing() === 'waiting') clock.advance(30_000);
    return refusal;
  };
  await expect.poll(tryAgain, { interval: 5, timeout: 10_000 }).toEqual({ code: 'file-damaged' });
  expect(standing()).toBeUndefined();
});

describe('a file of a private chat', () => {
  const from = { private: 'private000000000' as PrivateId };

  /** A host that gives this block in the place of that one, once or always. */
  function lyingSource(source: OpenFile, lies: Record<number, number>, isOnce: boolean): OpenFile {
    const told = new Set<number>();
    return {
      ...source,
      take: async (missing) => {
        const { at, block } = await source.take(missing);
        const lie = lies[at];
        if (lie === undefined || (isOnce && told.has(at))) return { at, block };
        told.add(at);
        if (lie !== at) return { at, block: await source.read(lie) };
        const bytes = Buffer.from(block.bytes);
        bytes[9] = (bytes[9] ?? 0) ^ 1;
        return { at, block: { bytes, release: () => undefined, abandon: () => undefined } };
      },
    };
  }

  it.each([
    ['changes a block', { 1: 1 }],
    ['repeats one in the place of another', { 1: 0 }],
    ['swaps two', { 0: 1, 1: 0 }],
  ])('comes as it is though the host %s', async (_, lies) => {
    let source: OpenFile | undefined;
    const member = await startMember((far) =>
      give(far, () => (source ??= lyingSource(member.source, lies, true))),
    );
    const { transfers, folder, privateFolder, file, defects } = member;
    expect(await transfers.fetch(file, from)).toBeUndefined();
    expect(await privateFolder.has(file)).toBe(true);
    // `has` looks at the size alone.
    const whole = await privateFolder.readAll(file.hash);
    expect(['x', 'y', 'z'].map((letter) => whole.indexOf(letter) / limits.fileBlockBytes)).toEqual([
      0, 1, 2,
    ]);
    expect(await folder.has(file)).toBe(false);
    expect(defects).toEqual([]);
  });

  it('is never there while the host gives what is none of it', async () => {
    const member = await startMember((far) =>
      give(far, () => lyingSource(member.source, { 1: 1 }, false)),
    );
    const { transfers, privateFolder, file } = member;
    void transfers.fetch(file, from);
    await expect.poll(() => transfers.views(new Set([file.hash]), true)[0]?.is).toBe('waiting');
    expect(await privateFolder.has(file)).toBe(false);
    transfers.drop({ hash: file.hash, isPrivate: true });
  });

  it('is another one than that of the room, whatever its hash is said to be', async () => {
    const { promise: bothBegan, resolve: letCome } = Promise.withResolvers<void>();
    const waits = (source: OpenFile): OpenFile => ({
      ...source,
      take: async (missing) => {
        await bothBegan;
        return source.take(missing);
      },
    });
    const member = await startMember((far) => give(far, () => waits(member.source)));
    const { transfers, folder, file } = member;
    const views = (isPrivate?: true) => transfers.views(new Set([file.hash]), isPrivate);
    const ofRoom = transfers.fetch(file, place);
    const ofChat = transfers.fetch(file, from);
    await expect.poll(() => [views().length, views(true).length]).toEqual([1, 1]);
    transfers.stop({ hash: file.hash, isPrivate: true });
    transfers.drop({ hash: file.hash, isPrivate: true });
    letCome();
    expect(await ofChat).toMatchObject({ code: 'file-stopped' });
    expect(await ofRoom).toBeUndefined();
    expect(await folder.has(file)).toBe(true);
  });

  it('is given to who asks, not while it is stopped, which that one is told, and is in nobody’s way', async () => {
    const heard: string[] = [];
    const member = await startMember((far) =>
      far.listen({
        bytes: (chunk) => void heard.push(Buffer.from(chunk).toString()),
        closed: () => undefined,
      }),
    );
    const { transfers, privateFolder, told } = member;
    const own = await privateFolder.take(Readable.from([Buffer.alloc(10, 'y')]));
    const private1 = 'p'.repeat(16) as PrivateId;
    const ask = (letter: string) => ({ private: private1, ticket: ticketOf(letter) });
    const ticketOf = (letter: string) => letter.repeat(22) as FileTicket;
    const views = () => transfers.views(new Set([own.hash]), true);
    transfers.give(own, ask('a'));
    await expect.poll(() => heard.join('')).toContain(ticketOf('a'));
    expect(views()[0]?.is).toBe('up');
    transfers.stop({ hash: own.hash, isPrivate: true });
    expect(views()[0]?.is).toBe('stopped');
    transfers.give(own, ask('b'));
    expect(told).toEqual(['stopped ', 'stopped b']);
    transfers.goOn({ hash: own.hash, isPrivate: true });
    expect(views()).toEqual([]);
    expect(told.at(-1)).toBe('ready ');
    transfers.give(own, ask('c'));
    await expect.poll(() => heard.join('')).toContain(ticketOf('c'));
    expect(heard.join('')).not.toContain(ticketOf('b'));
    await privateFolder.remove(own.hash);
    transfers.give(own, ask('d'));
    await expect.poll(() => told.at(-1)).toBe('withdrawn d');
  });

  it('stops when the giver has stopped it, and goes on with that one', async () => {
    const gate = { blocks: 1 };
    const member = await startMember((far) => give(far, () => member.source, gate.blocks));
    const { transfers, privateFolder, file, defects } = member;
    const view = () => transfers.views(new Set([file.hash]), true)[0];
    const fetched = transfers.fetch(file, from);
    await expect.poll(() => view()?.done).toBe(limits.fileBlockBytes);
    transfers.heardOf(file.hash, 'stopped');
    expect(view()).toMatchObject({ is: 'stopped', refusal: { code: 'file-stopped-there' } });
    // Asked again, it is stopped there still.
    transfers.goOn({ hash: file.hash, isPrivate: true });
    await expect.poll(() => view()?.is).toBe('down');
    transfers.heardOf(file.hash, 'stopped');
    gate.blocks = Infinity;
    transfers.heardOf(file.hash, 'ready');
    expect(await fetched).toBeUndefined();
    expect(await privateFolder.has(file)).toBe(true);
    expect(defects).toEqual([]);
  });

  it('ends when the giver will never give it', async () => {
    const member = await startMember((far) => give(far, () => member.source, 1));
    const { transfers, file } = member;
    const views = () => transfers.views(new Set([file.hash]), true);
    const fetched = transfers.fetch(file, from);
    await expect.poll(() => views()[0]?.done).toBe(limits.fileBlockBytes);
    transfers.heardOf(file.hash, 'withdrawn');
    expect(await fetched).toEqual({ code: 'file-withdrawn' });
    expect(views()).toEqual([]);
  });

  it('is asked for again after a lost connection, as what the giver has said may have been lost too', async () => {
    const gate = { blocks: 1 };
    const member = await startMember((far) => give(far, () => member.source, gate.blocks));
    const { transfers, file, changes, attach } = member;
    const fetched = transfers.fetch(file, from);
    const view = () => transfers.views(new Set([file.hash]), true)[0];
    await expect.poll(() => view()?.done).toBe(limits.fileBlockBytes);
    transfers.heardOf(file.hash, 'stopped');
    transfers.detach();
    gate.blocks = Infinity;
    const before = changes.length;
    attach();
    expect(changes[before]).toBe('waiting');
    expect(await fetched).toBeUndefined();
  });

  it('is asked for again when the giver is back, in their chat alone', async () => {
    const gate = { blocks: 1 };
    const member = await startMember((far) => give(far, () => member.source, gate.blocks));
    const { transfers, file } = member;
    const fetched = transfers.fetch(file, from);
    const view = () => transfers.views(new Set([file.hash]), true)[0];
    await expect.poll(() => view()?.done).toBe(limits.fileBlockBytes);
    transfers.heardOf(file.hash, 'stopped');
    gate.blocks = Infinity;
    transfers.partnerBack('another000000000' as PrivateId);
    expect(view()?.is).toBe('stopped');
    transfers.partnerBack(from.private);
    expect(await fetched).toBeUndefined();
  });
});
