import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directConversation, everyone } from '../src-shared/protocol/ids.ts';
import type { AccountId } from '../src-shared/protocol/ids.ts';
import type { SearchQuery } from '../src-main/client/replica/conversations.ts';
import type { Replica } from '../src-main/client/replica/replica.ts';
import {
  commonWords,
  firstAt,
  historyRoom,
  openBenchStorage,
  others,
  self,
  spacingMs,
  writeLongHistory,
} from './long-history.ts';
import type { Measurement, Row } from './measurement.ts';
import { round, spread } from './statistics.ts';

const messages = Number(process.env['ODA_SEARCH_MESSAGES'] ?? 1_000_000);
const weekMs = 7 * 24 * 60 * 60 * 1000;
const rounds = 300;
const limit = 50;

type Query = Omit<SearchQuery, 'limit'>;
type Kind = { what: string; query: (round: number) => Query; finds: boolean };

const someDirect = directConversation(self, 'account-15' as AccountId);
const someoneElse = 'account-16' as AccountId;
const weekAgo = (i: number) => {
  const after = firstAt + ((i % 20) / 40) * messages * spacingMs;
  return { after, before: after + weekMs };
};
const rareWord = (i: number): string => ['holiday', 'garden', 'budget', 'chart'][i % 4] ?? '';
const word = (i: number): string => commonWords[i % commonWords.length] ?? '';

const kinds: readonly Kind[] = [
  { what: '3 letters and more', query: (i) => ({ text: word(i) }), finds: true },
  { what: 'part of a word', query: (i) => ({ text: word(i).slice(0, 3) }), finds: true },
  { what: 'two words', query: (i) => ({ text: `${word(i)} ${word(i + 7)}` }), finds: true },
  {
    what: 'four words, two of them rare',
    query: (i) => ({ text: `${word(i)} ${word(i + 7)} ${rareWord(i)} ${rareWord(i + 1)}` }),
    finds: true,
  },
  { what: 'two letters', query: (i) => ({ text: word(i).slice(0, 2) }), finds: true },
  { what: 'one letter', query: (i) => ({ text: word(i).slice(0, 1) }), finds: true },
  {
    what: 'in everyone, 3 letters and more',
    query: (i) => ({ text: word(i), room: historyRoom, in: everyone }),
    finds: true,
  },
  {
    what: 'in one direct conversation of 5,000',
    query: (i) => ({ text: word(i), room: historyRoom, in: someDirect }),
    finds: true,
  },
  {
    what: 'a word of one person',
    query: (i) => ({ text: word(i), from: others[i % others.length] }),
    finds: true,
  },
  {
    what: 'a word in a week long ago',
    query: (i) => ({ text: word(i), ...weekAgo(i) }),
    finds: true,
  },
  {
    what: 'a word in a direct conversation, in a week long ago',
    query: (i) => ({ text: word(i), room: historyRoom, in: someDirect, ...weekAgo(i) }),
    finds: true,
  },
  {
    what: 'a word of one person in a week long ago',
    query: (i) => ({ text: word(i), from: others[i % others.length], ...weekAgo(i) }),
    finds: true,
  },
  {
    what: 'two letters of one person in a week long ago',
    query: (i) => ({
      text: word(i).slice(0, 2),
      from: others[i % others.length],
      ...weekAgo(i),
    }),
    finds: true,
  },
  {
    what: 'a word of somebody who is not in that direct conversation',
    query: (i) => ({ text: word(i), room: historyRoom, in: someDirect, from: someoneElse }),
    finds: false,
  },
  {
    what: 'one person’s links beside a rare word',
    query: (i) => ({ text: rareWord(i), hasLink: true, from: others[i % others.length] }),
    finds: true,
  },
  { what: 'a word beside a link', query: (i) => ({ text: word(i), hasLink: true }), finds: true },
  { what: 'all that has a link', query: () => ({ text: '', hasLink: true }), finds: true },
  {
    what: 'a word beside a file',
    query: (i) => ({ text: word(i), hasFile: 'any' }),
    finds: true,
  },
  {
    what: 'files by their names',
    query: (i) => ({ text: `report-${101 * (1 + (i % 90))}`, hasFile: 'any' }),
    finds: true,
  },
  {
    what: 'one person’s files in a week long ago',
    query: (i) => ({
      text: '',
      hasFile: 'any',
      from: others[i % others.length],
      after: firstAt + 0.3 * messages * spacingMs,
      before: firstAt + 0.3 * messages * spacingMs + weekMs,
    }),
    finds: true,
  },
  { what: 'nothing found, a word', query: (i) => ({ text: `qxzw${i}` }), finds: false },
  { what: 'nothing found, two letters', query: () => ({ text: 'qx' }), finds: false },
  { what: 'nothing found, one letter', query: () => ({ text: 'ж' }), finds: false },
  {
    what: 'nothing found, letters that occur but never together',
    query: () => ({ text: 'lunchx' }),
    finds: false,
  },
];

/** The first page of hits in a million messages, asked for through the worker as windows do. */
export const search: Measurement = {
  name: 'search',
  title: `Newest ${limit} hits in ${messages.toLocaleString('en')} messages, ${rounds} searches each`,
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'oda-bench-'));
    try {
      return await measureIn(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function measureIn(folder: string): Promise<Row[]> {
  const tookMs = await writeLongHistory(folder, messages);
  const storage = openBenchStorage();
  const openedAt = performance.now();
  const replica = await storage.openReplica({ folder });
  const openMs = performance.now() - openedAt;
  const rows: Row[] = [
    {
      what: 'the copy itself',
      figures: {
        indexedPerSecond: round(messages / (tookMs / 1000)),
        storedMb: round((await replica.file.size()) / 2 ** 20),
        openMs: round(openMs),
      },
    },
  ];
  for (const kind of kinds) rows.push(await measureKind(replica, kind));
  await storage.close();
  return rows;
}

async function measureKind(replica: Replica, { what, query, finds }: Kind): Promise<Row> {
  const samples: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const startedAt = performance.now();
    const { hits } = await replica.search.find({ ...query(i), limit });
    samples.push(performance.now() - startedAt);
    if (hits.length > 0 !== finds) throw new Error(`${what}: ${hits.length} hits, round ${i}`);
  }
  const { p50, p99 } = spread(samples);
  return { what, figures: { p50Ms: p50, p99Ms: p99 } };
}
