import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { AppendOutcome } from '../../room/ports.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import {
  linesOf,
  startScript,
  startScriptOnOwnDisk,
  startScriptWithSmallFiles,
} from '../testing/run-script.ts';
import { linux, posix } from '../testing/systems.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createRoomStore, openRoomStore } from './testing/room-stores.ts';
import { newRoom, message } from './testing/room-samples.ts';
import { readPage } from './testing/read-page.ts';

const script = new URL('./testing/append-forever.ts', import.meta.url);

async function storedIds(folder: string): Promise<number[]> {
  return (await storedEntries(folder)).map(({ id }) => id);
}

async function storedEntries(folder: string): Promise<Entry[]> {
  const store = openRoomStore({ folder });
  onTestFinished(() => store.file.close());
  const entries: Entry[] = [];
  for (let more = true; more;) {
    const page = await readPage(store.log, { in: everyone, after: entries.length, limit: 1000 });
    entries.push(...page.entries);
    more = page.more;
  }
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
  return entries;
}

test('W6 what was acknowledged is there after the host was killed', async () => {
  const folder = temporaryFolder();
  const host = startScript(script, [folder, '10']);
  const ended = once(host, 'close');
  const acknowledged: number[] = [];
  for await (const line of linesOf(host)) {
    const outcomes = JSON.parse(line) as AppendOutcome[];
    acknowledged.push(...outcomes.flatMap((one) => (one.is === 'stored' ? [one.id] : [])));
    if (acknowledged.length >= 600) host.kill('SIGKILL');
  }
  expect(await ended).toEqual([null, 'SIGKILL']);
  const ids = await storedIds(folder);
  expect(ids.slice(0, acknowledged.length)).toEqual(acknowledged);
  // Two messages are one transaction: both or none.
  expect(ids.length % 2).toBe(0);
});

test('W6 changes that were acknowledged are there after the host was killed, and of what was deleted no text', async () => {
  const folder = temporaryFolder();
  const changes = new URL('./testing/change-forever.ts', import.meta.url);
  const host = startScript(changes, [folder]);
  const ended = once(host, 'close');
  const acknowledged: { id: number; type: string; gone?: number }[] = [];
  for await (const line of linesOf(host)) {
    acknowledged.push(JSON.parse(line) as { id: number; type: string });
    if (acknowledged.length >= 200) host.kill('SIGKILL');
  }
  expect(await ended).toEqual([null, 'SIGKILL']);
  const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
  const entries = await storedEntries(folder);
  expect(entries.slice(0, acknowledged.length).map(({ id, type }) => ({ id, type }))).toEqual(
    acknowledged.map(({ id, type }) => ({ id, type })),
  );
  const gone = acknowledged.flatMap(({ gone: seq }) => seq ?? []);
  expect(gone.length).toBeGreaterThan(20);
  for (const seq of gone) {
    expect(entries[seq - 1]).toMatchObject({ type: 'message', text: '' });
    const isThere = files.some((bytes) => bytes.includes(`first ${seq - 1}.`));
    expect({ seq, isThere }).toEqual({ seq, isThere: false });
  }
});

test('a room that another process has open is in use, and free when that one was killed', async () => {
  const folder = temporaryFolder();
  const host = startScript(script, [folder, '10']);
  const ended = once(host, 'close');
  for await (const _ of linesOf(host)) {
    expect(() => openRoomStore({ folder })).toThrow('data-in-use');
    break;
  }
  host.kill('SIGKILL');
  await ended;
  const store = openRoomStore({ folder });
  expect((await store.log.append([message(1_000_000)]))[0]?.is).toBe('stored');
  await store.file.close();
});

describe.each(posix)('on %s', () => {
  test('W6 a disk that fails in the middle refuses, and what was stored before is still read', async () => {
    const folder = temporaryFolder();
    const outcomes: AppendOutcome[][] = [];
    for await (const line of linesOf(startScriptWithSmallFiles(script, [folder, '8000'], 2000)))
      outcomes.push(JSON.parse(line) as AppendOutcome[]);
    const refused = { is: 'refused', code: 'store-failed' };
    expect(outcomes.at(-2)).toEqual([refused, refused]);
    // The cid of the first one is still known by the same store.
    expect(outcomes.at(-1)).toEqual([{ is: 'repeated', id: 1, seq: 1, at: 1001 }]);
    const stored = outcomes.flat().filter(({ is }) => is === 'stored');
    expect(await storedIds(folder)).toHaveLength(stored.length);
  });
});

test('W6 a database that may not grow refuses in the middle, and what was stored before is still read', async () => {
  const folder = temporaryFolder();
  const store = createRoomStore({ folder, ...newRoom, keptFreeBytes: 0, maxPages: 100 });
  const outcomes: AppendOutcome[] = [];
  for (let number = 1; outcomes.at(-1)?.is !== 'refused'; number += 2) {
    const text = 'x'.repeat(8000);
    const two = [message(number, { text }), message(number + 1, { text })];
    outcomes.push(...(await store.log.append(two)));
  }
  const refused = { is: 'refused', code: 'store-full' };
  expect(outcomes.slice(-2)).toEqual([refused, refused]);
  const stored = outcomes.filter(({ is }) => is === 'stored');
  expect(stored.length).toBeGreaterThan(10);
  const again = await store.log.append([message(1, { text: 'x'.repeat(8000) })]);
  expect(again).toEqual([{ is: 'repeated', id: 1, seq: 1, at: 1001 }]);
  await store.file.close();
  expect(await storedIds(folder)).toHaveLength(stored.length);
});

describe.each(linux)('on %s', () => {
  test('W8 on a disk without a free byte people come back and read, and only new messages are refused (needs to mount)', async () => {
    const said: unknown[] = [];
    const disk = { folder: temporaryFolder(), kiB: 4096 };
    const fullDisk = new URL('../testing/full-disk.ts', import.meta.url);
    for await (const line of linesOf(startScriptOnOwnDisk(fullDisk, disk)))
      said.push(JSON.parse(line));
    const refused = { is: 'refused', code: 'store-full' };
    expect(said).toEqual([{ free: 0 }, { saved: 500 }, refused, { read: 0 }]);
  }, 60_000);

  test('W8 a host and a member that are started on a full disk lose nothing, and resume (needs to mount)', async () => {
    const said: unknown[] = [];
    const disk = { folder: temporaryFolder(), kiB: 8192 };
    const starts = new URL('../testing/start-on-full-disk.ts', import.meta.url);
    for await (const line of linesOf(startScriptOnOwnDisk(starts, disk)))
      said.push(JSON.parse(line));
    const refused = { is: 'refused', code: 'store-full' };
    expect(said).toEqual([
      { free: 0 },
      { start: 1, refused, read: 62 },
      { start: 2, refused, read: 62 },
      { start: 3, refused, read: 62 },
      { token: 'token 3', waiting: 3 },
      ['replica.db', 'replica.db-space', 'room.db', 'room.db-space'],
    ]);
  }, 60_000);
});
