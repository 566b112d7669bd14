import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { countBlocks } from './file-blocks.ts';
import { newBlock } from './block-cache.ts';
import type { HeldBlock } from './block-cache.ts';
import { FileFolder } from './file-folder.ts';
import { PartFile } from './part-file.ts';
import { ReceivingEnd } from './receiving-end.ts';
import { SendingEnd } from './sending-end.ts';
import type { BlockSource } from './sending-end.ts';
import { encodeHeader, TransferReader } from './transfer-frames.ts';
import type { TransferPart } from './transfer-frames.ts';
import { WholeFile } from './whole-file.ts';

const { fileBlockBytes } = limits;
const pieceBytes = 64 * 1024;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'oda-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every block is another. */
function bytesOf(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 4096) bytes.writeUInt8((at / 4096) % 251, at);
  for (let at = 0; at < size; at += fileBlockBytes) bytes.writeUInt8(at / fileBlockBytes, at);
  return bytes;
}

async function written(size: number): Promise<{ path: string; hash: FileHash; bytes: Buffer }> {
  const bytes = bytesOf(size);
  const path = join(newFolder(), 'source');
  writeFileSync(path, bytes);
  const file = await WholeFile.open(path);
  const hash = await file.hash();
  await file.close();
  return { path, hash, bytes };
}

function heldBlock(bytes: Uint8Array): HeldBlock {
  return { bytes, release: () => undefined, abandon: () => undefined };
}

/** A header and its payload, as they are read. */
function partOf(frame: object, payload: Uint8Array = new Uint8Array()): TransferPart {
  const bytes = Buffer.concat([encodeHeader({ ...frame, bytes: payload.length }), payload]);
  const [part] = new TransferReader(fileBlockBytes).read(bytes);
  if (!part) throw new Error('no frame');
  return part;
}

/** `came`: the blocks in their order; `told`: what was said to be missing, and `gets` how many were asked for. */
type Heard = {
  came: number[];
  told: number[][];
  gets: number;
  refusals: Refusal[];
  errors: unknown[];
  whole: number;
};

/** Both ends beside each other; `between` may change what comes, or leave it out. */
function connected(
  { source, sink }: { source: BlockSource; sink: PartFile },
  between: (part: TransferPart) => TransferPart | undefined = (part) => part,
) {
  const heard: Heard = { came: [], told: [], gets: 0, refusals: [], errors: [], whole: 0 };
  const events = {
    whole: () => void (heard.whole += 1),
    failed: (refusal: Refusal, error?: unknown) => {
      heard.refusals.push(refusal);
      if (error !== undefined) heard.errors.push(error);
    },
  };
  const readers = {
    up: new TransferReader(fileBlockBytes),
    down: new TransferReader(fileBlockBytes),
  };
  const receiving: ReceivingEnd = new ReceivingEnd({
    sink,
    events,
    out: {
      queuedBytes: 0,
      pieceBytes,
      send: (bytes) => {
        for (const part of readers.up.read(bytes)) {
          if (!part) throw new Error('no frame');
          const { frame } = part;
          if (frame.type === 'get') heard.gets += 1;
          if (frame.type === 'missing') heard.told.push([frame.at, frame.blocks]);
          sending.take(part);
        }
      },
    },
  });
  const sending: SendingEnd = new SendingEnd({
    source,
    events: { ...events, whole: () => undefined },
    out: {
      queuedBytes: 0,
      pieceBytes,
      send: (bytes) => {
        for (const part of readers.down.read(bytes)) {
          if (part?.frame.type === 'block') heard.came.push(part.frame.at);
          const passed = part && between(part);
          if (passed) receiving.take(passed);
        }
      },
    },
  });
  receiving.begin();
  const over = async (): Promise<void> => {
    while (heard.whole + heard.refusals.length === 0) await nextTurn();
    receiving.stop();
    sending.stop();
  };
  return { heard, over, receiving, sending };
}

async function opened(size: number) {
  const { path, hash, bytes } = await written(size);
  const file = await WholeFile.open(path);
  onTestFinished(() => file.close());
  const source: BlockSource = {
    size,
    blocks: () => file.blocks(),
    take: async (missing) => {
      const at = missing.lowest() ?? 0;
      missing.delete(at);
      return { at, block: heldBlock(await file.read(at, newBlock())) };
    },
  };
  const target = join(newFolder(), 'target');
  const openPart = () => PartFile.open({ hash, size, path: target });
  return { source, hash, bytes, target, openPart };
}

test.each([
  ['abc', '4T3uVL_BsmBCwf7EsdjvIFSyL6GrEmOtzmZesBP4KdU'],
  ['', 'r1Vw9aGBC3r3jK9LxwpmDw31HkK6-R1N5bIyjeDoPfw'],
  ['\0'.repeat(fileBlockBytes + 1), 'TWghN1yQJzG6QCoZ2pZu4jeRnqmXMyNpUEBdNSD7kxM'],
])('W20 the hash of a file is that of the document (%#)', async (text, hash) => {
  const folder = new FileFolder(newFolder());
  expect(await folder.take(Readable.from([Buffer.from(text)]))).toEqual({
    hash,
    size: text.length,
  });
});

test('the transfer of the document is read as one', async () => {
  const document = readFileSync(join(import.meta.dirname, '../../docs/PROTOCOL.md'), 'utf8');
  const [, block = ''] = document.split('```transfer\n');
  const lines = block.slice(0, block.indexOf('```')).trim().split('\n');
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    const header = line.slice(2, line.lastIndexOf('}') + 1);
    const bytes = /"bytes":(\d+)/.exec(header)?.[1] ?? '0';
    const reader = new TransferReader(fileBlockBytes);
    const [part] = reader.read(Buffer.from(`${header}\n${'x'.repeat(Number(bytes))}`));
    expect(part?.frame).toEqual(JSON.parse(header));
  }
});

describe('a file goes', () => {
  test.each([0, 1, fileBlockBytes - 1, fileBlockBytes, 3 * fileBlockBytes + 5])(
    'whole, of %d bytes',
    async (size) => {
      const { source, bytes, target, openPart } = await opened(size);
      const { heard, over } = connected({ source, sink: await openPart() });
      await over();
      expect(heard).toMatchObject({ refusals: [], whole: 1 });
      const count = countBlocks(size);
      expect(heard.told).toEqual(count > 0 ? [[0, count]] : []);
      expect(heard.came).toEqual(Array.from({ length: count }, (_, at) => at));
      expect(heard.gets).toBe(count);
      expect(readFileSync(target).equals(bytes)).toBe(true);
      const left = countBlocks(size) > 1 ? ['target', 'target.blocks'] : ['target'];
      expect(readdirSync(join(target, '..'))).toEqual(left);
    },
  );

  test('on where it was cut, and asks for nothing twice', async () => {
    const { source, bytes, target, openPart } = await opened(12 * fileBlockBytes);
    const first = await openPart();
    let blocks = 0;
    const cut = connected({ source, sink: first }, (part) => {
      if (part.frame.type === 'block' && (blocks += 1) > 5) return undefined;
      return part;
    });
    while (first.heldBytes < 5 * fileBlockBytes) await nextTurn();
    cut.receiving.stop();
    cut.sending.stop();
    await first.close();
    // As after a restart: what is on the disk is read again.
    const second = await openPart();
    expect(second.heldBytes).toBe(5 * fileBlockBytes);
    const { heard, over } = connected({ source, sink: second });
    await over();
    expect(heard.told).toEqual([[5, 7]]);
    expect(heard.came).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect(readFileSync(target).equals(bytes)).toBe(true);
  });

  test('with one bit turned on its way: that block is asked for again, and no other', async () => {
    const { source, bytes, target, openPart } = await opened(4 * fileBlockBytes);
    let isTurned = false;
    const { heard, over } = connected({ source, sink: await openPart() }, (part) => {
      if (part.frame.type !== 'block' || part.frame.at !== 2 || isTurned || !part.payload)
        return part;
      isTurned = true;
      const payload = new Uint8Array(part.payload.bytes);
      payload[77] = (payload[77] ?? 0) ^ 1;
      return partOf(part.frame, payload);
    });
    await over();
    expect(heard.told).toEqual([
      [0, 4],
      [2, 1],
    ]);
    expect(heard.came.toSorted((one, next) => one - next)).toEqual([0, 1, 2, 2, 3]);
    expect(readFileSync(target).equals(bytes)).toBe(true);
  });

  test('with one bit turned on the disk while nobody looked: that block is fetched again', async () => {
    const { source, bytes, target, openPart } = await opened(4 * fileBlockBytes);
    const first = await openPart();
    const cut = connected({ source, sink: first }, (part) =>
      part.frame.type === 'block' && part.frame.at === 3 ? undefined : part,
    );
    while (first.heldBytes < 3 * fileBlockBytes) await nextTurn();
    cut.receiving.stop();
    cut.sending.stop();
    await first.close();
    const handle = await open(`${target}.part`, 'r+');
    await handle.write(Buffer.from([255]), 0, 1, fileBlockBytes + 9);
    await handle.close();
    const { heard, over } = connected({ source, sink: await openPart() });
    await over();
    expect(heard.told).toEqual([
      [1, 1],
      [3, 1],
    ]);
    expect(heard.came).toEqual([1, 3]);
    expect(readFileSync(target).equals(bytes)).toBe(true);
  });
});

describe('who receives', () => {
  test('gives up on a file that is another one, and has none of it', async () => {
    const { source, target, openPart } = await opened(2 * fileBlockBytes);
    const { heard, over } = connected({ source, sink: await openPart() }, (part) =>
      part.frame.type === 'block'
        ? partOf(part.frame, new Uint8Array(part.payload?.bytes.length ?? 0))
        : part,
    );
    await over();
    expect(heard.refusals).toEqual([{ code: 'file-damaged' }]);
    expect(() => readFileSync(target)).toThrow('ENOENT');
  });

  test('takes no list but that of the file', async () => {
    const { source, openPart } = await opened(2 * fileBlockBytes);
    const { heard, over } = connected({ source, sink: await openPart() }, (part) =>
      part.frame.type === 'blocks' ? partOf(part.frame, new Uint8Array(64)) : part,
    );
    await over();
    expect(heard.refusals).toEqual([{ code: 'file-damaged' }]);
  });

  test.each([
    ['a block that is not there', { type: 'block', at: 1, bytes: 3 }],
    ['a list before it asked', { type: 'blocks', bytes: 32 }],
    ['a request', { type: 'get' }],
    ['its own last word', { type: 'whole' }],
  ])('takes nothing but what it has asked for: not %s', async (_, header) => {
    const { source, openPart } = await opened(3);
    const sink = await openPart();
    await sink.takeList(await source.blocks());
    const refusals: Refusal[] = [];
    const end = new ReceivingEnd({
      sink,
      out: { queuedBytes: 0, pieceBytes, send: () => undefined },
      events: { whole: () => undefined, failed: (refusal) => refusals.push(refusal) },
    });
    end.begin();
    const bytes = Buffer.alloc('bytes' in header ? header.bytes : 0);
    const [part] = new TransferReader(100).read(Buffer.concat([encodeHeader(header), bytes]));
    if (part) end.take(part);
    expect(refusals).toEqual([{ code: 'not-a-transfer' }]);
    await sink.close();
  });

  test('takes the list once, though it has not been looked at yet', async () => {
    const { source, openPart } = await opened(3);
    const sink = await openPart();
    const refusals: Refusal[] = [];
    const end = new ReceivingEnd({
      sink,
      out: { queuedBytes: 0, pieceBytes, send: () => undefined },
      events: { whole: () => undefined, failed: (refusal) => refusals.push(refusal) },
    });
    end.begin();
    const list = await source.blocks();
    const frame = Buffer.concat([encodeHeader({ type: 'blocks', bytes: list.length }), list]);
    for (const part of new TransferReader(100).read(Buffer.concat([frame, frame])))
      if (part) end.take(part);
    expect(refusals).toEqual([{ code: 'not-a-transfer' }]);
    end.stop();
    await sink.close();
  });

  test('asks for the next block when the one before has nearly come', async () => {
    const { source, openPart } = await opened(3 * fileBlockBytes);
    const sink = await openPart();
    await sink.takeList(await source.blocks());
    const lines: string[] = [];
    const gets = () => lines.filter((line) => line === '{"type":"get"}\n');
    const end = new ReceivingEnd({
      sink,
      out: { queuedBytes: 0, pieceBytes, send: (bytes) => lines.push(String(bytes)) },
      events: { whole: () => undefined, failed: () => undefined },
    });
    end.begin();
    end.coming(fileBlockBytes);
    end.coming(fileBlockBytes / 2);
    expect(gets()).toHaveLength(1);
    end.coming(fileBlockBytes / 32);
    expect(gets()).toHaveLength(2);
    end.stop();
    await sink.close();
  });

  test('says what is missing a hundred lines at a time, however torn the file is', async () => {
    const torn = Array.from({ length: 250 }, (_, at) => 2 * at);
    const reader = new TransferReader(100);
    const told: number[] = [];
    let isWhole = false;
    const end = new ReceivingEnd({
      sink: {
        size: 500 * fileBlockBytes,
        hasList: true,
        heldBytes: 0,
        missing: () => torn,
        takeList: async () => true,
        write: async () => true,
        finish: async () => undefined,
      },
      out: {
        queuedBytes: 0,
        pieceBytes,
        send: (bytes) => {
          for (const read of reader.read(bytes))
            if (read?.frame.type === 'missing') told.push(read.frame.at);
        },
      },
      events: { whole: () => (isWhole = true), failed: () => undefined },
    });
    end.begin();
    for (const [came, at] of torn.entries()) {
      expect(told).toEqual(torn.slice(0, Math.min(250, 100 * Math.ceil((came + 1) / 100))));
      end.take(partOf({ type: 'block', at }));
      await nextTurn();
    }
    expect(isWhole).toBe(true);
  });

  test('takes a block once', async () => {
    const { source, openPart } = await opened(3);
    const { heard, over, receiving } = connected({ source, sink: await openPart() });
    const frame = encodeHeader({ type: 'block', at: 0, bytes: 3 });
    const [part] = new TransferReader(100).read(Buffer.concat([frame, bytesOf(3)]));
    while (heard.gets === 0) await nextTurn();
    if (part) receiving.take(part);
    await over();
    expect(heard.refusals).toEqual([{ code: 'not-a-transfer' }]);
  });
});

describe('who sends', () => {
  const part = (frame: object): TransferPart => {
    const [read] = new TransferReader(100).read(encodeHeader(frame));
    if (!read) throw new Error('no frame');
    return read;
  };

  const all = { type: 'missing', at: 0, blocks: 3 };
  const get = { type: 'get' };

  /** To somebody who takes in nothing; `counted`: how often a block was read. */
  async function drivenEnd(blocks: number, queuedBytes = 0) {
    const { source } = await opened(blocks * fileBlockBytes);
    const counted = { reads: 0 };
    const take: BlockSource['take'] = (missing) => {
      counted.reads += 1;
      return source.take(missing);
    };
    const refusals: Refusal[] = [];
    const send = (bytes: Uint8Array) => void (out.queuedBytes += bytes.length);
    const out = { queuedBytes, pieceBytes, send };
    const events = {
      whole: () => undefined,
      failed: (refusal: Refusal) => void refusals.push(refusal),
    };
    const end = new SendingEnd({ source: { ...source, take }, out, events });
    onTestFinished(() => end.stop());
    const atRest = async (): Promise<void> => {
      while (out.queuedBytes === 0) await nextTurn();
      for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    };
    return { end, out, counted, atRest, refusals };
  }

  test.each([
    ['of a missing block behind the end', [{ type: 'missing', at: 3, blocks: 1 }]],
    ['of missing blocks that end behind it', [{ type: 'missing', at: 1, blocks: 3 }]],
    ['of ever so many', [{ type: 'missing', at: 0, blocks: Number.MAX_SAFE_INTEGER }]],
    ['of one far away', [{ type: 'missing', at: 2 ** 32, blocks: 1 }]],
    ['of one block twice', [all, { type: 'missing', at: 2, blocks: 1 }]],
    ['of a wish for what is not missing', [{ type: 'get' }]],
    ['of one wish more than is missing', [all, ...Array.from({ length: 4 }, () => get)]],
    ['of a block', [{ type: 'block', at: 0, bytes: 0 }]],
    ['of a wish for the list, twice', [{ type: 'get-blocks' }, { type: 'get-blocks' }]],
  ])('hears %s and ends it', async (_, frames) => {
    const { end, refusals } = await drivenEnd(3, Infinity);
    for (const frame of frames) end.take(part(frame));
    expect(refusals[0]).toEqual({ code: 'not-a-transfer' });
  });

  test('takes no more wishes at once than may be', async () => {
    const { end, refusals } = await drivenEnd(20, Infinity);
    end.take(part({ type: 'missing', at: 0, blocks: 20 }));
    // One of them is being read.
    for (let count = 0; count <= limits.blocksAskedAtOnce; count += 1) end.take(part(get));
    expect(refusals).toEqual([]);
    end.take(part(get));
    expect(refusals).toEqual([{ code: 'not-a-transfer' }]);
  });

  test('reads no block before one is asked for, whatever is missing', async () => {
    const { end, counted, atRest, out } = await drivenEnd(3);
    end.take(part({ type: 'get-blocks' }));
    end.take(part(all));
    await atRest();
    expect(counted.reads).toBe(0);
    out.queuedBytes = 0;
    end.drained();
    end.take(part(get));
    await atRest();
    expect(counted.reads).toBe(2);
  });

  test('holds one block and the next, however much is asked for', async () => {
    const { end, counted, atRest, out } = await drivenEnd(8);
    end.take(part({ type: 'missing', at: 0, blocks: 8 }));
    for (let count = 0; count < 8; count += 1) end.take(part(get));
    await atRest();
    expect(counted.reads).toBe(2);
    const header = encodeHeader({ type: 'block', at: 0, bytes: fileBlockBytes });
    expect(out.queuedBytes).toBe(header.length + pieceBytes);
  });
});

describe('what is no transfer', () => {
  test.each([
    ['no JSON', 'hello\n'],
    ['a line without an end', 'x'.repeat(2000)],
    ['more bytes than a block has', '{"type":"block","at":0,"bytes":99999999}\n'],
    ['fewer than none', '{"type":"block","at":0,"bytes":-1}\n'],
    ['nothing that is missing', '{"type":"missing","at":0,"blocks":0}\n'],
    ['a part of a block that is missing', '{"type":"missing","at":0.5,"blocks":1}\n'],
    ['something else', '{"type":"send-message"}\n'],
  ])('is told: %s', (_, text) => {
    const reader = new TransferReader(fileBlockBytes);
    expect([...reader.read(Buffer.from(text))]).toEqual([undefined]);
  });

  test('is cut anywhere and read the same', () => {
    const wire = Buffer.from(
      '{"type":"get"}\n{"type":"block","at":2,"bytes":3}\nabc{"type":"whole"}\n',
    );
    for (let step = 1; step < wire.length; step += 1) {
      const reader = new TransferReader(100);
      const parts: (TransferPart | undefined)[] = [];
      for (let at = 0; at < wire.length; at += step)
        parts.push(...reader.read(wire.subarray(at, at + step)));
      expect(parts.map((each) => each?.frame.type)).toEqual(['get', 'block', 'whole']);
      expect(Buffer.from(parts[1]?.payload?.bytes ?? []).toString()).toBe('abc');
    }
  });
});
