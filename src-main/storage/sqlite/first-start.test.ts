import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import { startOnce } from '../testing/first-start.ts';
import { linesOf, startScript, startScriptOnSmallDisk } from '../testing/run-script.ts';
import { linux } from '../testing/systems.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const script = new URL('../testing/first-start.ts', import.meta.url);
const whole = ['replica.db', 'replica.db-space', 'room.db', 'room.db-space'];

/** The next start after one that was interrupted. */
async function expectGoodStart(folder: string): Promise<void> {
  await startOnce(folder);
  expect(readdirSync(folder).sort()).toEqual(whole);
}

test('a first start that was killed at any moment leaves nothing in the way of the next', async () => {
  const random = seededRandom(32);
  for (let round = 0; round < 6; round += 1) {
    const folder = temporaryFolder();
    const program = startScript(script, [folder]);
    const ended = once(program, 'close');
    for await (const line of linesOf(program)) {
      if (line !== 'making') continue;
      // Whenever it comes, what follows holds; most of them hit the making itself.
      await wait(random.fraction() * 40);
      program.kill('SIGKILL');
    }
    await ended;
    await expectGoodStart(folder);
  }
}, 120_000);

// Elsewhere the same is shown by a limit of SQLite's own, in open-database.test.ts.
describe.each(linux)('on %s', () => {
  test('a disk that is full at the first start leaves nothing in the way of the next (needs to mount)', async () => {
    const random = seededRandom(33);
    for (const kiB of [
      4,
      64,
      ...Array.from({ length: 2 }, () => Math.ceil(random.fraction() * 220)),
    ]) {
      const lines: string[] = [];
      for await (const line of linesOf(
        startScriptOnSmallDisk(script, { folder: temporaryFolder(), kiB }),
      ))
        lines.push(line);
      expect(lines.slice(-7), `${kiB} KiB`).toEqual(['making', 'made', 'ended 0', ...whole]);
      expect(lines.slice(0, -7), `${kiB} KiB`).toEqual(['making', 'ended 1']);
    }
  }, 120_000);
});
