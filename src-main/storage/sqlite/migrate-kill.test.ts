import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import { roomMigrations } from '../migrations/room/room-migrations.ts';
import { messages, newRoom } from '../room/testing/room-samples.ts';
import { createRoomStore, openRoomStore } from '../room/testing/room-stores.ts';
import { stepsFurther } from '../testing/migrate-once.ts';
import { linesOf, startScript } from '../testing/run-script.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { schemaVersion } from './migrate.ts';

const script = new URL('../testing/migrate-once.ts', import.meta.url);
/** `ODA_KILLS=50 npx vitest run migrate-kill` kills more often. */
const kills = Number(process.env['ODA_KILLS'] ?? 6);
const firstMs = 40;

test(
  'a room whose host is killed while its schema changes is in the old one or in the new one, whole',
  async () => {
    const folder = temporaryFolder();
    const made = createRoomStore({ folder, ...newRoom });
    const all = messages(900, { text: 'x'.repeat(1000) });
    await made.log.append(all);
    await made.file.close();
    const random = seededRandom(Number(process.env['ODA_SEED'] ?? 1));
    let tookMs = firstMs;
    let interrupted = 0;
    for (let step = 1; step <= kills; step += 1) {
      const host = startScript(script, [folder, `${step}`]);
      const said: string[] = [];
      const startedAt = { ms: 0 };
      for await (const line of linesOf(host)) {
        said.push(line);
        if (line === 'migrating') {
          startedAt.ms = performance.now();
          void wait(random.fraction() * tookMs).then(() => host.kill('SIGKILL'));
        } else tookMs = performance.now() - startedAt.ms;
      }
      const database = new DatabaseSync(join(folder, 'room.db'));
      const version = schemaVersion(database);
      const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'step%'`);
      const isDone = version === roomMigrations.length + step;
      const last = isDone ? step : step - 1;
      expect(version).toBe(roomMigrations.length + last);
      expect(tables.all().map(({ name }) => name)).toEqual(last > 0 ? [`step${last}`] : []);
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      database.close();
      if (said.includes('migrated')) expect(isDone).toBe(true);
      else interrupted += 1;
      const store = openRoomStore({ folder }, { migrations: stepsFurther(step) });
      // All are known by their cids: nothing is stored once more.
      const outcomes = await store.log.append(all);
      expect(outcomes.filter(({ is }) => is === 'repeated')).toHaveLength(all.length);
      await store.file.close();
    }
    expect(interrupted).toBeGreaterThan(0);
  },
  20_000 + 10_000 * kills,
);
