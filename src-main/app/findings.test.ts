import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../net/system-clock.ts';
import { systemRandom } from '../net/system-random.ts';
import { openReplica } from '../storage/replica/sqlite-replica.ts';
import { kitchen, roomRecord, run } from '../storage/replica/testing/replica-samples.ts';
import { damagePage } from '../storage/testing/damage-page.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { App } from './create-app.ts';
import { openApp } from './open-app.ts';

/** An app over its storage worker, on a copy in which this is damaged. */
async function openOnDamaged(table: string): Promise<App> {
  const dataFolder = temporaryFolder();
  const folder = join(dataFolder, 'profile');
  const replica = openReplica({ folder });
  await replica.rooms.save(roomRecord({ open: false }));
  await replica.entries.add(kitchen, everyone, run(1, 400));
  await replica.file.close();
  damagePage(join(folder, 'replica.db'), table);
  const opened = await openApp({
    dataFolder,
    downloadsFolder: join(dataFolder, 'downloads'),
    program: { version: '0.0.0', shell: 'browser' },
    systemName: 'Test',
    systemLanguage: 'en',
    clock: systemClock,
    random: systemRandom,
    reportDefect: (error) => defects.push(error),
    storageWorkerUrl: new URL('../storage/worker/storage-worker.ts', import.meta.url),
    host: '127.0.0.1',
  });
  if (!opened.ok) throw new Error(opened.refusal.code);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

const defects: unknown[] = [];

/** The first answer that says something: what is found may arrive after the window has asked. */
async function firstFinding(app: App): Promise<unknown> {
  for (;;) {
    const arrived = new Promise<void>((resolve) => {
      const end = app.on((name) => {
        if (name !== 'finding/arrived') return;
        end();
        resolve();
      });
    });
    const answer = await app.handle('finding/take', {});
    if (answer.ok && Array.isArray(answer.value) && answer.value.length > 0) return answer.value;
    await arrived;
  }
}

it.each([
  ['entry_text_data', 'index-rebuilt'],
  ['group_message', 'rows-damaged'],
])('damage in %s of the copy on disk is told once to a window', async (table, finding) => {
  const app = await openOnDamaged(table);
  expect(await firstFinding(app)).toEqual([finding]);
  expect(await app.handle('finding/take', {})).toEqual({ ok: true, value: [] });
  const page = await app.handle('timeline/page', { room: kitchen, in: everyone, limit: 10 });
  expect(page).toMatchObject({
    ok: true,
    value: { entries: Array.from({ length: 10 }, () => ({})) },
  });
  const found = await app.handle('search/find', { text: 'message', limit: 5 });
  expect(found).toMatchObject({ ok: true });
  expect(defects).toEqual([]);
});
