import { once } from 'node:events';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src-shared/outside/random.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { linesOf, startScript } from '../storage/testing/run-script.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { openRoomStore } from '../storage/room/testing/room-stores.ts';
import { readPage } from '../storage/room/testing/read-page.ts';

const script = new URL('./testing/later-host.ts', import.meta.url);
/** `ODA_KILLS=200 npx vitest run later-kill` kills more often. */
const kills = Number(process.env['ODA_KILLS'] ?? 20);

type Heard = { is: 'saved' | 'cancelled' | 'late' | 'done'; number: number };

test(
  'what is sent later is said once, and what was cancelled never, however often the host is killed',
  async () => {
    const folder = temporaryFolder();
    const random = seededRandom(Number(process.env['ODA_SEED'] ?? 1));
    const heard = new Map<number, Heard['is'][]>();
    let next = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const host = startScript(script, [folder, `${next}`]);
      const ended = once(host, 'close');
      let left = 1 + Math.floor(random.fraction() * 12);
      for await (const line of linesOf(host)) {
        const { is, number } = JSON.parse(line) as Heard;
        heard.set(number, [...(heard.get(number) ?? []), is]);
        next = Math.max(next, number + 2);
        left -= 1;
        if (left === 0) host.kill('SIGKILL');
      }
      expect(await ended).toEqual([null, 'SIGKILL']);
    }
    const last = startScript(script, [folder, `${next}`, 'all']);
    const said: string[] = [];
    for await (const line of linesOf(last)) said.push(line);
    expect(said).toEqual(['{"is":"done"}']);

    const count = await countTexts(folder);
    for (const [number, answers] of heard) {
      const times = count.get(`${number}`) ?? 0;
      // Whether it was cancelled nobody heard any more.
      const isOpen = number % 2 === 1 && answers.length === 1;
      const expected = answers.includes('cancelled') ? 0 : 1;
      expect({ number, answers, times }).toEqual({
        number,
        answers,
        times: isOpen ? Math.min(times, 1) : expected,
      });
      expect(['saved', 'saved,cancelled', 'saved,late']).toContain(answers.join(','));
    }
    expect([...heard.values()].flat()).toContain('cancelled');
  },
  20_000 + kills * 5000,
);

/** How often each text was said. */
async function countTexts(folder: string): Promise<Map<string, number>> {
  const store = openRoomStore({ folder });
  const count = new Map<string, number>();
  let after = 0;
  for (let more = true; more;) {
    const page = await readPage(store.log, { in: everyone, after, limit: 1000 });
    for (const entry of page.entries)
      if (entry.type === 'message') count.set(entry.text, (count.get(entry.text) ?? 0) + 1);
    after = page.entries.at(-1)?.seq ?? after;
    more = page.more;
  }
  await store.file.close();
  return count;
}
