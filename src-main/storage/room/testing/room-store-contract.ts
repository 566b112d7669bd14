import { expect, onTestFinished, test } from 'vitest';
import { directConversation, everyone } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../../../src-shared/protocol/ids.ts';
import { decodePage } from '../../../../src-shared/protocol/history.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import type { HistoryQuery, RoomStore } from '../../../room/ports.ts';
import { accountStoreContract } from './account-store-contract.ts';
import { changeStoreContract } from './change-store-contract.ts';
import { inviteStoreContract } from './invite-store-contract.ts';
import { groupStoreContract } from './group-store-contract.ts';
import { topicStoreContract } from './topic-store-contract.ts';
import { peopleOf } from './people-of.ts';
import { moderationStoreContract } from './moderation-store-contract.ts';
import { receiptStoreContract } from './receipt-store-contract.ts';
import {
  added,
  ali,
  cem,
  identity,
  message,
  messages,
  nudged,
  polled,
  removed,
  renamed,
  trip,
  veli,
  withVeli,
} from './room-samples.ts';
import { readPage } from './read-page.ts';

export type RoomStoreUnderTest = {
  /** A new store of `identity`. */
  open: () => Promise<RoomStore>;
  /** The same on a disk that has less than the kept part free. */
  openOnFullDisk: () => Promise<RoomStore>;
};

/** What every `RoomStore` does, wherever it keeps its rows. */
export function roomStoreContract({ open, openOnFullDisk }: RoomStoreUnderTest): void {
  const openLog = async () => {
    const store = await open();
    onTestFinished(() => store.file.close());
    return store.log;
  };
  inviteStoreContract(open);
  moderationStoreContract(open);
  accountStoreContract(open);
  groupStoreContract(open);
  topicStoreContract(open);
  receiptStoreContract(open);
  changeStoreContract(open);

  test('a store knows its room', async () => {
    const store = await open();
    expect(store.identity).toEqual(identity);
    expect(await store.file.size()).toBeGreaterThanOrEqual(0);
    await store.file.close();
  });

  test('W5 numbers are dense in each conversation and rise over the whole log', async () => {
    const log = await openLog();
    const direct = message(2, { in: withVeli });
    const outcomes = await log.append([message(1), direct, message(3)]);
    expect(outcomes).toEqual([
      { is: 'stored', id: 1, seq: 1 },
      { is: 'stored', id: 2, seq: 1 },
      { is: 'stored', id: 3, seq: 2 },
    ]);
    expect(await log.append([message(4)])).toEqual([{ is: 'stored', id: 4, seq: 3 }]);
  });

  test('an entry of a kind that the log does not know is stored, paged and synced like any other', async () => {
    const log = await openLog();
    const drafts = [nudged(), message(1), nudged({ at: 5001 }), polled()];
    expect(await log.append(drafts)).toEqual([
      { is: 'stored', id: 1, seq: 1 },
      { is: 'stored', id: 2, seq: 2 },
      { is: 'stored', id: 3, seq: 3 },
      { is: 'stored', id: 4, seq: 1 },
    ]);
    const page = await log.readHistory({ in: everyone, limit: 2, after: 0 });
    expect(new TextDecoder().decode(page.entries)).toBe(
      '[{"type":"nudged","in":"everyone","seq":1,"id":1,"at":5000,"by":"ali0000000",' +
        '"account":"veli000000","times":3,' +
        '"aim":{"seq":1,"words":["Hey","\\"\u{1f44b}\\"\\n"],"gently":true,"until":null}},' +
        '{"type":"message","at":1001,"from":"ali0000000",' +
        '"cid":"cid0000000000001","text":"message 1"}]',
    );
    expect(page.more).toBe(true);
    expect(await readPage(log, { in: everyone, limit: 9, before: 4 })).toEqual({
      entries: drafts.slice(0, 3).map((draft, at) => ({ ...draft, id: at + 1, seq: at + 1 })),
      more: false,
    });
    expect((await readPage(log, { in: withVeli, limit: 9 })).entries).toEqual([
      { ...polled(), id: 4, seq: 1 },
    ]);
    expect(await log.conversationsAfter({ account: veli, after: 2 })).toEqual({
      conversations: [
        { in: withVeli, lastSeq: 1, lastId: 4 },
        { in: everyone, lastSeq: 3, lastId: 3 },
      ],
      head: 4,
    });
  });

  test('W4 a page has the cids of its reader, and nobody else’s', async () => {
    const log = await openLog();
    const drafts = [message(1), message(2, { from: veli }), message(3)];
    await log.append(drafts);
    const cidsFor = async (query: Partial<HistoryQuery>): Promise<unknown[]> => {
      const { entries } = await readPage(log, { in: everyone, limit: 9, ...query });
      return entries.map((entry) => ('cid' in entry ? entry.cid : undefined));
    };
    const [one, two, three] = drafts.map(({ cid }) => cid);
    for (const range of [{ after: 0 }, { before: 4 }]) {
      expect(await cidsFor({ ...range, reader: ali })).toEqual([one, undefined, three]);
      expect(await cidsFor({ ...range, reader: veli })).toEqual([undefined, two, undefined]);
      expect(await cidsFor(range)).toEqual([one, two, three]);
    }
  });

  test('an older page is as long as a newer one: what follows is short in both', async () => {
    const log = await openLog();
    const texts = Array.from({ length: 400 }, (_, at) =>
      message(at + 1, { at: 1, text: 'ığ'.repeat(90) }),
    );
    await log.append(texts);
    const reader = veli;
    const newer = await log.readHistory({ in: everyone, limit: 1000, after: 0, reader });
    const older = await log.readHistory({ in: everyone, limit: 1000, before: 401, reader });
    for (const { entries, more } of [newer, older]) {
      expect(more).toBe(true);
      expect(entries.length).toBeLessThanOrEqual(limits.historyPageBytes + 2);
      expect(entries.length).toBeGreaterThan(limits.historyPageBytes - 1000);
    }
    const page = decodePage(older).entries;
    expect(page.map(({ seq }) => seq)).toEqual(page.map((_, at) => 401 - page.length + at));
    expect(page.length).toBe(decodePage(newer).entries.length);
  });

  test('W4 what a person sends is known by its cid, whatever its kind', async () => {
    const log = await openLog();
    const { cid } = message(1);
    expect(await log.append([polled(), polled({ at: 9 }), message(1)])).toEqual([
      { is: 'stored', id: 1, seq: 1 },
      { is: 'repeated', id: 1, seq: 1, at: 6000 },
      { is: 'stored', id: 2, seq: 1 },
    ]);
    const others = [
      polled({ choices: ['a', 'c'] }),
      polled({ in: everyone }),
      polled({ type: 'asked' }),
      polled({ in: everyone, cid }),
    ];
    expect(await log.append(others)).toEqual(
      others.map(() => ({ is: 'refused', code: 'cid-used' })),
    );
    expect(await log.append([polled({ from: veli })])).toEqual([{ is: 'stored', id: 3, seq: 2 }]);
  });

  test('W4 who is found in a text does not make it another one', async () => {
    const log = await openLog();
    const mentions = [{ account: veli, name: 'Veli' }];
    expect(
      await log.append([
        message(1, { mentions }),
        message(1),
        message(2),
        message(2, { mentions }),
      ]),
    ).toMatchObject([{ is: 'stored' }, { is: 'repeated' }, { is: 'stored' }, { is: 'repeated' }]);
    expect(await log.append([message(1, { mentions, text: 'other' })])).toEqual([
      { is: 'refused', code: 'cid-used' },
    ]);
  });

  test('a full disk refuses what people send and keeps what the room notes, whatever its kind', async () => {
    const store = await openOnFullDisk();
    onTestFinished(() => store.file.close());
    expect(await store.log.append([polled(), nudged()])).toEqual([
      { is: 'refused', code: 'store-full' },
      { is: 'stored', id: 1, seq: 1 },
    ]);
  });

  test('entries of every kind come back as they were given', async () => {
    const log = await openLog();
    const drafts = [
      { type: 'joined', in: everyone, account: ali, name: 'Ali', at: 5 },
      message(1, { text: 'Merhaba "dünya" \u0000 👋🏽' }),
      { type: 'left', in: everyone, account: ali, reason: 'lost', at: 7 },
      { type: 'left', in: everyone, account: veli, reason: 'left', at: 8 },
    ] as const;
    await log.append(drafts);
    expect(await readPage(log, { in: everyone, limit: 10 })).toEqual({
      entries: drafts.map((draft, index) => ({ ...draft, id: index + 1, seq: index + 1 })),
      more: false,
    });
    const ofGroup = [added(ali), renamed('Trip "\u{1f334}"'), added(veli), removed(veli, veli)];
    await log.append(ofGroup);
    expect((await readPage(log, { in: trip, limit: 10 })).entries).toEqual(
      ofGroup.map((draft, index) => ({ ...draft, id: index + 5, seq: index + 1 })),
    );
  });

  test('W4 the same cid with the same content gets the first numbers again', async () => {
    const log = await openLog();
    await log.append([message(1), message(2)]);
    const again = await log.append([message(1, { at: 9999 }), message(3)]);
    expect(again).toEqual([
      { is: 'repeated', id: 1, seq: 1, at: 1001 },
      { is: 'stored', id: 3, seq: 3 },
    ]);
    expect((await readPage(log, { in: everyone, limit: 10 })).entries).toHaveLength(3);
  });

  test('W4 the same cid twice in one batch is stored once', async () => {
    const log = await openLog();
    expect(await log.append([message(1), message(1)])).toEqual([
      { is: 'stored', id: 1, seq: 1 },
      { is: 'repeated', id: 1, seq: 1, at: 1001 },
    ]);
  });

  test('W4 the same cid with another text or conversation is refused', async () => {
    const log = await openLog();
    await log.append([message(1)]);
    const refused = { is: 'refused', code: 'cid-used' };
    expect(
      await log.append([message(1, { text: 'other' }), message(1, { in: withVeli }), message(2)]),
    ).toEqual([refused, refused, { is: 'stored', id: 2, seq: 2 }]);
  });

  test('W4 two accounts may use the same cid', async () => {
    const log = await openLog();
    const outcomes = await log.append([message(1), message(1, { from: veli })]);
    expect(outcomes.map(({ is }) => is)).toEqual(['stored', 'stored']);
  });

  test('appends asked for together are numbered in the order of asking', async () => {
    const log = await openLog();
    const outcomes = await Promise.all([
      log.append([message(1), message(2)]),
      log.append([message(2)]),
      log.append([message(3)]),
    ]);
    expect(outcomes.flat()).toEqual([
      { is: 'stored', id: 1, seq: 1 },
      { is: 'stored', id: 2, seq: 2 },
      { is: 'repeated', id: 2, seq: 2, at: 1002 },
      { is: 'stored', id: 3, seq: 3 },
    ]);
  });

  test('nothing to append is answered with nothing', async () => {
    expect(await (await openLog()).append([])).toEqual([]);
  });

  test('a disk that is nearly full refuses new messages and nothing else', async () => {
    const store = await openOnFullDisk();
    onTestFinished(() => store.file.close());
    const joined = { type: 'joined', in: everyone, account: ali, name: 'Ali', at: 5 } as const;
    expect(await store.log.append([message(1), joined])).toEqual([
      { is: 'refused', code: 'store-full' },
      { is: 'stored', id: 1, seq: 1 },
    ]);
    const account = { account: ali, name: 'Ali', nameKey: 'ali', isGuest: false };
    expect(await peopleOf(store).create(account)).toBe('created');
  });

  test('history is read forwards, backwards and from the newest, oldest first', async () => {
    const log = await openLog();
    await log.append(messages(10));
    const read = async (query: { after?: number; before?: number; limit: number }) => {
      const { entries, more } = await readPage(log, { in: everyone, ...query });
      return { seqs: entries.map(({ seq }) => seq), more };
    };
    expect(await read({ after: 0, limit: 3 })).toEqual({ seqs: [1, 2, 3], more: true });
    expect(await read({ after: 7, limit: 3 })).toEqual({ seqs: [8, 9, 10], more: false });
    expect(await read({ after: 10, limit: 3 })).toEqual({ seqs: [], more: false });
    expect(await read({ after: 99, limit: 3 })).toEqual({ seqs: [], more: false });
    expect(await read({ before: 4, limit: 2 })).toEqual({ seqs: [2, 3], more: true });
    expect(await read({ before: 3, limit: 2 })).toEqual({ seqs: [1, 2], more: false });
    expect(await read({ before: 1, limit: 2 })).toEqual({ seqs: [], more: false });
    expect(await read({ before: 99, limit: 2 })).toEqual({ seqs: [9, 10], more: true });
    expect(await read({ limit: 2 })).toEqual({ seqs: [9, 10], more: true });
    expect(await read({ limit: 10 })).toEqual({
      seqs: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      more: false,
    });
  });

  test('the history of a conversation without entries is empty', async () => {
    const log = await openLog();
    expect(await readPage(log, { in: withVeli, limit: 5 })).toEqual({ entries: [], more: false });
  });

  test('a page of history ends at historyPageBytes, in both directions', async () => {
    const log = await openLog();
    // A control character takes six bytes in JSON.
    const text = '\u0001'.repeat(2000);
    await log.append(messages(12, { text }));
    const forwards = await readPage(log, { in: everyone, after: 0, limit: 100 });
    expect(JSON.stringify(forwards.entries).length).toBeLessThan(limits.historyPageBytes + 10);
    expect(forwards.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(forwards.more).toBe(true);
    const backwards = await readPage(log, { in: everyone, limit: 100 });
    expect(backwards.entries.map(({ seq }) => seq)).toEqual([8, 9, 10, 11, 12]);
    expect(backwards.more).toBe(true);
  });

  test('a page of history holds at least one entry, however large', async () => {
    const log = await openLog();
    await log.append(messages(2, { text: 'x'.repeat(limits.historyPageBytes) }));
    const page = await readPage(log, { in: everyone, after: 0, limit: 100 });
    expect(page.entries.map(({ seq }) => seq)).toEqual([1]);
    expect(page.more).toBe(true);
  });

  test('sync names only conversations that the account may read and that went on', async () => {
    const log = await openLog();
    const aliCem = directConversation(ali, cem);
    await log.append([
      message(1, { in: aliCem }),
      message(2, { in: withVeli }),
      message(3),
      message(4, { in: aliCem }),
    ]);
    const all = { in: everyone, lastSeq: 1, lastId: 3 };
    const direct = { in: withVeli, lastSeq: 1, lastId: 2 };
    expect(await log.conversationsAfter({ account: veli, after: 0 })).toEqual({
      conversations: [direct, all],
      head: 4,
    });
    expect(await log.conversationsAfter({ account: veli, after: 2 })).toEqual({
      conversations: [all],
      head: 4,
    });
    expect(await log.conversationsAfter({ account: cem, after: 3 })).toEqual({
      conversations: [{ in: aliCem, lastSeq: 2, lastId: 4 }],
      head: 4,
    });
    expect(await log.conversationsAfter({ account: cem, after: 4 })).toEqual({
      conversations: [],
      head: 4,
    });
  });

  test('sync of an empty log has head 0', async () => {
    const log = await openLog();
    const empty = { conversations: [], head: 0 };
    expect(await log.conversationsAfter({ account: ali, after: 0 })).toEqual(empty);
  });

  test('sync comes in pages that miss nothing and repeat nothing', async () => {
    const log = await openLog();
    const partners = Array.from({ length: limits.rosterPage * 2 }, (_, index) => {
      return `p${String(index).padStart(9, '0')}` as AccountId;
    });
    const directs = partners.map((partner) => directConversation(ali, partner));
    await log.append([message(0), ...directs.map((id, index) => message(index + 1, { in: id }))]);
    const first = await log.conversationsAfter({ account: ali, after: 0 });
    expect(first.conversations).toHaveLength(limits.rosterPage);
    const second = await log.conversationsAfter({ account: ali, after: 0, from: first.next });
    expect(second.conversations).toHaveLength(limits.rosterPage);
    const third = await log.conversationsAfter({ account: ali, after: 0, from: second.next });
    expect(third.next).toBeUndefined();
    const pages = [first, second, third].flatMap(({ conversations }) => conversations);
    expect(new Set(pages.map((found) => found.in))).toEqual(new Set([...directs, everyone]));
    expect(pages).toHaveLength(directs.length + 1);
  });
}
