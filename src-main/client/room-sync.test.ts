import { expect, it } from 'vitest';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { openMembership } from './testing/membership.ts';
import { own, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';

const ayse = 'ayse000000' as AccountId;
const withVeli = directConversation(own, veli);
const withAyse = directConversation(own, ayse);

it('W8 what is appended while the list of heads is read page by page is asked for the next time', async () => {
  const oda = await openMembership();
  oda.room.add('one');
  await oda.goLive();
  oda.room.add('two', { in: withVeli });
  oda.room.add('three', { in: withAyse, from: ayse });
  oda.room.on('sync', ({ from }) => {
    if (from) return { conversations: [{ in: withVeli, lastSeq: 1, lastId: 2 }], head: 4 };
    // Between the two pages somebody writes to everyone, and this computer does not hear it live.
    oda.room.add('missed');
    const conversations = [{ in: withAyse, lastSeq: 1, lastId: 3 }];
    return { conversations, head: 3, next: withVeli };
  });
  oda.room.cut();
  await oda.untilState('waiting');
  oda.clock.advance(500);
  await oda.untilState('live');
  expect(await oda.timeline(everyone)).toEqual(['one']);
  expect(await oda.timeline(withVeli)).toEqual(['two']);
  expect(await oda.timeline(withAyse)).toEqual(['three']);

  oda.room.on('sync', () => undefined);
  oda.room.cut();
  await oda.untilState('waiting');
  oda.clock.advance(30_000);
  await oda.untilState('live');
  expect(oda.room.askedFor('sync').at(-1)).toMatchObject({ after: 3 });
  expect(await oda.timeline(everyone)).toEqual(['one', 'missed']);
});

it('W8 people, groups and heads are listed page by page to their end, each page once', async () => {
  const oda = await openMembership();
  const people = ['ayse', 'can', 'deniz', 'ece', 'veli'].map((name) => {
    return { account: name.padEnd(10, '0') as AccountId, name, presence: 'online' } as const;
  });
  const groups = ['a', 'b', 'c', 'd', 'e'].map((name) => {
    const id = groupConversation(name.repeat(16));
    return { in: id, name: `group ${name}`, owner: own, members: [own], firstSeq: 1 };
  });
  for (const { account } of people.slice(0, 3))
    oda.room.add(`from ${account}`, { in: directConversation(own, account), from: account });
  const heads = oda.room.log.map((entry) => ({ in: entry.in, lastSeq: 1, lastId: entry.id }));
  const page = <T>(all: readonly T[], isFrom: (one: T) => boolean) => {
    const start = Math.max(0, all.findIndex(isFrom));
    return { part: all.slice(start, start + 2), next: all[start + 2] };
  };
  oda.room.on('list-members', ({ from }) => {
    const { part, next } = page(people, ({ account }) => account === from);
    return { members: part, next: next?.account };
  });
  oda.room.on('list-groups', ({ from }) => {
    const { part, next } = page(groups, (group) => group.in === from);
    return { groups: part, next: next?.in };
  });
  oda.room.on('sync', ({ from }) => {
    const { part, next } = page(heads, (head) => head.in === from);
    return { conversations: part, head: 3, next: next?.in };
  });
  await oda.goLive();
  const asked = (name: 'list-members' | 'list-groups' | 'sync') =>
    oda.room.askedFor(name).map(({ from }) => from);
  expect(asked('list-members')).toEqual([undefined, people[2]?.account, people[4]?.account]);
  expect(asked('list-groups')).toEqual([undefined, groups[2]?.in, groups[4]?.in]);
  expect(asked('sync')).toEqual([undefined, heads[2]?.in]);
  for (const { account, name } of people) expect(oda.client.members.nameOf(account)).toBe(name);
  expect(oda.client.groups.list().map(({ name }) => name)).toEqual(groups.map(({ name }) => name));
  for (const { in: id } of heads) expect(await oda.timeline(id)).toHaveLength(1);
  expect(oda.client.incomplete).toBeUndefined();
});

it('W12 each time it is behind it asks once more, and who is listed no longer is not here', async () => {
  const oda = await openMembership();
  const cooks = groupConversation('cooks00000000000');
  oda.room.members[1] = { account: veli, name: 'veli', presence: 'online' };
  oda.room.groups = [
    { in: cooks, name: 'Aşçılar', owner: veli, members: [veli, own], firstSeq: 1 },
  ];
  await oda.goLive();
  for (const times of [2, 3]) {
    oda.room.tell({ type: 'behind' });
    await until(() => oda.room.askedFor('list-receipts').length === times);
    await rest();
  }
  expect(oda.client.members.list()[1]?.presence).toBe('online');
  expect(oda.client.groups.get(cooks)?.standing).toBe('member');
  oda.room.members.pop();
  oda.room.groups = [];
  oda.room.tell({ type: 'behind' });
  await until(() => oda.room.askedFor('list-receipts').length === 4);
  await rest();
  expect(oda.client.members.list()[1]?.presence).toBe('offline');
  expect(oda.client.groups.get(cooks)?.standing).toBe('left');
});

it('what is older in a conversation that begins while one is connected is fetched too', async () => {
  const oda = await (await openMembership()).goLive();
  await rest();
  const texts = Array.from({ length: 9 }, (_, n) => `message ${n + 1}`);
  for (const text of texts) oda.room.add(text, { in: withVeli });
  oda.room.tell({ type: 'behind' });
  await until(() => oda.client.copy.conversation(withVeli).lastSeq === 9);
  await until(() => oda.client.copy.conversation(withVeli).firstSeq === 1);
  expect(await oda.timeline(withVeli)).toEqual(texts);
});
