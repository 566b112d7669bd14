import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Group } from '../../src-shared/protocol/groups.ts';
import { everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Membership } from './testing/membership.ts';
import { newReplica, openMembership } from './testing/membership.ts';
import { fail, own, roomId, ScriptedRoom, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';

const ayse = 'ayse000000' as AccountId;
const cooks = groupConversation('cooks00000000000');
const group: Group = {
  in: cooks,
  name: 'Aşçılar',
  owner: veli,
  members: [veli, own],
  firstSeq: 1,
};

/** A room with a group of two, in which this was said. */
function roomWithGroup(...texts: string[]): ScriptedRoom {
  const room = new ScriptedRoom();
  room.groups = [group];
  for (const text of texts) room.add(text, { in: cooks });
  return room;
}

/** Takes this person out, as the room's log has it. */
function addRemoved(room: ScriptedRoom): object {
  const [seq, id] = [room.seqAfter(cooks), room.log.length + 1];
  const removed = { type: 'removed', in: cooks, seq, id, at: id, by: veli, account: own } as const;
  room.log.push(removed);
  return removed;
}

async function reconnect(oda: Membership, meanwhile: () => void): Promise<void> {
  oda.room.cut();
  await oda.untilState('waiting');
  meanwhile();
  oda.client.retryNow();
  await oda.untilState('live');
}

const standing = (oda: Membership) => oda.client.groups.get(cooks)?.standing;

describe('groups', () => {
  it('are listed at each connecting and kept on disk, with what is said in them', async () => {
    const oda = await (await openMembership({ room: roomWithGroup('merhaba') })).goLive();
    await rest();
    const record = { ...group, standing: 'member' };
    expect(oda.client.groups.list()).toEqual([record]);
    expect(await oda.replica.groups.list(roomId)).toEqual([record]);
    expect(oda.heard.groups).toEqual([record]);
    expect(await oda.timeline(cooks)).toEqual(['merhaba']);
  });

  it('that change are told live, names and members tidied and bounded', async () => {
    const oda = await (await openMembership({ room: roomWithGroup() })).goLive();
    const many = Array.from({ length: 300 }, (_, n) => `m${String(n).padStart(9, '0')}`);
    const members = [own, own, ...many];
    oda.room.tell({ type: 'group', ...group, name: 'a\u202eb', members });
    await until(() => oda.heard.groups.length === 2);
    const known = oda.client.groups.get(cooks);
    expect(known?.name).toBe('cooks00000000000');
    expect(known?.members).toEqual(members.slice(1, 1 + limits.groupMembers));
  });

  it('that somebody is added to while they are listed are not taken for left', async () => {
    const oda = await openMembership();
    oda.room.on('list-groups', () => {
      oda.room.tell({ type: 'group', ...group });
      return { groups: [] };
    });
    await oda.goLive();
    expect(standing(oda)).toBe('member');
  });

  it('are made, renamed, filled, emptied and left by asking the room', async () => {
    const oda = await (await openMembership()).goLive();
    const made = await oda.client.groups.make('  Futbol  takımı ', [veli, veli, own]);
    if (!made.ok) throw new Error(made.refusal.code);
    const { in: id } = made.value;
    expect(made.value).toEqual({
      in: id,
      name: 'Futbol takımı',
      owner: own,
      members: [own, veli],
      firstSeq: 1,
      standing: 'member',
    });
    expect(oda.room.askedFor('make-group')).toMatchObject([
      { in: id, name: 'Futbol takımı', members: [veli] },
    ]);
    for (const command of ['rename-group', 'add-to-group', 'leave-group'] as const) {
      oda.room.on(command, () => ({ in: id, seq: 4, id: 4, at: 4 }));
    }
    oda.room.on('remove-from-group', () => fail('not-the-owner'));
    const { groups } = oda.client;
    expect(await groups.rename(id, 'Yüzme')).toEqual({ ok: true, value: null });
    expect(await groups.add(id, veli)).toMatchObject({ ok: true });
    expect(await groups.leave(id)).toMatchObject({ ok: true });
    const refusal = { code: 'not-the-owner' };
    expect(await groups.remove(id, veli)).toEqual({ ok: false, refusal });
  });

  it('stand as the room says, also where it says so before it answers who made one', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('make-group', ({ in: id, members }) => {
      const now = { in: id, name: 'Yeni ad', owner: veli, members: [own, ...members], firstSeq: 1 };
      oda.room.tell({ type: 'group', ...now });
      return { in: id, seq: 1, id: 1, at: 1 };
    });
    const made = await oda.client.groups.make('Eski ad', [veli]);
    expect(made).toMatchObject({ ok: true, value: { name: 'Yeni ad', owner: veli } });
    expect(oda.client.groups.list()).toMatchObject([{ name: 'Yeni ad', owner: veli }]);
  });

  it('refuse a name that could not be, and everything while there is no connection', async () => {
    const oda = await openMembership();
    const { groups } = oda.client;
    const codeOf = async (outcome: ReturnType<typeof groups.rename>) => {
      const answer = await outcome;
      return answer.ok ? 'ok' : answer.refusal.code;
    };
    expect(await groups.make(' ', [])).toMatchObject({ refusal: { code: 'group-name-empty' } });
    expect(await groups.make('x'.repeat(65), [])).toMatchObject({
      refusal: { code: 'group-name-too-long', limit: limits.maxGroupNameCharacters },
    });
    expect(await codeOf(groups.rename(cooks, '\u202e'))).toBe('name-not-allowed');
    expect(await groups.make('Aşçılar', [])).toMatchObject({
      refusal: { code: 'connection-lost' },
    });
    expect(await codeOf(groups.leave(cooks))).toBe('connection-lost');
    expect(oda.room.asked).toEqual([]);
  });

  it('go with the copy when the room went back (W9)', async () => {
    const oda = await (await openMembership({ room: roomWithGroup('eski') })).goLive();
    await reconnect(oda, () => {
      oda.room.log = [];
      oda.room.groups = [];
      oda.room.room.epoch = 'epoch001' as typeof oda.room.room.epoch;
    });
    expect(oda.client.groups.list()).toEqual([]);
    expect(await oda.replica.groups.list(roomId)).toEqual([]);
  });
});

describe('who is taken out of a group', () => {
  it('has everything up to that, live, and nothing that comes after it', async () => {
    const oda = await (await openMembership({ room: roomWithGroup('1') })).goLive();
    oda.room.tell(addRemoved(oda.room), oda.room.add('not for you', { in: cooks }));
    await until(() => oda.heard.appended.length === 2);
    await rest();
    expect(standing(oda)).toBe('left');
    expect(await oda.timeline(cooks)).toEqual(['1', 'removed']);
    expect(await oda.replica.groups.list(roomId)).toMatchObject([
      { standing: 'left', members: [veli] },
    ]);
  });

  it('gets what was missed up to that by sync, and is not asked again afterwards', async () => {
    const oda = await (await openMembership({ room: roomWithGroup('1') })).goLive();
    await reconnect(oda, () => {
      oda.room.add('2', { in: cooks });
      oda.room.log.push({
        type: 'renamed',
        in: cooks,
        seq: 3,
        id: oda.room.log.length + 1,
        at: 3,
        by: veli,
        name: 'Eski aşçılar',
      });
      addRemoved(oda.room);
      oda.room.groups = [];
    });
    expect(await oda.timeline(cooks)).toEqual(['1', '2', 'renamed', 'removed']);
    await until(() => oda.heard.groups.at(-1)?.name === 'Eski aşçılar');
    expect(standing(oda)).toBe('left');
    const asked = oda.room.askedFor('read-history').length;
    await reconnect(oda, () => undefined);
    expect(oda.room.askedFor('read-history')).toHaveLength(asked);
  });

  it('and comes back gets what was said in between too', async () => {
    const oda = await (await openMembership({ room: roomWithGroup('1') })).goLive();
    oda.room.tell(addRemoved(oda.room));
    oda.room.add('in between', { in: cooks });
    const [seq, id] = [oda.room.seqAfter(cooks), oda.room.log.length + 1];
    const added = { type: 'added', in: cooks, seq, id, at: id, by: veli, account: own } as const;
    oda.room.log.push(added);
    oda.room.tell({ type: 'group', ...group }, added);
    await until(() => oda.heard.appended.length === 4);
    await rest();
    expect(standing(oda)).toBe('member');
    expect(await oda.timeline(cooks)).toEqual(['1', 'removed', 'in between', 'added']);
  });

  it('before this computer knew the group still finds it, with what may be read', async () => {
    const room = new ScriptedRoom();
    for (const text of ['1', '2', '3']) room.add(text, { in: cooks });
    addRemoved(room);
    const oda = await (await openMembership({ room })).goLive();
    await rest();
    expect(oda.client.groups.list()).toMatchObject([
      { in: cooks, name: 'cooks00000000000', owner: veli, standing: 'left' },
    ]);
    expect(await oda.timeline(cooks)).toEqual(['1', '2', '3', 'removed']);
  });
});

describe('what a member of a group may read', () => {
  it('begins with the first number: nothing older is asked for', async () => {
    const room = roomWithGroup(...Array.from({ length: 12 }, (_, n) => `message ${n + 1}`));
    room.groups = [{ ...group, firstSeq: 9 }];
    const oda = await (await openMembership({ room })).goLive();
    expect(oda.client.copy.conversation(cooks).firstSeq).toBe(9);
    await rest();
    oda.clock.advance(50);
    await oda.client.fetchOlder(cooks);
    await rest();
    expect(room.askedFor('read-history')).toHaveLength(1);
    const page = await oda.replica.entries.readTimeline({ room: roomId, in: cooks, limit: 50 });
    expect(page.hasOlder).toBe(false);
  });

  it('is known after the room had nothing older to give', async () => {
    const room = new ScriptedRoom();
    for (let n = 1; n <= 12; n += 1) room.add(`message ${n}`, { in: cooks });
    addRemoved(room);
    room.on('read-history', ({ before }) =>
      before === undefined ? undefined : { entries: [], more: false },
    );
    const oda = await (await openMembership({ room })).goLive();
    await until(() => oda.client.copy.conversation(cooks).oldestSeq === 10);
  });

  it('a group that was made just now begins with its first entry', async () => {
    const oda = await (await openMembership()).goLive();
    const place = { in: cooks, at: 1, by: veli };
    oda.room.log.push(
      { type: 'added', ...place, seq: 1, id: 1, account: veli },
      { type: 'renamed', ...place, seq: 2, id: 2, name: 'Aşçılar' },
      { type: 'added', ...place, seq: 3, id: 3, account: own },
    );
    oda.room.on('read-history', () => ({ entries: oda.room.log.slice(2), more: false }));
    oda.room.tell({ type: 'group', ...group, firstSeq: 3 }, oda.room.log[2] ?? {});
    await until(() => oda.heard.appended.length === 1);
    expect(oda.client.copy.conversation(cooks)).toMatchObject({ firstSeq: 3, lastSeq: 3 });
  });
});

describe('members and owners', () => {
  it('are as many as there may be, this person among them', async () => {
    const oda = await (await openMembership()).goLive();
    const others = Array.from(
      { length: limits.groupMembers },
      (_, n) => `m${String(n).padStart(9, '0')}` as AccountId,
    );
    const full = await oda.client.groups.make('Hepimiz', others);
    expect(full).toMatchObject({ refusal: { code: 'group-full', limit: limits.groupMembers } });
    expect(oda.room.askedFor('make-group')).toEqual([]);
    expect(await oda.client.groups.make('Hepimiz', others.slice(1))).toMatchObject({ ok: true });
  });

  it('who took this person out is the owner by then', async () => {
    const oda = await (await openMembership({ room: roomWithGroup('merhaba') })).goLive();
    await reconnect(oda, () => {
      oda.room.groups = [];
      const removed = addRemoved(oda.room);
      oda.room.log[oda.room.log.length - 1] = { ...removed, by: ayse } as Entry;
    });
    await until(() => oda.client.groups.get(cooks)?.owner === ayse);
    expect(oda.client.groups.get(cooks)).toMatchObject({ standing: 'left', members: [veli] });
  });

  it('being taken out long ago, told once more, is no news', async () => {
    const room = roomWithGroup();
    const removed = addRemoved(room);
    room.log.push({ ...removed, type: 'added', seq: 2, id: 2 } as Entry);
    const oda = await (await openMembership({ room })).goLive();
    expect(oda.client.copy.conversation(cooks).lastSeq).toBe(2);
    room.tell(removed);
    await rest();
    expect(standing(oda)).toBe('member');
  });
});

describe('a hostile room', () => {
  const strange = 'group:strange000000000' as ConversationId;

  it('cannot show a group that this person was not told to be in', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.tell({ ...oda.room.add('x', { in: cooks }), in: strange });
    oda.room.tell(oda.room.add('y', { in: cooks }));
    await rest();
    expect(oda.client.groups.list()).toEqual([]);
    expect(oda.client.copy.conversations()).toHaveLength(1);
    expect(oda.client.connection.is).toBe('live');
  });

  const bad: [string, object][] = [
    ['of others', { type: 'group', ...group, members: [veli] }],
    ['that is no group', { type: 'group', ...group, in: everyone }],
    ['whose news are news of everyone', { type: 'added', in: everyone, by: veli, account: own }],
  ];
  it.each(bad)('with a group %s loses the connection', async (_what, frame) => {
    const oda = await (await openMembership()).goLive();
    oda.room.tell({ seq: 1, id: 1, at: 1, ...frame });
    await oda.untilState('waiting');
    expect(oda.client.groups.list()).toEqual([]);
  });

  it('with a list of groups of others, or one that never ends, loses the connection', async () => {
    const lists: object[] = [
      { groups: [{ ...group, members: [veli] }] },
      { groups: [], next: cooks },
    ];
    for (const list of lists) {
      const oda = await openMembership({ replica: newReplica() });
      oda.room.on('list-groups', () => list);
      oda.client.retryNow();
      await oda.untilState('waiting');
      expect(oda.room.askedFor('list-groups')).toHaveLength(1);
    }
  });
});
