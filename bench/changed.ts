import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyone } from '../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../src-shared/protocol/ids.ts';
import type { ChangeEntry } from '../src-shared/protocol/entries.ts';
import type { Replica } from '../src-main/client/replica/replica.ts';
import { historyRoom, openBenchStorage, self, writeLongHistory } from './long-history.ts';
import type { Figures, Measurement } from './measurement.ts';
import { round, spread } from './statistics.ts';
import { measureWindow } from './window-opening.ts';

/** Of which nine in ten are in `everyone`. */
const messages = 111_112;
const changes = 10_000;
const reactions = 5000;
/** As a window asks. */
const pageSize = 200;
const rounds = 30;
const firstAt = 1_700_000_000_000;

/** A conversation whose newest entries all change what was said before, and one message to which everybody reacts. */
export const changed: Measurement = {
  name: 'changed',
  needsBrowser: true,
  title: `Opening 100,000 messages with ${changes.toLocaleString('en')} changed at the newest end; ${reactions.toLocaleString('en')} reactions to one message`,
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'oda-bench-'));
    try {
      const profile = join(folder, 'profile');
      await writeLongHistory(profile, messages);
      const unchanged = {
        ...(await withReplica(profile, measureOpening)),
        ...(await measureWindow(folder)),
      };
      const opened = await withReplica(profile, async (replica) => {
        await changeNewest(replica, await lastOf(replica));
        return measureOpening(replica);
      });
      const rows = [
        { what: 'opening, nothing changed', figures: unchanged },
        {
          what: 'opening, the newest changed',
          figures: { ...opened, ...(await measureWindow(folder)) },
        },
        { what: 'one reaction more', figures: await withReplica(profile, measureReactions) },
      ];
      return rows;
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function withReplica<T>(profile: string, run: (replica: Replica) => Promise<T>): Promise<T> {
  const storage = openBenchStorage();
  const done = await run(await storage.openReplica({ folder: profile }));
  await storage.close();
  return done;
}

async function lastOf(replica: Replica): Promise<number> {
  const records = await replica.conversations.list(historyRoom);
  const found = records.find(({ in: id }) => id === everyone);
  if (!found) throw new Error('Nothing was written');
  return found.lastSeq;
}

/** The newest page, as a window asks for it. */
async function measureOpening(replica: Replica): Promise<Figures> {
  const samples: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const startedAt = performance.now();
    await replica.entries.readTimeline({ room: historyRoom, in: everyone, limit: pageSize });
    samples.push(performance.now() - startedAt);
  }
  const { p50, p99 } = spread(samples);
  return { openedP50Ms: p50, openedP99Ms: p99 };
}

/** Edits, reactions and deletions in turn, each of another one of the newest messages. */
async function changeNewest(replica: Replica, lastSeq: number): Promise<void> {
  const all = Array.from({ length: changes }, (_, i): ChangeEntry => {
    const target = lastSeq - changes + 1 + i;
    const head = headOf(lastSeq + 1 + i, { target, by: self });
    if (i % 3 === 0) return { type: 'message-edited', ...head, text: `changed ${i}` };
    if (i % 3 === 1) return { type: 'reaction-added', ...head, emoji: '👍' };
    return { type: 'message-deleted', ...head };
  });
  // Only who said it changes it; the log would have refused the others.
  for (let i = 0; i < all.length; i += 2000)
    await replica.entries.add(historyRoom, everyone, all.slice(i, i + 2000));
}

function headOf(seq: number, { target, by }: { target: number; by: AccountId }) {
  const cid = `bench-change-${String(seq).padStart(10, '0')}` as Cid;
  return { in: everyone, seq, id: 1_000_000 + seq, at: firstAt + seq * 20_000, cid, by, target };
}

/** Told one by one, and shown after each: the last ones cost what the first ones did. */
async function measureReactions(replica: Replica): Promise<Figures> {
  const first = (await lastOf(replica)) + 1;
  const target = first - 2 * changes - 2;
  const samples: number[] = [];
  for (let i = 0; i < reactions; i += 1) {
    const by = `reacting-${String(i).padStart(4, '0')}`.slice(-10) as AccountId;
    const entry = { type: 'reaction-added', ...headOf(first + i, { target, by }), emoji: '👍' };
    const startedAt = performance.now();
    await replica.entries.add(historyRoom, everyone, [entry as ChangeEntry]);
    await replica.entries.readMessages(historyRoom, everyone, [target]);
    samples.push(performance.now() - startedAt);
  }
  const tenth = reactions / 10;
  return {
    first500P50Ms: spread(samples.slice(0, tenth)).p50,
    last500P50Ms: spread(samples.slice(-tenth)).p50,
    allSeconds: round(samples.reduce((sum, ms) => sum + ms, 0) / 1000),
  };
}
