import { expect, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { FileHash } from '../../../../src-shared/protocol/files.ts';
import type { Entry } from '../../../../src-shared/protocol/entries.ts';
import type { OpenReplica } from './replica-contract.ts';
import {
  ali,
  changing,
  contact,
  garden,
  kitchen,
  me,
  roomRecord,
  run,
  said,
  veli,
  withAli,
} from './replica-samples.ts';

/** What a `Replica` with the room `kitchen` does with the entries that it is given, and what it counts. */
export function conversationContract(open: OpenReplica): void {
  extending(open);
  unreadAndDrafts(open);
}

function extending(open: OpenReplica): void {
  test('W7 entries extend what is held at either end', async () => {
    const replica = await open();
    const range = async (entries: Entry[]) => {
      const { firstSeq, lastSeq, lastMessage } = await replica.entries.add(
        kitchen,
        everyone,
        entries,
      );
      return [firstSeq, lastSeq, lastMessage?.seq];
    };
    expect(await range([])).toEqual([0, 0, undefined]);
    expect(await range(run(20, 22))).toEqual([20, 22, 22]);
    expect(await range(run(23, 23))).toEqual([20, 23, 23]);
    expect(await range(run(15, 19))).toEqual([15, 23, 23]);
    expect(await range([])).toEqual([15, 23, 23]);
    expect(await range(run(1, 14))).toEqual([1, 23, 23]);
  });

  test('W7 what is held already is ignored', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(5, 7));
    const record = await replica.entries.add(kitchen, everyone, run(4, 9, { text: 'again' }));
    expect([record.firstSeq, record.lastSeq, record.unread]).toEqual([4, 9, 6]);
    const { entries } = await replica.entries.readTimeline({
      room: kitchen,
      in: everyone,
      limit: 9,
    });
    const shown = entries.map((entry) => entry.type === 'message' && entry.text);
    expect(shown).toEqual(['again', 'message 5', 'message 6', 'message 7', 'again', 'again']);
  });

  test('W7 a hole is a defect and changes nothing', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(5, 7));
    const holes = [
      run(9, 9),
      run(1, 3),
      [...run(8, 8), ...run(10, 10)],
      [...run(8, 8), ...run(8, 8)],
    ];
    for (const entries of holes)
      await expect(replica.entries.add(kitchen, everyone, entries)).rejects.toThrow(/hole/iu);
    await expect(replica.entries.add(kitchen, withAli, run(1, 1))).rejects.toThrow('given for');
    const { firstSeq, lastSeq } = await replica.entries.add(kitchen, everyone, []);
    expect([firstSeq, lastSeq]).toEqual([5, 7]);
  });

  test('a hole in one call does not spoil the others of the same turn', async () => {
    const replica = await open();
    const outcomes = await Promise.allSettled([
      replica.entries.add(kitchen, everyone, run(1, 2)),
      replica.entries.add(kitchen, everyone, run(9, 9)),
      replica.entries.add(kitchen, everyone, run(3, 4)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const { entries } = await replica.entries.readTimeline({
      room: kitchen,
      in: everyone,
      limit: 9,
    });
    expect(entries).toEqual(run(1, 4));
    expect((await replica.search.find({ text: 'message', limit: 9 })).hits).toHaveLength(4);
    expect((await replica.search.find({ text: 'e', limit: 9 })).hits).toHaveLength(4);
  });

  test('the last message is that with the highest number, whatever came last', async () => {
    const replica = await open();
    const joined = { type: 'joined', in: everyone, account: ali, name: 'Ali', at: 5 } as const;
    await replica.entries.add(kitchen, everyone, [{ ...joined, seq: 5, id: 5 }]);
    expect((await replica.conversations.list(kitchen))[0]?.lastMessage).toBeUndefined();
    await replica.entries.add(kitchen, everyone, run(3, 4));
    expect((await replica.conversations.list(kitchen))[0]?.lastMessage).toEqual(said(4));
    await replica.entries.add(kitchen, everyone, [{ ...joined, seq: 6, id: 6 }, said(7)]);
    expect((await replica.conversations.list(kitchen))[0]?.lastMessage).toEqual(said(7));
  });

  test('conversations are kept apart', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, [said(1), said(2, { id: 4 })]);
    const direct = [said(1, { in: withAli, id: 2 }), said(2, { in: withAli, id: 3, from: me })];
    await replica.entries.add(kitchen, withAli, direct);
    const records = await replica.conversations.list(kitchen);
    expect(records.map((found) => [found.in, found.lastSeq, found.unread])).toEqual([
      [withAli, 2, 1],
      [everyone, 2, 2],
    ]);
    const page = await replica.entries.readTimeline({ room: kitchen, in: withAli, limit: 9 });
    expect(page.entries).toEqual(direct);
  });
}

function unreadAndDrafts(open: OpenReplica): void {
  test('unread counts the messages of others above the read mark', async () => {
    const replica = await open();
    const unread = async () => (await replica.conversations.list(kitchen))[0]?.unread;
    const left = { type: 'left', in: everyone, account: ali, reason: 'left', at: 5 } as const;
    await replica.entries.add(kitchen, everyone, run(11, 20));
    await replica.entries.add(kitchen, everyone, [
      said(21, { from: me }),
      { ...left, seq: 22, id: 22 },
    ]);
    expect(await unread()).toBe(10);
    let highest = 0;
    for (const [seq, expected] of [
      [12, 8],
      [11, 8],
      [19, 1],
      [0, 1],
    ] as const) {
      const record = await replica.conversations.markRead(kitchen, everyone, seq);
      expect(record.unread).toBe(expected);
      highest = Math.max(highest, seq);
      expect(record.readSeq).toBe(highest);
      expect(await unread()).toBe(expected);
    }
    expect((await replica.conversations.markRead(kitchen, everyone, 22)).unread).toBe(0);
    await replica.entries.add(kitchen, everyone, run(5, 10));
    expect(await unread()).toBe(0);
    await replica.entries.add(kitchen, everyone, run(23, 24));
    expect(await unread()).toBe(2);
    expect((await replica.conversations.list(kitchen))[0]?.readSeq).toBe(22);
  });

  test('what mentions this person, or everyone, is counted among the unread and apart', async () => {
    const replica = await open();
    const counts = async () => {
      const [record] = await replica.conversations.list(kitchen);
      return [record?.unread, record?.mentions];
    };
    const own = { account: me, name: 'Me' };
    await replica.entries.add(kitchen, everyone, [
      said(11, { mentions: [own] }),
      // What is typed is no mention.
      said(12, { text: `"account":"${me}"` }),
      said(13, { mentions: [{ account: veli, name: 'Veli' }] }),
      said(14, { mentions: [{ account: 'everyone', name: 'herkes' }] }),
      said(15, { from: me, mentions: [own] }),
      changing('message-edited', {
        seq: 16,
        id: 16,
        target: 13,
        by: ali,
        text: '@Me',
        mentions: [own],
      }),
    ]);
    expect(await counts()).toEqual([4, 3]);
    await replica.conversations.markRead(kitchen, everyone, 11);
    expect(await counts()).toEqual([3, 2]);
    await replica.entries.add(kitchen, everyone, [
      changing('message-edited', { seq: 17, id: 17, target: 13, by: ali, text: 'nobody' }),
      changing('message-deleted', { seq: 18, id: 18, target: 14, by: ali }),
    ]);
    expect(await counts()).toEqual([2, 0]);
    const shown = await replica.entries.readMessages(kitchen, everyone, [13]);
    expect(shown[0]?.message).not.toHaveProperty('mentions');
    await replica.entries.add(kitchen, everyone, [said(19, { mentions: [own] }), said(20)]);
    await replica.contacts.save(kitchen, contact({ account: ali, blocked: true }));
    expect(await counts()).toEqual([0, 0]);
    await replica.contacts.save(kitchen, contact({ account: ali, blocked: false }));
    expect(await counts()).toEqual([4, 1]);
    expect(await replica.conversations.markRead(kitchen, everyone, 20)).toMatchObject({
      mentions: 0,
    });
  });

  test('from a message on all is unread again, but for what counts for nobody', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, [
      ...run(1, 4),
      said(5, { from: me }),
      said(6, { from: veli }),
      said(7, { mentions: [{ account: me, name: 'Me' }] }),
    ]);
    await replica.conversations.markRead(kitchen, everyone, 7);
    await replica.contacts.save(kitchen, contact({ account: veli, blocked: true }));
    const marked = (seq: number) => replica.conversations.markUnread(kitchen, everyone, seq);
    expect(await marked(4)).toMatchObject({ readSeq: 3, unread: 2, mentions: 1 });
    expect(await marked(6)).toMatchObject({ readSeq: 3, unread: 2 });
    expect(await marked(1)).toMatchObject({ readSeq: 0, unread: 5 });
    expect((await replica.conversations.markRead(kitchen, everyone, 4)).unread).toBe(1);
  });

  test('one’s own that were marked unread count where there is nothing else, until they are read', async () => {
    const replica = await open();
    const { markRead, markUnread } = replica.conversations;
    const own = run(1, 4, { from: me });
    await replica.entries.add(kitchen, everyone, own);
    const unread = async () => (await replica.conversations.list(kitchen))[0]?.unread;
    expect(await unread()).toBe(0);
    await markRead(kitchen, everyone, 4);
    expect((await markUnread(kitchen, everyone, 3)).unread).toBe(2);
    expect(await unread()).toBe(2);
    await replica.entries.add(kitchen, everyone, run(5, 5));
    expect(await unread()).toBe(1);
    expect((await markRead(kitchen, everyone, 5)).unread).toBe(0);
    expect(await unread()).toBe(0);
  });

  test('older messages that arrive later count where they were not read', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(11, 20));
    await replica.conversations.markRead(kitchen, everyone, 5);
    expect((await replica.entries.add(kitchen, everyone, run(3, 10))).unread).toBe(15);
    expect((await replica.conversations.markRead(kitchen, everyone, 7)).unread).toBe(13);
    expect((await replica.conversations.markRead(kitchen, everyone, 18)).unread).toBe(2);
  });

  test('a mark beyond what is held counts for what arrives later', async () => {
    const replica = await open();
    expect((await replica.conversations.markRead(kitchen, everyone, 3)).readSeq).toBe(3);
    expect((await replica.entries.add(kitchen, everyone, run(1, 5))).unread).toBe(2);
  });

  test('with another account in the room, other messages are one’s own', async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, [...run(1, 3), said(4, { from: me })]);
    await replica.rooms.update(kitchen, { account: ali });
    expect((await replica.conversations.list(kitchen))[0]?.unread).toBe(1);
    expect((await replica.conversations.markRead(kitchen, everyone, 3)).unread).toBe(1);
    expect((await replica.entries.add(kitchen, everyone, run(5, 5))).unread).toBe(1);
  });

  test('what a blocked person writes neither counts nor is the last message, until unblocked', async () => {
    const replica = await open();
    const state = async () => {
      const [record] = await replica.conversations.list(kitchen);
      return [record?.unread, record?.lastMessage?.seq, record?.lastSeq];
    };
    const ofVeli = { from: veli };
    const some = [...run(1, 2, ofVeli), ...run(3, 5), said(6, { from: me }), ...run(7, 8)];
    await replica.entries.add(kitchen, everyone, some);
    await replica.conversations.markRead(kitchen, everyone, 3);
    expect(await state()).toEqual([4, 8, 8]);
    await replica.contacts.save(kitchen, contact({ note: 'x' }));
    expect(await state()).toEqual([4, 8, 8]);

    await replica.contacts.save(kitchen, contact({ blocked: true }));
    expect(await state()).toEqual([0, 6, 8]);
    const more = [...run(9, 10), said(11, ofVeli), ...run(12, 13)];
    const answered = await replica.entries.add(kitchen, everyone, more);
    expect([answered.unread, answered.lastMessage]).toEqual([1, said(11, ofVeli)]);
    expect(await state()).toEqual([1, 11, 13]);
    await replica.contacts.save(kitchen, contact({ blocked: true, muted: true }));
    expect((await replica.conversations.markRead(kitchen, everyone, 9)).unread).toBe(1);

    await replica.contacts.save(kitchen, contact());
    expect(await state()).toEqual([4, 13, 13]);
    expect((await replica.conversations.markRead(kitchen, everyone, 12)).unread).toBe(1);
  });

  test('where only blocked people wrote there is no last message, and older ones become it', async () => {
    const replica = await open();
    await replica.contacts.save(kitchen, contact({ blocked: true }));
    const record = await replica.entries.add(kitchen, everyone, run(5, 6));
    expect([record.unread, record.lastMessage]).toEqual([0, undefined]);
    const older = [said(3, { from: veli }), said(4)];
    expect(await replica.entries.add(kitchen, everyone, older)).toMatchObject({
      unread: 1,
      lastMessage: older[0],
    });
    await replica.rooms.update(kitchen, { account: veli });
    expect((await replica.conversations.list(kitchen))[0]?.unread).toBe(0);
  });

  test('who is blocked in one room counts in another', async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord({ room: garden }));
    await replica.contacts.save(kitchen, contact({ blocked: true }));
    expect((await replica.entries.add(garden, everyone, run(1, 2))).unread).toBe(2);
    await replica.contacts.save(garden, contact({ blocked: true }));
    await replica.contacts.save(kitchen, contact());
    expect((await replica.conversations.list(garden))[0]?.unread).toBe(0);
  });

  test('R3.11 a draft stays until it is replaced', async () => {
    const replica = await open();
    await replica.conversations.saveDraft(kitchen, withAli, { text: '' });
    expect(await replica.conversations.list(kitchen)).toEqual([]);
    await replica.conversations.saveDraft(kitchen, withAli, { text: 'half a tho' });
    const nothing = {
      firstSeq: 0,
      lastSeq: 0,
      readSeq: 0,
      unread: 0,
      mentions: 0,
      deliveredSeq: 0,
      oldestSeq: 1,
    };
    expect(await replica.conversations.list(kitchen)).toEqual([
      { in: withAli, ...nothing, draft: 'half a tho' },
    ]);
    await replica.entries.add(kitchen, withAli, run(1, 1, { in: withAli }));
    expect((await replica.conversations.list(kitchen))[0]?.draft).toBe('half a tho');
    await replica.conversations.saveDraft(kitchen, withAli, { text: '' });
    expect((await replica.conversations.list(kitchen))[0]?.draft).toBe('');
  });

  test('R3.11 a draft keeps what it answers and what is changed beside it; made anew, only the words of that, and its files', async () => {
    const replica = await open();
    const aim = { reply: 7, edit: { seq: 9, text: 'changed' } };
    await replica.conversations.saveDraft(kitchen, withAli, { text: '', aim });
    const kept = async () => (await replica.conversations.list(kitchen))[0];
    expect(await kept()).toMatchObject({ draft: '', aim });
    await replica.rooms.clearCopy(kitchen);
    expect((await kept())?.aim).toEqual({ edit: { text: 'changed' } });
    const files = [{ name: 'a.txt', size: 7, hash: 'a'.repeat(43) as FileHash }];
    await replica.conversations.saveDraft(kitchen, withAli, { text: '', aim: { reply: 7, files } });
    await replica.rooms.clearCopy(kitchen);
    expect((await kept())?.aim).toEqual({ files });
    await replica.conversations.saveDraft(kitchen, withAli, { text: 'half a tho' });
    expect(await kept()).not.toHaveProperty('aim');
  });
}
