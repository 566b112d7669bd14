import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { ChangeEntry, Entry } from '../../../src-shared/protocol/entries.ts';
import { isChange } from '../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openReplica } from './sqlite-replica.ts';
import { ali, changing, kitchen, me, roomRecord, said, veli } from './testing/replica-samples.ts';

const people = [me, ali, veli] as const;
const emojis = ['\u{1f44d}', '❤️', 'no emoji'];

const happening = fc.oneof(
  { arbitrary: fc.record({ is: fc.constant('message' as const), by: fc.nat(2) }), weight: 3 },
  {
    arbitrary: fc.record({
      is: fc.constantFrom<ChangeEntry['type'][]>(
        'message-deleted',
        'message-edited',
        'message-edited',
        'reaction-added',
        'reaction-added',
        'reaction-removed',
        'message-pinned',
        'message-unpinned',
      ),
      by: fc.nat(2),
      target: fc.nat(30),
      emoji: fc.constantFrom(...emojis),
    }),
    weight: 4,
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** A log as a room would hold it: no change of what is deleted, no edit by others. */
function logOf(happenings: readonly Happening[]): Entry[] {
  const log: Entry[] = [];
  for (const each of happenings) {
    const seq = log.length + 1;
    const by = people[each.by] ?? me;
    if (each.is === 'message') {
      log.push(said(seq, { from: by, text: `word${seq}` }));
      continue;
    }
    const target = (each.target % Math.max(1, log.length)) + 1;
    log.push(changing(each.is, { seq, by, target, text: `edit${seq}`, emoji: each.emoji }));
  }
  return log;
}

/** The same as the room's log has it now: nothing of what was deleted before the number `known`. */
function emptied(log: readonly Entry[], known: number): Entry[] {
  const gone = new Set(
    log.flatMap((each) =>
      each.type === 'message-deleted' && each.seq <= known ? [each.target] : [],
    ),
  );
  return log.map((each): Entry => {
    if (each.type === 'message' && gone.has(each.seq)) return { ...each, text: '' };
    return each.type === 'message-edited' && gone.has(each.target) ? { ...each, text: '' } : each;
  });
}

type Shown = { text: string; reactions: Record<string, string[]>; pinnedBy: string | undefined };

/** What is to be seen in the end, told in the simplest way. */
function expectedOf(log: readonly Entry[]): Map<number, Shown> {
  const shown = new Map<number, Shown & { from: string }>();
  for (const each of log) {
    if (each.type === 'message')
      shown.set(each.seq, { from: each.from, text: each.text, reactions: {}, pinnedBy: undefined });
    const target = isChange(each) ? shown.get(each.target) : undefined;
    if (!target || target.text === '' || !isChange(each)) continue;
    if (each.type === 'message-deleted')
      Object.assign(target, { text: '', reactions: {}, pinnedBy: undefined });
    else if (each.type === 'message-edited') {
      if (each.by === target.from) target.text = each.text;
    } else if (each.type === 'message-pinned') target.pinnedBy ??= each.by;
    else if (each.type === 'message-unpinned') target.pinnedBy = undefined;
    else if (each.emoji !== 'no emoji') {
      const others = (target.reactions[each.emoji] ?? []).filter((by) => by !== each.by);
      const was = target.reactions[each.emoji] ?? [];
      const kept = was.includes(each.by) ? was : [...was, each.by];
      target.reactions[each.emoji] = each.type === 'reaction-added' ? kept : others;
    }
  }
  return new Map([...shown].map(([seq, { from: _, ...rest }]) => [seq, rest]));
}

const columns = 'e.place, e.seq, k.name, e.folded, e.rest, e.shown, e.target, e.others, e.pinned';

// The marks of people are of numbers that are given out as they come (`markOf`).
const isOfText = 'unicode(term) NOT BETWEEN 0xe000 AND 0xf8ff';

function stored(folder: string): unknown {
  const database = new DatabaseSync(join(folder, 'replica.db'));
  try {
    database.exec(`CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, entry_text, instance)`);
    const read = (sql: string) => database.prepare(sql).all();
    return [
      read(`SELECT ${columns} FROM entry e JOIN kind k ON k.number = e.kind ORDER BY e.place`),
      read(`SELECT term, doc FROM temp.words WHERE ${isOfText} ORDER BY term, doc`),
      read('SELECT gram, block FROM gram ORDER BY gram, block'),
      read('SELECT unread, last_message FROM conversation'),
    ];
  } finally {
    database.close();
  }
}

async function copyOf(pages: readonly (readonly Entry[])[]) {
  const folder = temporaryFolder();
  const replica = openReplica({ folder });
  await replica.rooms.save(roomRecord());
  const seqs = pages.flatMap((page) => page.map(({ seq }) => seq));
  const readMessages = () => replica.entries.readMessages(kitchen, everyone, seqs);
  for (const page of pages) {
    await replica.entries.add(kitchen, everyone, page);
    // What is shown is kept from then on, and advanced with each change.
    await readMessages();
  }
  const advanced = await readMessages();
  const { entries, marks = [] } = await replica.entries.readTimeline({
    room: kitchen,
    in: everyone,
    limit: 500,
  });
  const pinned = await replica.entries.readPinned(kitchen, everyone);
  const found = await replica.search.find({ text: 'word', limit: 200 });
  await replica.file.close();
  expect(await readAnew(folder, seqs)).toEqual(advanced);
  const texts = new Map<number, Shown>();
  for (const each of entries) {
    if (each.type !== 'message') continue;
    const own = marks.find(({ seq }) => seq === each.seq);
    const reactions = Object.fromEntries(
      (own?.reactions ?? []).map(({ emoji, by }) => [emoji, by]),
    );
    texts.set(each.seq, { text: each.text, reactions, pinnedBy: own?.pinned?.by });
  }
  return {
    folder,
    texts,
    pinned: pinned.map(({ message }) => message.seq),
    found: found.hits.map(({ message }) => message.seq),
    stored: stored(folder),
  };
}

/** Nothing was folded before. */
async function readAnew(folder: string, seqs: number[]) {
  const replica = openReplica({ folder });
  try {
    return await replica.entries.readMessages(kitchen, everyone, seqs);
  } finally {
    await replica.file.close();
  }
}

test('W18 copies that learnt it in whatever order are equal, and equal to one made anew', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 4, maxLength: 24 }),
      fc.nat(23),
      fc.array(fc.record({ isOlder: fc.boolean(), count: fc.integer({ min: 1, max: 5 }) }), {
        maxLength: 30,
      }),
      async (happenings, begin, steps) => {
        const log = logOf(happenings);
        const whole = await copyOf([log]);
        const expected = expectedOf(log);
        for (const { reactions } of expected.values())
          for (const [emoji, by] of Object.entries(reactions))
            if (by.length === 0) delete reactions[emoji];
        expect(whole.texts).toEqual(expected);
        expect(whole.pinned).toEqual(
          [...expected].flatMap(([seq, { pinnedBy }]) => (pinnedBy ? [seq] : [])).toReversed(),
        );
        expect(whole.found.toSorted((a, b) => a - b)).toEqual(
          [...expected].flatMap(([seq, { text }]) => (text.startsWith('word') ? [seq] : [])),
        );

        let first = begin % log.length;
        let end = first + 1;
        const pages = [log.slice(first, end)];
        for (const { isOlder, count } of [
          ...steps,
          { isOlder: true, count: 99 },
          { isOlder: false, count: 99 },
        ]) {
          // What is fetched is as the log stands then: of what was deleted nothing is left.
          const now = emptied(log, end);
          const from = isOlder ? Math.max(0, first - count) : end;
          const to = isOlder ? first : Math.min(log.length, end + count);
          if (from < to) pages.push((isOlder ? now : emptied(log, to)).slice(from, to));
          first = Math.min(first, from);
          end = Math.max(end, to);
        }
        const pieces = await copyOf(pages);
        expect(pieces.texts).toEqual(expected);
        expect(pieces.pinned).toEqual(whole.pinned);
        expect(pieces.stored).toEqual(whole.stored);
        expect((await copyOf([emptied(log, log.length)])).stored).toEqual(whole.stored);
      },
    ),
    { seed: 5, numRuns: 25 },
  );
});

test('a text that was deleted is in none of the files any more, nor its letters', async () => {
  const folder = temporaryFolder();
  const replica = openReplica({ folder });
  onTestFinished(() => replica.file.close());
  await replica.rooms.save(roomRecord());
  const add = (...entries: Entry[]) => replica.entries.add(kitchen, everyone, entries);
  await add(said(1, { text: 'filler' }), said(2, { text: 'qxjwvkz' }));
  await add(changing('message-edited', { seq: 3, target: 2, text: 'wqyzjx' }));
  await add(changing('message-deleted', { seq: 4, target: 2 }));
  for (const file of ['replica.db', 'replica.db-wal'])
    for (const word of ['qxj', 'vkz', 'wqy', 'zjx'])
      expect(readFileSync(join(folder, file)).includes(word)).toBe(false);
  const hits = await replica.search.find({ text: 'x', limit: 10 });
  expect(hits.hits).toEqual([]);
});

test('what it said before is told of an edited message, and nothing of a deleted one', async () => {
  const replica = openReplica({ folder: temporaryFolder() });
  onTestFinished(() => replica.file.close());
  await replica.rooms.save(roomRecord());
  const edit = (seq: number, text: string) => changing('message-edited', { seq, target: 1, text });
  await replica.entries.add(kitchen, everyone, [said(1), edit(2, 'two'), edit(3, 'three')]);
  const read = async () => (await replica.entries.readMessages(kitchen, everyone, [1]))[0];
  expect(await read()).toMatchObject({ message: { text: 'three' }, marks: { editedAt: 1003 } });
  expect(await replica.entries.readVersions(kitchen, everyone, 1)).toEqual([
    { text: said(1).text, at: 1001 },
    { text: 'two', at: 1002 },
  ]);
  await replica.entries.add(kitchen, everyone, [
    changing('message-deleted', { seq: 4, target: 1 }),
  ]);
  expect(await replica.entries.readVersions(kitchen, everyone, 1)).toEqual([]);
  expect(await read()).toMatchObject({ message: { text: '' }, marks: { deleted: { by: ali } } });
});
