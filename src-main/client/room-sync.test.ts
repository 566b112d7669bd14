import { expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { maxConversations } from './room-copy.ts';
import { RoomSync } from './room-sync.ts';
import type { RoomSyncParts } from './room-sync.ts';
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

/** A connection to a room that answers nothing but the first page of its members. */
function syncWith(members: object[], parts: { mayKeep: (id: string) => boolean }) {
  const asked = new Set<ConversationId>();
  let said: (account: AccountId) => boolean = () => true;
  const sync = new RoomSync({
    link: {
      request: (type: string, _: object, heard?: (answer: object) => void) => {
        if (type === 'list-groups') return Promise.resolve(refused({ code: 'connection-lost' }));
        if (type !== 'list-members') return new Promise(() => undefined);
        heard?.({ members });
        return Promise.resolve(done({ members }));
      },
    },
    greeting: { limits: { historyPage: 4, maxHistoryPage: 6 } },
    own,
    copy: {
      newestId: 0,
      hasRoomFor: () => true,
      conversation: (id: ConversationId) => (asked.add(id), { lastSeq: 0 }),
    },
    members: {
      hasRoomFor: parts.mayKeep,
      note: () => undefined,
      setOffline: (isHere: typeof said) => void (said = isHere),
    },
    clock: new ManualClock(),
    progress: () => ({ syncedTo: 0 }),
  } as unknown as RoomSyncParts);
  onTestFinished(() => sync.stop());
  return { sync, asked, isSaid: (account: AccountId) => said(account) };
}

it('of people beyond those that are kept nothing is noted, however many a room names', async () => {
  const members = [veli, ayse].map((account) => ({ account, name: 'x', presence: 'online' }));
  const { sync, isSaid } = syncWith(members, { mayKeep: (account) => account === veli });
  await sync.catchUp();
  expect([veli, ayse].map(isSaid)).toEqual([true, false]);
});

it('no more conversations are followed than are kept, in however many a room says something', () => {
  const { sync, asked } = syncWith([], { mayKeep: () => true });
  const say = (n: number): ConversationId => {
    const from = `p${String(n).padStart(9, '0')}` as AccountId;
    const place = { in: directConversation(own, from), seq: 1, id: n + 1, at: 1 };
    sync.take({ type: 'message', ...place, from, text: 'x', cid: 'cid0000000000001' as Cid });
    return place.in;
  };
  for (let n = 0; n < maxConversations; n += 1) say(n);
  expect(asked.size).toBe(maxConversations);
  expect(asked.has(say(maxConversations))).toBe(false);
});
