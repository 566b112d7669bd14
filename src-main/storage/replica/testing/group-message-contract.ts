import { expect, test } from 'vitest';
import type { GroupMessageCopy } from '../../../../src-shared/member/own-copy.ts';
import { directConversation } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../../../src-shared/protocol/ids.ts';
import type { NewGroupMessage } from '../../../client/replica/contacts.ts';
import type { Replica } from '../../../client/replica/replica.ts';
import type { OpenReplica } from './replica-contract.ts';
import {
  ali,
  cidOf,
  garden,
  kitchen,
  me,
  roomRecord,
  said,
  veli,
  waiting,
  withAli,
} from './replica-samples.ts';

const team = 'team000000000000';
const withVeli = directConversation(me, veli);

/** To ali under the cid 10 × number, to veli under the one after it. */
function toTeam(number: number, change: Partial<NewGroupMessage> = {}): NewGroupMessage {
  const copy = (account: AccountId, cid: number) => {
    const text = `group message ${number}`;
    const message = { type: 'send-message', text } as const;
    const place = { in: directConversation(me, account) };
    return { account, item: waiting(cid, { ...place, said: message }) };
  };
  return {
    group: team,
    text: `group message ${number}`,
    at: number,
    copies: [copy(ali, number * 10), copy(veli, number * 10 + 1)],
    ...change,
  };
}

async function states(replica: Replica): Promise<GroupMessageCopy['state'][][]> {
  const messages = await replica.groupMessages.list(kitchen, team);
  return messages.map(({ copies }) => copies.map(({ state }) => state));
}

/** The room has this person's message with this cid. */
function own(cid: number, seq: number, to = withAli) {
  return said(seq, { in: to, from: me, cid: cidOf(cid), id: cid });
}

/** What a `Replica` with the room `kitchen` knows of messages to contact groups. */
export function groupMessageContract(open: OpenReplica): void {
  copyStates(open);
  finding(open);
  lasting(open);
}

function copyStates(open: OpenReplica): void {
  test('R0.9 a group message is written down with a copy in the outbox for each person', async () => {
    const replica = await open();
    const first = await replica.groupMessages.add(kitchen, toTeam(1));
    expect(first).toEqual({
      group: team,
      number: first.number,
      text: 'group message 1',
      at: 1,
      copies: [
        { account: ali, cid: cidOf(10), state: 'sending' },
        { account: veli, cid: cidOf(11), state: 'sending' },
      ],
    });
    const second = await replica.groupMessages.add(kitchen, toTeam(2));
    expect(second.number).toBeGreaterThan(first.number);
    expect(await replica.groupMessages.list(kitchen, team)).toEqual([first, second]);
    const outbox = await replica.outbox.list(kitchen);
    expect(outbox.map(({ cid }) => cid)).toEqual([10, 11, 20, 21].map(cidOf));
  });

  test('R0.9 a copy is sent when its message comes back, and delivered as far as the receipt says', async () => {
    const replica = await open();
    await replica.groupMessages.add(kitchen, toTeam(1));
    await replica.entries.add(kitchen, withAli, [said(1, { in: withAli }), own(10, 2)]);
    expect(await states(replica)).toEqual([['sent', 'sending']]);
    expect((await replica.outbox.list(kitchen)).map(({ cid }) => cid)).toEqual([cidOf(11)]);
    await replica.conversations.markDelivered(kitchen, withAli, 1);
    expect(await states(replica)).toEqual([['sent', 'sending']]);
    await replica.conversations.markDelivered(kitchen, withVeli, 9);
    expect(await states(replica)).toEqual([['sent', 'sending']]);
    await replica.conversations.markDelivered(kitchen, withAli, 2);
    expect(await states(replica)).toEqual([['delivered', 'sending']]);
    await replica.entries.add(kitchen, withVeli, [own(11, 1, withVeli)]);
    expect(await states(replica)).toEqual([['delivered', 'delivered']]);
  });

  test('R0.9 a copy that failed says so until it is sent again, and stays failed when given up', async () => {
    const replica = await open();
    await replica.groupMessages.add(kitchen, toTeam(1));
    const failed = { is: 'failed', refusal: { code: 'no-such-member' } } as const;
    await replica.outbox.change(kitchen, cidOf(10), failed);
    await replica.outbox.change(kitchen, cidOf(11), failed);
    expect(await states(replica)).toEqual([['failed', 'failed']]);
    await replica.outbox.change(kitchen, cidOf(10), { is: 'sending' });
    await replica.outbox.remove(kitchen, cidOf(11));
    expect(await states(replica)).toEqual([['sending', 'failed']]);
    await replica.entries.add(kitchen, withVeli, [own(11, 1, withVeli)]);
    expect(await states(replica)).toEqual([['sending', 'sent']]);
  });

  test('the same cid of somebody else is not the copy', async () => {
    const replica = await open();
    await replica.groupMessages.add(kitchen, toTeam(1));
    await replica.entries.add(kitchen, withAli, [said(1, { in: withAli, cid: cidOf(10) })]);
    expect(await states(replica)).toEqual([['sending', 'sending']]);
  });

  test('W11 a receipt never moves backwards and is kept with its conversation', async () => {
    const replica = await open();
    expect((await replica.conversations.markDelivered(kitchen, withAli, 4)).deliveredSeq).toBe(4);
    expect((await replica.conversations.markDelivered(kitchen, withAli, 3)).deliveredSeq).toBe(4);
    await replica.entries.add(kitchen, withAli, [said(1, { in: withAli })]);
    await replica.conversations.markRead(kitchen, withAli, 1);
    const [record] = await replica.conversations.list(kitchen);
    expect(record).toMatchObject({ in: withAli, deliveredSeq: 4, readSeq: 1, lastSeq: 1 });
  });
}

function finding(open: OpenReplica): void {
  test('group messages are found by the cids of their copies', async () => {
    const replica = await open();
    for (const number of [1, 2, 3]) await replica.groupMessages.add(kitchen, toTeam(number));
    const find = async (...cids: Cid[]) =>
      (await replica.groupMessages.find(kitchen, cids)).map(({ text }) => text);
    expect(await find(cidOf(31), cidOf(10), cidOf(11))).toEqual([
      'group message 1',
      'group message 3',
    ]);
    expect(await find(cidOf(99))).toEqual([]);
    expect(await find()).toEqual([]);
  });

  test('the newest hundred are found and listed, oldest first', async () => {
    const replica = await open();
    const numbers = Array.from({ length: 102 }, (_, index) => index + 1);
    await Promise.all(numbers.map((number) => replica.groupMessages.add(kitchen, toTeam(number))));
    await replica.groupMessages.add(kitchen, toTeam(200, { group: 'other00000000000' }));
    const entries = numbers.map((number) => own(number * 10, number));
    await replica.entries.add(kitchen, withAli, entries);
    const cids = numbers.map((number) => cidOf(number * 10 + 1));
    for (const found of [
      await replica.groupMessages.list(kitchen, team),
      await replica.groupMessages.find(kitchen, cids),
    ])
      expect(found.map(({ at }) => at)).toEqual(numbers.slice(2));
  });
}

function lasting(open: OpenReplica): void {
  test('group messages stay when their contact group is removed', async () => {
    const replica = await open();
    await replica.contacts.saveGroup(kitchen, { group: team, name: 'Team', members: [ali] });
    const message = await replica.groupMessages.add(kitchen, toTeam(1));
    await replica.contacts.removeGroup(kitchen, team);
    expect(await replica.groupMessages.list(kitchen, team)).toEqual([message]);
  });

  test('W9 after a full resync a copy is sent, and delivered once its number is known again', async () => {
    const replica = await open();
    await replica.groupMessages.add(kitchen, toTeam(1));
    await replica.entries.add(kitchen, withAli, [own(10, 1)]);
    await replica.conversations.markDelivered(kitchen, withAli, 1);
    await replica.rooms.clearCopy(kitchen);
    await replica.conversations.markDelivered(kitchen, withAli, 5);
    expect(await states(replica)).toEqual([['sent', 'sending']]);
    // Another message may have the old number now.
    await replica.entries.add(kitchen, withAli, [own(10, 6)]);
    expect(await states(replica)).toEqual([['sent', 'sending']]);
    await replica.conversations.markDelivered(kitchen, withAli, 6);
    expect(await states(replica)).toEqual([['delivered', 'sending']]);
  });

  test('a group message belongs to one room', async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord({ room: garden }));
    const message = await replica.groupMessages.add(kitchen, toTeam(1));
    const other = await replica.groupMessages.add(garden, toTeam(1));
    await replica.entries.add(garden, withAli, [own(10, 1)]);
    expect(await replica.groupMessages.list(kitchen, team)).toEqual([message]);
    const found = await replica.groupMessages.find(garden, [cidOf(10)]);
    expect(found.map(({ number }) => number)).toEqual([other.number]);
  });
}
