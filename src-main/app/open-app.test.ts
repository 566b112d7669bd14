import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { systemClock } from '../net/system-clock.ts';
import { systemRandom } from '../net/system-random.ts';
import { openApp } from './open-app.ts';

const storageWorkerUrl = new URL('../storage/worker/storage-worker.ts', import.meta.url);

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'oda-app-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('runs on its storage worker: hosts, says something, closes, and a second one waits its turn', async () => {
  const defects: unknown[] = [];
  const dataFolder = newFolder();
  const open = () =>
    openApp({
      dataFolder,
      program: { version: '0.0.0', shell: 'browser' },
      systemName: 'Test',
      systemLanguage: 'en',
      clock: systemClock,
      random: systemRandom,
      reportDefect: (error) => defects.push(error),
      storageWorkerUrl,
      host: '127.0.0.1',
    });
  const first = await open();
  if (!first.ok) throw new Error(first.code);
  const hosted = await first.app.handle('room/host', { name: 'ali', roomName: 'Oda', port: 0 });
  if (!hosted.ok) throw new Error(hosted.code);
  const { room } = hosted.value as { room: string };
  const said = new Promise<void>((resolve) => {
    first.app.on((name, push) => {
      if (name !== 'timeline/appended') return;
      const { entries } = push as { entries: { type: string; text?: string }[] };
      if (entries.some(({ text }) => text === 'merhaba')) resolve();
    });
  });
  await first.app.handle('message/send', { room, in: everyone, text: 'merhaba' });
  await said;
  expect(await open()).toMatchObject({ ok: false, code: 'data-in-use' });
  await first.app.close();

  const second = await open();
  if (!second.ok) throw new Error(second.code);
  const page = await second.app.handle('timeline/page', { room, in: everyone, limit: 10 });
  expect(page).toMatchObject({ ok: true });
  expect(JSON.stringify(page)).toContain('merhaba');
  await second.app.close();
  expect(defects).toEqual([]);
}, 30_000);
