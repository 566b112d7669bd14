import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { everyone, hostAccount } from '../../../src-shared/protocol/ids.ts';
import { linesOf, startScript } from '../testing/run-script.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { readPage } from './testing/read-page.ts';
import { openRoomStore } from './testing/room-stores.ts';

const script = new URL('./testing/expire-forever.ts', import.meta.url);

test.each([1, 3, 5])(
  'a host that is killed after step %d has let go all that it said, nothing above, and goes on',
  async (steps) => {
    const folder = temporaryFolder();
    const host = startScript(script, [folder]);
    const ended = once(host, 'close');
    const targets: number[] = [];
    for await (const line of linesOf(host)) {
      targets.push(Number(line));
      if (targets.length >= steps) host.kill('SIGKILL');
    }
    await ended;
    const told = targets.at(-1) ?? 0;
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
    for (let seq = 1; seq <= told; seq += 1)
      expect(files.some((bytes) => bytes.includes(`marked ${seq}.`))).toBe(false);

    const { log, file } = openRoomStore({ folder });
    onTestFinished(() => file.close());
    const first = async () =>
      (await readPage(log, { in: everyone, after: 0, limit: 1 })).entries[0];
    const before = (await first())?.seq ?? 0;
    // The step after the last that was told may be done: it is done whole.
    expect([told + 1, told + 501]).toContain(before);
    for (;;) {
      const { drafts } = await log.expiring({ now: 1, from: 0 });
      if (drafts.length === 0) break;
      const at = { at: 1, by: hostAccount } as const;
      await log.append(drafts.map((draft) => ({ type: 'expired', ...at, ...draft })));
    }
    const left: Entry[] = [];
    for (let isMore = true; isMore;) {
      const after = left.at(-1)?.seq ?? 0;
      const page = await readPage(log, { in: everyone, after, limit: 1000 });
      left.push(...page.entries);
      isMore = page.more;
    }
    const floor = left[0]?.seq ?? 0;
    expect(floor).toBeGreaterThan(3950);
    expect(left.map(({ seq }) => seq)).toEqual(left.map((_, place) => floor + place));
    const texts = left.flatMap((entry) => (entry.type === 'message' ? [entry.text] : []));
    expect(texts).toEqual(texts.map((_, place) => `marked ${floor + place}.`));
    expect(texts.at(-1)).toBe('marked 5000.');
  },
);
