import { expect, it } from 'vitest';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import type { GroupMessageRecord } from '../client/replica/contacts.ts';
import { newReplica, record } from '../client/testing/membership.ts';
import { GroupMessageWatch } from './group-message-watch.ts';

const { room, account: own } = record;
const ayse = 'ayse000000' as AccountId;
const bora = 'bora000000' as AccountId;
const people = [ayse, bora];

function cidFor(account: AccountId, text: string): Cid {
  return `${account}-${text}`.padEnd(16, '0') as Cid;
}

async function watching() {
  const replica = newReplica();
  await replica.rooms.save(record);
  const told: GroupMessageRecord[] = [];
  const watch = new GroupMessageWatch({
    replica,
    room,
    changed: (message) => told.push(message),
    failed: (error) => {
      throw error;
    },
  });
  const send = (text: string) => {
    const copies = people.map((account) => {
      const item: OutboxItem = {
        cid: cidFor(account, text),
        in: directConversation(own, account),
        said: { type: 'send-message', text },
        createdAt: 1,
        state: { is: 'sending' },
      };
      return { account, item };
    });
    return replica.groupMessages.add(room, { group: 'g'.repeat(16), text, at: 1, copies });
  };
  let id = 0;
  const store = async (account: AccountId, text: string, seq: number) => {
    const conversation = directConversation(own, account);
    const cid = cidFor(account, text);
    id += 1;
    const place = { in: conversation, seq, id, at: id };
    await replica.entries.add(room, conversation, [
      { type: 'message', ...place, from: own, cid, text },
    ]);
  };
  const touch = async (...accounts: AccountId[]) => {
    for (const account of accounts) watch.touched(account);
    await watch.settled();
    return told.splice(0).map(({ text, copies }) => [text, ...copies.map(({ state }) => state)]);
  };
  return { replica, watch, send, store, touch };
}

it('R0.9 tells of each person’s copy as it is sent and delivered', async () => {
  const { replica, watch, send, store, touch } = await watching();
  watch.show([await send('selam')]);
  expect(await touch(ayse, bora)).toEqual([]);
  await store(ayse, 'selam', 1);
  expect(await touch(ayse)).toEqual([['selam', 'sent', 'sending']]);
  expect(await touch(ayse, bora)).toEqual([]);
  await replica.conversations.markDelivered(room, directConversation(own, ayse), 1);
  expect(await touch(ayse)).toEqual([['selam', 'delivered', 'sending']]);
  await store(bora, 'selam', 1);
  expect(await touch(ayse, bora)).toEqual([['selam', 'delivered', 'sent']]);
});

it('a copy that failed and is tried again is told each time', async () => {
  const { replica, watch, send, touch } = await watching();
  watch.show([await send('selam')]);
  const cid = cidFor(ayse, 'selam');
  await replica.outbox.change(room, cid, { is: 'failed', refusal: { code: 'store-full' } });
  expect(await touch(ayse)).toEqual([['selam', 'failed', 'sending']]);
  await replica.outbox.change(room, cid, { is: 'sending' });
  expect(await touch(ayse)).toEqual([['selam', 'sending', 'sending']]);
});

it('what changes in one turn is told once, and only of messages that a window was shown', async () => {
  const { watch, send, store, touch } = await watching();
  await send('not shown');
  watch.show([await send('selam'), await send('naber')]);
  await touch();
  await store(ayse, 'not shown', 1);
  await store(ayse, 'selam', 2);
  await store(ayse, 'naber', 3);
  await store(bora, 'selam', 1);
  expect(await touch(ayse, bora, ayse)).toEqual([
    ['selam', 'sent', 'sent'],
    ['naber', 'sent', 'sending'],
  ]);
});

it('what changed while a window was given its messages is told after them', async () => {
  const { watch, send, store, touch } = await watching();
  const message = await send('selam');
  await store(ayse, 'selam', 1);
  watch.show([message]);
  expect(await touch()).toEqual([['selam', 'sent', 'sending']]);
});

it('however many messages wait for a person, all are told', async () => {
  const { replica, watch, send, store, touch } = await watching();
  const texts = Array.from({ length: 120 }, (_, n) => `mesaj${n}`);
  watch.show(await Promise.all(texts.map(send)));
  await touch();
  await Promise.all(texts.map((text, n) => store(ayse, text, n + 1)));
  expect(await touch(ayse)).toHaveLength(texts.length);
  await replica.conversations.markDelivered(room, directConversation(own, ayse), texts.length);
  expect(await touch(ayse)).toHaveLength(texts.length);
});

it('what has reached everybody is not looked after any more', async () => {
  const { replica, watch, send, store, touch } = await watching();
  watch.show([await send('bir')]);
  for (const account of people) {
    await store(account, 'bir', 1);
    await replica.conversations.markDelivered(room, directConversation(own, account), 1);
  }
  expect((await touch(...people)).at(-1)).toEqual(['bir', 'delivered', 'delivered']);
  const { groupMessages } = replica;
  const { find } = groupMessages;
  let reads = 0;
  groupMessages.find = (...asked) => {
    reads += 1;
    return find.apply(groupMessages, asked);
  };
  expect(await touch(...people)).toEqual([]);
  expect(reads).toBe(0);
});
