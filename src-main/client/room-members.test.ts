import { describe, expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { maxMembers } from './room-members.ts';
import { openMembership } from './testing/membership.ts';
import { roomId, ScriptedRoom, veli } from './testing/scripted-room.ts';
import { until } from './testing/turns.ts';

describe('who is there', { timeout: 30_000 }, () => {
  it('R0.5 R1.2 the list of members is there with who is online', async () => {
    const oda = await (await openMembership()).goLive();
    expect(oda.client.members.list()).toMatchObject([
      { name: 'ali', presence: 'online' },
      { name: 'veli', presence: 'offline' },
    ]);
  });

  it('R0.3 R0.10 R3.8 who comes, goes or gets away changes the list at once, entries do not', async () => {
    const oda = await openMembership();
    const came = { type: 'joined', in: everyone, at: 1, account: veli, name: 'veli' } as const;
    oda.room.log.push({ ...came, seq: 1, id: 1 });
    await oda.goLive();
    oda.room.tell({ ...came, seq: 2, id: 2 });
    await until(() => oda.heard.appended.length === 2);
    const present = () =>
      oda.client.members.list().map(({ name, presence }) => `${name} ${presence}`);
    expect(present()).toEqual(['ali online', 'veli offline']);

    const ayse = { type: 'member', account: 'ayse000000', name: 'ayşe' };
    oda.room.tell({ ...ayse, presence: 'online' });
    await until(() => oda.heard.members.some((member) => member.name === 'ayşe'));
    expect(present()).toEqual(['ali online', 'veli offline', 'ayşe online']);
    oda.room.tell({ ...ayse, presence: 'away' });
    await until(() => present().includes('ayşe away'));
    oda.room.tell({ ...ayse, presence: 'offline', lastSeenAt: 9 });
    await until(() => present().includes('ayşe offline'));
    expect(oda.client.members.list()[2]).toEqual({
      account: 'ayse000000',
      name: 'ayşe',
      presence: 'offline',
      lastSeenAt: 9,
    });
  });

  it('a guest of a plain program is one of the members, and known as a guest', async () => {
    const oda = await (await openMembership()).goLive();
    const guest = { account: 'nc00000000', name: 'nc', presence: 'online', guest: true };
    oda.room.tell({ type: 'member', ...guest });
    await until(() => oda.heard.members.some(({ name }) => name === 'nc'));
    expect(oda.client.members.list()[2]).toEqual(guest);
    expect(await oda.replica.members.list(roomId)).toContainEqual({
      ...guest,
      presence: 'offline',
    });
  });

  it('R3.8 being away is said to the room, and said again after a reconnect', async () => {
    const oda = await openMembership();
    oda.client.setPresence('away');
    await oda.goLive();
    const said = () => oda.room.askedFor('set-presence').map(({ presence }) => presence);
    expect(said()).toEqual(['away']);
    oda.room.cut();
    await oda.untilState('waiting');
    oda.clock.advance(500);
    await oda.untilState('live');
    expect(said()).toEqual(['away', 'away']);
    oda.client.setPresence('online');
    oda.client.setPresence('online');
    await until(() => said().length === 3);
    expect(said()).toEqual(['away', 'away', 'online']);
  });

  it('nobody is shown online while there is no connection', async () => {
    const oda = await (await openMembership()).goLive();
    oda.isReachable = false;
    oda.room.cut();
    await oda.untilState('waiting');
    const presences = oda.client.members.list().map(({ presence }) => presence);
    expect(presences).toEqual(['offline', 'offline']);
    await until(() => oda.heard.members.at(-1)?.presence === 'offline');
  });

  it('a status is taken over within its bounds, and gone with the next that has none', async () => {
    const oda = await openMembership();
    const { members } = oda.client;
    const evil = { account: 'evil000000' as AccountId, name: 'evil', presence: 'online' } as const;
    const shown = () => members.get(evil.account)?.status;
    members.note({ ...evil, status: { emoji: 'no emoji', text: `a\u202eb\n${'x'.repeat(200)}` } });
    expect(shown()).toEqual({ text: `ab ${'x'.repeat(77)}` });
    members.note({ ...evil, status: { emoji: '📚', until: 7 } });
    expect(shown()).toEqual({ emoji: '📚', until: 7 });
    members.note(evil);
    expect(shown()).toBeUndefined();
  });

  it('a name that could not be shown is shown as its id', async () => {
    const room = new ScriptedRoom();
    room.members.push({ account: 'evil000000' as AccountId, name: 'a\u202eb', presence: 'online' });
    const oda = await (await openMembership({ room })).goLive();
    expect(oda.client.members.list()[2]?.name).toBe('evil000000');
  });
});

it('of a room that names people without end no more are kept than there is room for', async () => {
  const oda = await openMembership();
  const { members } = oda.client;
  const named = (n: number) => `p${String(n).padStart(9, '0')}` as AccountId;
  const online = { presence: 'online' } as const;
  for (let n = 0; n <= maxMembers; n += 1)
    members.note({ account: named(n), name: `person ${n}`, ...online });
  expect(members.list()).toHaveLength(maxMembers);
  expect(members.has(named(maxMembers))).toBe(false);
  // Those who are known still change.
  members.note({ account: named(0), name: 'ayşe', ...online });
  expect(members.nameOf(named(0))).toBe('ayşe');
  members.clear();
});
