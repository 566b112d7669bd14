import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { systemClock } from '../net/system-clock.ts';
import { systemRandom } from '../net/system-random.ts';
import { endsOfWorkers } from '../storage/testing/ends-of-workers.ts';
import { posix } from '../storage/testing/systems.ts';
import { openApp } from './open-app.ts';

const storageWorkerUrl = new URL('../storage/worker/storage-worker.ts', import.meta.url);

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'oda-app-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function openIn(dataFolder: string, defects: unknown[] = []) {
  return openApp({
    dataFolder,
    downloadsFolder: join(dataFolder, 'downloads'),
    program: { version: '0.0.0', shell: 'browser' },
    systemName: 'Test',
    systemLanguage: 'en',
    clock: systemClock,
    random: systemRandom,
    reportDefect: (error) => defects.push(error),
    storageWorkerUrl,
    host: '127.0.0.1',
  });
}

it('runs on its storage worker: hosts, says something, closes, and a second one waits its turn', async () => {
  const defects: unknown[] = [];
  const dataFolder = newFolder();
  const open = () => openIn(dataFolder, defects);
  const first = await open();
  if (!first.ok) throw new Error(first.refusal.code);
  const hosted = await first.value.handle('room/host', { name: 'ali', roomName: 'Oda', port: 0 });
  if (!hosted.ok) throw new Error(hosted.refusal.code);
  const { room } = hosted.value as { room: string };
  const said = new Promise<void>((resolve) => {
    first.value.on((name, push) => {
      if (name !== 'timeline/appended') return;
      const { entries } = push as { entries: { type: string; text?: string }[] };
      if (entries.some(({ text }) => text === 'merhaba')) resolve();
    });
  });
  await first.value.handle('message/send', { room, in: everyone, text: 'merhaba' });
  await said;
  const ends = endsOfWorkers();
  expect(await open()).toMatchObject({ ok: false, refusal: { code: 'data-in-use' } });
  // Nothing that was started for it goes on.
  expect(ends).toHaveLength(1);
  await Promise.all(ends);
  await first.value.close();

  const second = await open();
  if (!second.ok) throw new Error(second.refusal.code);
  const page = await second.value.handle('timeline/page', { room, in: everyone, limit: 10 });
  expect(page).toMatchObject({ ok: true });
  expect(JSON.stringify(page)).toContain('merhaba');
  await second.value.close();
  expect(defects).toEqual([]);
}, 30_000);

describe.each(posix)('on %s', () => {
  it('takes from everybody else what an older version left open to them', async () => {
    const dataFolder = newFolder();
    const log = join(dataFolder, 'rooms', 'kitchen', 'log', 'host.log');
    mkdirSync(join(log, '..'), { recursive: true });
    writeFileSync(log, 'words');
    for (const path of [dataFolder, join(dataFolder, 'rooms')]) chmodSync(path, 0o755);
    chmodSync(log, 0o644);
    const opened = await openIn(dataFolder);
    if (!opened.ok) throw new Error(opened.refusal.code);
    await opened.value.close();
    const modes = [dataFolder, join(dataFolder, 'rooms'), log].map((path) => statSync(path).mode);
    expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o700, 0o600]);
  }, 30_000);
});
