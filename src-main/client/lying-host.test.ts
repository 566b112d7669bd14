import { expect, it } from 'vitest';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { keptFreeByNews } from '../storage/replica/entry-table.ts';
import { openReplica } from '../storage/replica/sqlite-replica.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { maxOlderBytes } from './backfill.ts';
import { maxGroups } from './room-groups.ts';
import { Membership, openMembership, record } from './testing/membership.ts';
import { fail, own, roomId, ScriptedRoom } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';

function roomOf(messages: number): ScriptedRoom {
  const room = new ScriptedRoom();
  for (let n = 1; n <= messages; n += 1) room.add(`message ${n}`);
  return room;
}

const firstSeq = (oda: Membership) => oda.client.copy.conversation(everyone).firstSeq;

async function letPagesCome(oda: Membership): Promise<void> {
  for (let page = 0; page < 5; page += 1) {
    await rest();
    oda.clock.advance(50);
  }
}

it('older history is fetched up to a bound of bytes, over all connections, and then when one asks', async () => {
  const from = { ...record, olderBytes: maxOlderBytes - 1 };
  const oda = await openMembership({ room: roomOf(23), from });
  await oda.goLive();
  await letPagesCome(oda);
  // The newest four at first, and six for the last byte.
  expect(firstSeq(oda)).toBe(14);
  expect(oda.client.incomplete).toEqual({ code: 'older-not-kept' });
  expect(oda.client.connection.is).toBe('live');
  expect((await oda.replica.rooms.list())[0]?.olderBytes).toBeGreaterThan(maxOlderBytes);

  oda.room.cut();
  await oda.untilState('waiting');
  oda.clock.advance(500);
  await oda.untilState('live');
  await letPagesCome(oda);
  expect(firstSeq(oda)).toBe(14);

  await oda.client.fetchOlder(everyone);
  expect(firstSeq(oda)).toBe(8);
  oda.room.tell(oda.room.add('new'));
  await until(() => oda.heard.appended.at(-1)?.seq === 24);
});

it('where the bound is reached to the byte nothing older is fetched', async () => {
  const from = { ...record, olderBytes: maxOlderBytes };
  const oda = await openMembership({ room: roomOf(23), from });
  await oda.goLive();
  await letPagesCome(oda);
  expect(firstSeq(oda)).toBe(20);
  expect(oda.client.incomplete).toEqual({ code: 'older-not-kept' });
});

it('a copy that is made anew has its whole bound again', async () => {
  const from = { ...record, epoch: 'another0' as typeof record.epoch, olderBytes: maxOlderBytes };
  const oda = await openMembership({ room: roomOf(23), from });
  await oda.goLive();
  await letPagesCome(oda);
  expect(firstSeq(oda)).toBe(1);
  expect(oda.client.incomplete).toBeUndefined();
  expect((await oda.replica.rooms.list())[0]?.olderBytes).toBeLessThan(23 * 300);
});

it('no room fills the disk: older history waits for space, what is new stops before it is used up', async () => {
  const space = { free: limits.freeDiskBytes - 1 };
  const replica = openReplica({ folder: temporaryFolder() }, { freeBytes: () => space.free });
  const oda = new Membership({ room: roomOf(23), replica });
  await oda.goLive();
  await letPagesCome(oda);
  expect(firstSeq(oda)).toBe(20);
  expect(oda.client.incomplete).toEqual({ code: 'older-disk-full' });
  // The newest, and one page that found no space: the next one waits a minute.
  expect(oda.room.askedFor('read-history')).toHaveLength(2);
  await oda.client.fetchOlder(everyone);
  expect(firstSeq(oda)).toBe(20);
  oda.room.tell(oda.room.add('new'));
  await until(() => oda.heard.appended.at(-1)?.seq === 24);

  space.free = limits.freeDiskBytes;
  oda.clock.advance(60_000);
  await letPagesCome(oda);
  expect(firstSeq(oda)).toBe(1);
  expect(oda.client.incomplete).toBeUndefined();

  space.free = keptFreeByNews - 1;
  oda.room.tell(oda.room.add('too much'));
  await oda.untilState('closed');
  expect(oda.client.connection).toMatchObject({ cause: { code: 'data-full' } });
  expect((await oda.timeline(everyone)).at(-1)).toBe('new');
  await oda.client.reading.saveDraft(everyone, { text: 'taslak' });
  expect(oda.client.copy.conversation(everyone)).toMatchObject({ draft: 'taslak', lastSeq: 24 });
  expect(oda.heard.defects).toEqual([]);
  await replica.file.close();
});

it('a list without end is read as far as it is kept, and the room can be used', async () => {
  const oda = await openMembership({ room: roomOf(1) });
  let named = 0;
  oda.room.on('list-groups', () => {
    const groups = Array.from({ length: limits.groupPage }, () => {
      named += 1;
      const id = groupConversation(String(named).padStart(16, '0'));
      return { in: id, name: `group ${named}`, owner: own, members: [own], firstSeq: 1 };
    });
    return { groups, next: groupConversation('z'.repeat(16)) };
  });
  await oda.goLive();
  expect(oda.room.askedFor('list-groups')).toHaveLength(maxGroups / limits.groupPage + 1);
  expect(oda.client.groups.list()).toHaveLength(maxGroups);
  expect(oda.client.incomplete).toEqual({ code: 'room-too-large' });
  expect(await oda.timeline(everyone)).toEqual(['message 1']);
  await oda.client.groups.settled();
  expect(await oda.replica.groups.list(roomId)).toHaveLength(maxGroups);
});

it('W9 a place in the log that was given out before means that the room starts over, and no defect', async () => {
  const room = roomOf(3);
  const oda = await openMembership({ room });
  await oda.goLive();
  // What it told last was never on its disk, and what came since has the same place.
  room.log = room.log.slice(0, 2);
  const withVeli = directConversation(own, 'veli000000' as AccountId);
  for (const text of ['a', 'b']) room.add(text, { in: withVeli });
  room.cut();
  for (let turn = 0; turn < 8 && oda.heard.resynced.length === 0; turn += 1) {
    oda.clock.advance(30_000);
    await rest();
  }
  expect(oda.heard.resynced).toEqual([{ code: 'cursor-ahead' }]);
  expect(oda.heard.defects).toEqual([]);
  expect(oda.heard.states).not.toContain('closed');
});

it('a room that says again and again in one breath what it is called has its last name written once', async () => {
  const oda = await (await openMembership()).goLive();
  const { rooms } = oda.replica;
  const { update } = rooms;
  let writes = 0;
  rooms.update = (...given) => {
    writes += 1;
    return update.apply(rooms, given);
  };
  const { id: _, epoch: _epoch, ...facts } = oda.room.room;
  const names = Array.from({ length: 300 }, (_each, n) => `Kitchen ${n}`);
  oda.room.tell(...names.map((name) => ({ type: 'room', ...facts, name })));
  await until(() => oda.client.record.name === 'Kitchen 299');
  await rest();
  expect(writes).toBe(1);
  expect(await rooms.list()).toMatchObject([{ name: 'Kitchen 299' }]);
});

it('no room is asked again at once, or never, however long it says that something lasts', async () => {
  for (const code of ['muted', 'slow-mode', 'try-later'] as const) {
    const oda = await openMembership();
    oda.room.on('sign-in', () => fail(code, { retryAfterMs: limits.longestPenaltyMs }));
    oda.client.retryNow();
    await oda.untilState('waiting');
    const nextTryAt = oda.clock.wallMs() + 15 * 60_000;
    expect(oda.client.connection).toMatchObject({ cause: { code }, nextTryAt });
  }
});
