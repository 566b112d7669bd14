import { expect, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../../../src-shared/protocol/ids.ts';
import type { MissedQuery } from '../../../client/replica/missed.ts';
import type { OpenReplica } from './replica-contract.ts';
import {
  ali,
  changing,
  contact,
  kitchen,
  me,
  run,
  said,
  trip,
  veli,
  withAli,
} from './replica-samples.ts';

const own = { account: me, name: 'Me' };

/** What a `Replica` with the room `kitchen` finds of what somebody missed. */
export function missedContract(open: OpenReplica): void {
  const filled = async () => {
    const replica = await open();
    const read = (query: Partial<MissedQuery> = {}) =>
      replica.missed.read(kitchen, { after: 0, except: [], announcing: [], ...query });
    const seqs = async (query: Partial<MissedQuery> = {}) => {
      const { mentions, questions, announcements } = await read(query);
      return [mentions, questions, announcements].map(({ count, messages }) => [
        count,
        ...messages.map(({ seq }) => seq),
      ]);
    };
    // A replica in a worker has only the parts that it is asked for.
    const { entries, conversations, contacts } = replica;
    return { entries, conversations, contacts, read, seqs };
  };
  const at = (id: ConversationId, seq: number, change: object = {}) =>
    said(seq, { in: id, id: 1000 + seq, ...change });

  test('mentions and questions after a position are counted, as long as they are unread', async () => {
    const { entries, conversations, seqs } = await filled();
    await entries.add(kitchen, everyone, [
      said(1, { text: '@Me before', mentions: [own] }),
      said(2, { text: '@Me hi', mentions: [own] }),
      said(3, { text: '@Me really?', mentions: [own] }),
      said(4, { text: 'anybody?' }),
      said(5, { text: 'mine?', from: me }),
    ]);
    await entries.add(kitchen, withAli, [at(withAli, 1, { text: 'when?' }), at(withAli, 2)]);
    expect(await seqs({ after: 1 })).toEqual([[2, 2, 3], [2, 3, 1], [0]]);
    expect(await seqs({ after: 3 })).toEqual([[0], [1, 1], [0]]);
    expect(await seqs({ after: 1, except: [everyone] })).toEqual([[0], [1, 1], [0]]);
    await conversations.markRead(kitchen, everyone, 2);
    expect(await seqs({ after: 1 })).toEqual([[1, 3], [2, 3, 1], [0]]);
    await conversations.markRead(kitchen, withAli, 2);
    expect(await seqs()).toEqual([[1, 3], [1, 3], [0]]);
  });

  test('a question is what it says now, and nothing of who is blocked or was deleted counts', async () => {
    const { entries, contacts, seqs } = await filled();
    await entries.add(kitchen, withAli, [
      at(withAli, 1, { text: 'when?' }),
      at(withAli, 2, { text: 'so' }),
      changing('message-edited', { seq: 3, id: 1003, in: withAli, target: 1, text: 'then' }),
      changing('message-edited', { seq: 4, id: 1004, in: withAli, target: 2, text: 'so?' }),
    ]);
    expect(await seqs()).toEqual([[0], [1, 2], [0]]);
    await entries.add(kitchen, withAli, [
      changing('message-deleted', { seq: 5, id: 1005, in: withAli, target: 2 }),
      at(withAli, 6, { text: 'and?' }),
    ]);
    expect(await seqs()).toEqual([[0], [1, 6], [0]]);
    await contacts.save(kitchen, contact({ account: ali, blocked: true }));
    expect(await seqs()).toEqual([[0], [0], [0]]);
  });

  test('announcements are what those who lead said where only they write', async () => {
    const { entries, seqs } = await filled();
    await entries.add(kitchen, trip, [at(trip, 1), at(trip, 2, { from: veli }), at(trip, 3)]);
    await entries.add(kitchen, everyone, run(1, 1));
    const announcing = [{ in: trip, by: [ali] }];
    expect(await seqs({ announcing })).toEqual([[0], [0], [2, 1, 3]]);
    expect(await seqs({ announcing, after: 1001 })).toEqual([[0], [0], [1, 3]]);
    const both = [...announcing, { in: everyone, by: [ali] }];
    expect((await seqs({ announcing: both }))[2]).toEqual([3, 1, 1, 3]);
  });

  test('the message with the most unread answers is found, and no single answer makes one', async () => {
    const { entries, conversations, read } = await filled();
    await entries.add(kitchen, everyone, [
      ...run(1, 2),
      said(3, { reply: 1 }),
      said(4, { reply: 2 }),
      said(5, { reply: 2 }),
      said(6, { reply: 1, from: me }),
    ]);
    const most = async () => {
      const { mostAnswered } = await read();
      return mostAnswered && [mostAnswered.message.seq, mostAnswered.answers];
    };
    expect(await most()).toEqual([2, 2]);
    await entries.add(kitchen, everyone, [said(7, { reply: 1 }), said(8, { reply: 1 })]);
    expect(await most()).toEqual([1, 3]);
    await conversations.markRead(kitchen, everyone, 7);
    expect(await most()).toBeUndefined();
  });

  test('all are counted, and no more are read than are shown', async () => {
    const { entries, read } = await filled();
    const many = Array.from({ length: 30 }, (_, place) => said(place + 1, { mentions: [own] }));
    await entries.add(kitchen, everyone, many);
    const { mentions } = await read();
    expect([mentions.count, mentions.messages.length]).toEqual([30, 20]);
  });
}
