import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isShown } from '../../../../src-shared/member/shown-entry.ts';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../../../src-shared/protocol/ids.ts';
import type { ChangeEntry, Entry } from '../../../../src-shared/protocol/entries.ts';
import type { TimelineQuery } from '../../../client/replica/conversations.ts';
import type { OpenReplica } from './replica-contract.ts';
import { ali, changing, cidOf, kitchen, nudged, run, said, withAli } from './replica-samples.ts';

/** What a `Replica` with the room `kitchen` shows of conversations. */
export function timelineContract(open: OpenReplica): void {
  reading(open);
  pagesOfWhatIsShown(open);
  wayToADay(open);
}

function reading(open: OpenReplica): void {
  test('entries of every kind come back as they were given', async () => {
    const replica = await open();
    const entries: Entry[] = [
      { type: 'joined', in: everyone, seq: 1, id: 1, at: 5, account: ali, name: 'Ali' },
      said(2, { text: 'Merhaba "dünya" \u0000 👋🏽' }),
      { type: 'left', in: everyone, seq: 3, id: 3, at: 7, account: ali, reason: 'lost' },
    ];
    await replica.entries.add(kitchen, everyone, entries);
    const page = await replica.entries.readTimeline({ room: kitchen, in: everyone, limit: 9 });
    expect(page).toEqual({ from: 1, to: 3, entries, hasOlder: false, hasNewer: false });
  });

  test('an entry of a kind that the copy does not know is kept and read like any other', async () => {
    const replica = await open();
    const reply = said(1, { replyTo: { seq: 7, words: ['"x"'] } } as object);
    const entries = [reply, nudged(2), nudged(3, { type: 'polled', from: ali, cid: cidOf(3) })];
    const record = await replica.entries.add(kitchen, everyone, entries);
    expect(record).toMatchObject({ firstSeq: 1, lastSeq: 3, unread: 1, lastMessage: reply });
    const timeline = (query: object) =>
      replica.entries.readTimeline({ room: kitchen, in: everyone, limit: 2, ...query });
    expect((await timeline({})).entries).toEqual(entries.slice(1));
    expect((await timeline({ before: 3 })).entries).toEqual(entries.slice(0, 2));
    const { hits } = await replica.search.find({ text: 'message', limit: 9 });
    expect(hits.map(({ message }) => message)).toEqual([reply]);
    expect((await replica.search.find({ text: 'hey', limit: 9 })).hits).toEqual([]);
  });

  test('a timeline is read from either end and around a number', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(11, 20));
    const read = async (query: Omit<TimelineQuery, 'room' | 'in'>) => {
      const page = await replica.entries.readTimeline({ room: kitchen, in: everyone, ...query });
      const seqs = page.entries.map(({ seq }) => seq);
      return [seqs[0], seqs.at(-1), page.hasOlder, page.hasNewer];
    };
    expect(await read({ limit: 3 })).toEqual([18, 20, true, false]);
    expect(await read({ limit: 99 })).toEqual([11, 20, true, false]);
    expect(await read({ before: 15, limit: 2 })).toEqual([13, 14, true, true]);
    expect(await read({ before: 15, limit: 99 })).toEqual([11, 14, true, true]);
    expect(await read({ before: 11, limit: 5 })).toEqual([undefined, undefined, true, true]);
    expect(await read({ before: 1, limit: 5 })).toEqual([undefined, undefined, false, true]);
    expect(await read({ before: 99, limit: 2 })).toEqual([19, 20, true, false]);
    expect(await read({ after: 15, limit: 2 })).toEqual([16, 17, true, true]);
    expect(await read({ after: 15, limit: 5 })).toEqual([16, 20, true, false]);
    expect(await read({ after: 20, limit: 5 })).toEqual([undefined, undefined, true, false]);
    expect(await read({ after: 0, limit: 2 })).toEqual([11, 12, true, true]);
    expect(await read({ around: 15, limit: 5 })).toEqual([13, 17, true, true]);
    expect(await read({ around: 15, limit: 1 })).toEqual([15, 15, true, true]);
    expect(await read({ around: 12, limit: 5 })).toEqual([11, 15, true, true]);
    expect(await read({ around: 20, limit: 5 })).toEqual([16, 20, true, false]);
    expect(await read({ around: 3, limit: 5 })).toEqual([11, 15, true, true]);
    expect(await read({ around: 15, limit: 99 })).toEqual([11, 20, true, false]);
  });

  test('nothing is older than number 1', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(1, 5));
    const read = async (query: Omit<TimelineQuery, 'room' | 'in'>) => {
      const page = await replica.entries.readTimeline({ room: kitchen, in: everyone, ...query });
      return [page.entries.length, page.hasOlder, page.hasNewer];
    };
    expect(await read({ limit: 5 })).toEqual([5, false, false]);
    expect(await read({ limit: 4 })).toEqual([4, true, false]);
    expect(await read({ after: 0, limit: 2 })).toEqual([2, false, true]);
    expect(await read({ before: 1, limit: 2 })).toEqual([0, false, true]);
  });

  test('the timeline of a conversation that is not held is empty', async () => {
    const replica = await open();
    const empty = { from: 1, to: 0, entries: [], hasOlder: false, hasNewer: false };
    expect(await replica.entries.readTimeline({ room: kitchen, in: withAli, limit: 5 })).toEqual(
      empty,
    );
    await replica.conversations.saveDraft(kitchen, withAli, { text: 'x' });
    expect(await replica.entries.readTimeline({ room: kitchen, in: withAli, limit: 5 })).toEqual(
      empty,
    );
  });
}

function pagesOfWhatIsShown(open: OpenReplica): void {
  const messageOrChange = (seq: number, is: Sort): Entry => {
    if (is === 'said') return said(seq);
    if (is === 'joined') {
      const place = { in: everyone, seq, id: seq, at: seq };
      return { type: 'joined', ...place, account: ali, name: 'Ali' };
    }
    return changing(is, { seq, target: 1 });
  };
  const sort = fc.constantFrom<Sort[]>(
    'said',
    'said',
    'joined',
    'message-pinned',
    'message-edited',
    'reaction-added',
    'message-unpinned',
  );

  test('a page counts what is shown, tells how far it reaches, and leaves nothing out', async () => {
    const replica = await open();
    let count = 0;
    const property = async (sorts: Sort[], firstSeq: number, { limit, seq, side }: Asked) => {
      const room = kitchen;
      const conversation =
        `group:property${String((count += 1)).padStart(4, '0')}` as ConversationId;
      const all = sorts.map((is, i) => {
        const place = firstSeq + i;
        return { ...messageOrChange(place, is), in: conversation, id: 100 * count + place };
      });
      const lastSeq = firstSeq + all.length - 1;
      await replica.entries.add(room, conversation, all);
      const place = side === 'newest' ? {} : { [side]: seq };
      const read = (more: object) =>
        replica.entries.readTimeline({ room, in: conversation, limit, ...place, ...more });
      const page = await read({});
      const { from, to } = page;
      const numbers = (entries: Entry[]) => entries.map((entry) => entry.seq);
      const within = all.filter((entry) => entry.seq >= from && entry.seq <= to);
      expect(numbers(page.entries)).toEqual(numbers(within.filter(isShown)));
      const isAsked = (entry: Entry) =>
        side === 'before' ? entry.seq < seq : side !== 'after' || entry.seq > seq;
      const there = all.filter((entry) => isShown(entry) && isAsked(entry)).length;
      expect(page.entries).toHaveLength(Math.min(limit, there));
      if (side === 'before') expect(to).toBe(Math.min(seq - 1, lastSeq));
      else if (side === 'newest') expect(to).toBe(lastSeq);
      else if (side === 'after') expect(from).toBe(Math.max(seq + 1, firstSeq));
      else if (seq >= firstSeq && seq <= lastSeq && limit > 1)
        expect(within.map((entry) => entry.seq)).toContain(seq);
      const whole = await read({ changes: true });
      expect(numbers(whole.entries)).toEqual(
        Array.from({ length: whole.entries.length }, (_, i) => whole.from + i),
      );
    };
    const asked = fc.record<Asked>({
      limit: fc.integer({ min: 1, max: 12 }),
      seq: fc.integer({ min: 1, max: 60 }),
      side: fc.constantFrom<Asked['side'][]>('before', 'after', 'around', 'newest'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(sort, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        asked,
        property,
      ),
    );
  });

  test('two thousand changes at the end make the newest page no shorter', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(1, 300));
    const changes = Array.from({ length: 2000 }, (_, i) =>
      changing('reaction-added', { seq: 301 + i, target: 300 - (i % 100), by: ali }),
    );
    await replica.entries.add(kitchen, everyone, changes);
    const page = await replica.entries.readTimeline({ room: kitchen, in: everyone, limit: 200 });
    expect([page.from, page.to, page.entries.length]).toEqual([101, 2300, 200]);
    expect(page.marks).toHaveLength(100);
    expect([page.hasOlder, page.hasNewer]).toEqual([true, false]);
  });
}

type Sort = 'said' | 'joined' | ChangeEntry['type'];
type Asked = { limit: number; seq: number; side: 'before' | 'after' | 'around' | 'newest' };

function wayToADay(open: OpenReplica): void {
  test('the first entry since a time is found, else the last one', async () => {
    const replica = await open();
    const since = (at: number) => replica.entries.firstSince(kitchen, everyone, at);
    expect(await since(5)).toBe(0);
    const times = [10, 10, 20, 40, 40, 41];
    const entries = times.map((at, place) => said(place + 11, { at }));
    await replica.entries.add(kitchen, everyone, entries);
    const found = await Promise.all([0, 10, 11, 20, 21, 40, 41, 42].map(since));
    expect(found).toEqual([11, 11, 13, 13, 14, 14, 16, 16]);
    const changes = [17, 18].map((seq) =>
      changing('reaction-added', { seq, target: 11, at: 50 + seq }),
    );
    await replica.entries.add(kitchen, everyone, [...changes, said(19, { at: 80 })]);
    expect(await since(68)).toBe(19);
    await replica.entries.add(kitchen, everyone, [
      changing('reaction-added', { seq: 20, target: 11, at: 90 }),
    ]);
    expect(await since(90)).toBe(19);
  });
}
