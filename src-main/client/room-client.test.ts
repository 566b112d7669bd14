import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src-shared/outside/random.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Epoch, Pin, RoomId, Secret } from '../../src-shared/protocol/ids.ts';
import { deriveDevice } from './sign-in.ts';
import { ReplicaError } from './replica/replica.ts';
import { newReplica, openMembership, profile, record } from './testing/membership.ts';
import { fail, own, roomId, ScriptedRoom, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';
import { saying } from './testing/saying.ts';

const withVeli = directConversation(own, veli);

describe('connecting', { timeout: 30_000 }, () => {
  it('goes through its states and asks members, groups, heads, what is new, and receipts', async () => {
    const oda = await openMembership();
    oda.room.add('merhaba');
    await oda.goLive();
    expect(oda.heard.states).toEqual(['connecting', 'signing-in', 'syncing', 'live']);
    expect(oda.room.asked.map(({ type }) => type)).toEqual([
      'hello',
      'sign-in',
      'list-members',
      'list-groups',
      'sync',
      'read-history',
      'list-receipts',
    ]);
    expect(await oda.timeline(everyone)).toEqual(['merhaba']);
    expect(oda.client.record).toMatchObject({ syncedTo: 1, token: oda.room.token() });
    expect(await oda.replica.rooms.list()).toMatchObject([
      { syncedTo: 1, token: oda.room.token() },
    ]);
  });

  it('W8 comes back with its token, asks only for what is new, and keeps the next token', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.add('meanwhile');
    const token = oda.room.token();
    oda.room.cut();
    await oda.untilState('waiting');
    oda.clock.advance(500);
    await oda.untilState('live');
    expect(oda.room.askedFor('resume')).toMatchObject([{ token }]);
    expect(oda.room.askedFor('sign-in')).toHaveLength(1);
    expect(oda.room.askedFor('sync').map(({ after }) => after)).toEqual([0, 0]);
    expect(oda.client.record.token).toBe(oda.room.token());
    expect(oda.room.token()).not.toBe(token);
    expect(await oda.timeline(everyone)).toEqual(['meanwhile']);
  });

  it('W8 where the token is refused the key of the device opens', async () => {
    const token = 'x'.repeat(43) as Secret;
    const oda = await openMembership({ from: { ...record, token } });
    oda.room.on('resume', () => fail('token-invalid'));
    await oda.goLive();
    const identity = deriveDevice(profile, record);
    expect(oda.room.askedFor('resume')).toMatchObject([{ token, device: identity.device }]);
    expect(oda.room.askedFor('sign-in')).toMatchObject([{ name: 'ali', ...identity }]);
  });

  it('each room knows this computer under another device and key', () => {
    const others = [
      deriveDevice(profile, { ...record, room: 'room000000000001' as RoomId }),
      // A room says itself which one it is; its key it cannot choose.
      deriveDevice(profile, { ...record, pin: 'p'.repeat(43) as Pin }),
    ];
    const { device, deviceKey } = deriveDevice(profile, record);
    expect(device).toMatch(/^[\w-]{16}$/);
    expect(deviceKey).toMatch(/^[\w-]{43}$/);
    for (const other of others) {
      expect([other.device, other.deviceKey]).not.toContain(device);
      expect(other.deviceKey).not.toBe(deviceKey);
    }
  });

  it.each([
    'password-needed',
    'wrong-password',
    'name-taken',
    'name-not-allowed',
  ] satisfies RefusalCode[])('stays closed on %s, which only the person can mend', async (code) => {
    const oda = await openMembership();
    oda.room.on('sign-in', () => fail(code));
    expect(await oda.client.connect()).toEqual({ code });
    expect(oda.client.connection).toEqual({ is: 'closed', cause: { code } });
    expect(oda.clock.pendingTimers).toBe(0);
  });

  it('another room at the address is told nothing, and is waited out until the right one is back', async () => {
    const oda = await (await openMembership()).goLive();
    await rest();
    oda.room.room = { ...oda.room.room, id: 'room000000000009' as RoomId, name: 'Twin' };
    oda.room.tell({ type: 'closed', code: 'room-closed' });
    const asked = oda.room.asked.length;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await oda.untilState('waiting');
      const { connection } = oda.client;
      if (connection.is !== 'waiting') throw new Error('not waiting');
      if (attempt > 0) expect(connection.cause).toEqual({ code: 'another-room', subject: 'Twin' });
      waits.push(connection.nextTryAt - oda.clock.wallMs());
      oda.clock.advance(connection.nextTryAt - oda.clock.wallMs());
      await until(() => oda.client.connection !== connection);
    }
    await oda.untilState('waiting');
    expect(new Set(oda.room.asked.slice(asked).map(({ type }) => type))).toEqual(
      new Set(['hello']),
    );
    expect(Math.max(...waits)).toBeGreaterThan(1000);
    oda.room.room = { ...oda.room.room, id: roomId, name: 'Kitchen' };
    oda.clock.advance(30_000);
    await oda.untilState('live');
    expect(oda.heard.states).not.toContain('closed');
    expect(oda.heard.resynced).toEqual([]);
  });

  it('R3.1 a password that was asked for opens, and is asked for again where it is wrong', async () => {
    const oda = await openMembership();
    oda.room.on('sign-in', ({ password }) =>
      password === 'doğru parola'
        ? undefined
        : fail(password ? 'wrong-password' : 'password-needed'),
    );
    expect(await oda.client.connect()).toEqual({ code: 'password-needed' });
    expect(await oda.client.connect({ password: 'yanlış parola' })).toEqual({
      code: 'wrong-password',
    });
    expect(await oda.client.connect({ password: 'doğru parola' })).toBeUndefined();
    await oda.untilState('live');
  });

  it('R1.8 a connection that breaks is shown with its time and tried again, longer apart each time', async () => {
    const oda = await (await openMembership()).goLive();
    oda.isReachable = false;
    const since = oda.clock.wallMs();
    oda.room.cut();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await oda.untilState('waiting');
      const { connection } = oda.client;
      if (connection.is !== 'waiting') throw new Error('not waiting');
      expect(connection.since).toBe(since);
      waits.push(connection.nextTryAt - oda.clock.wallMs());
      oda.clock.advance(connection.nextTryAt - oda.clock.wallMs());
      await until(() => oda.client.connection !== connection);
    }
    // The same draws as the membership makes: each wait is its share of a ceiling that doubles.
    const draws = seededRandom(11);
    const ceilings = waits.map((_, attempt) => Math.min(2000, 500 * 2 ** attempt));
    expect(waits).toEqual(ceilings.map((ceiling) => Math.round(ceiling * draws.fraction())));
    await oda.untilState('waiting');
    draws.fraction();
    oda.isReachable = true;
    oda.client.retryNow();
    await oda.untilState('live');
    // A connection that is lost at once again is no good one yet; one that stayed is forgiven all before it.
    for (const [stayedMs, ceiling] of [
      [9000, 2000],
      [10_000, 500],
    ] as const) {
      oda.clock.advance(stayedMs);
      oda.room.cut();
      await oda.untilState('waiting');
      const { connection } = oda.client;
      const wait = connection.is === 'waiting' ? connection.nextTryAt - oda.clock.wallMs() : -1;
      expect(wait).toBe(Math.round(ceiling * draws.fraction()));
      oda.client.retryNow();
      await oda.untilState('live');
    }
  });

  it('a room that the host closed is said to be closed, not just unreachable, until it is back', async () => {
    const oda = await (await openMembership()).goLive();
    oda.isReachable = false;
    oda.room.tell({ type: 'closed', code: 'room-closed' });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await oda.untilState('waiting');
      const { connection } = oda.client;
      expect(connection).toMatchObject({ cause: { code: 'room-closed' } });
      oda.client.retryNow();
      await until(() => oda.client.connection !== connection);
    }
    oda.isReachable = true;
    await oda.untilState('waiting');
    oda.client.retryNow();
    await oda.untilState('live');
  });

  it('a room that says when to come back is not asked before', async () => {
    const oda = await openMembership();
    oda.room.on('sign-in', () => fail('try-later', { retryAfterMs: 90_000 }));
    oda.client.retryNow();
    await oda.untilState('waiting');
    expect(oda.client.connection).toMatchObject({ nextTryAt: oda.clock.wallMs() + 90_000 });
  });

  it('R1.6 leaving says goodbye and stays closed', async () => {
    const oda = await (await openMembership()).goLive();
    await oda.client.stop();
    expect(oda.room.askedFor('sign-out')).toHaveLength(1);
    expect(oda.client.connection).toEqual({ is: 'closed', cause: undefined });
    expect(oda.clock.pendingTimers).toBe(0);
  });

  it('R1.6 a goodbye that nobody answers takes a second and no longer', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('sign-out', () => 'silence');
    let isClosed = false;
    const stopped = oda.client.stop().then(() => (isClosed = true));
    await until(() => oda.room.askedFor('sign-out').length === 1);
    oda.clock.advance(999);
    await rest();
    expect(isClosed).toBe(false);
    oda.clock.advance(1);
    await until(() => isClosed);
    await stopped;
    expect(oda.client.connection).toEqual({ is: 'closed', cause: undefined });
    expect(oda.clock.pendingTimers).toBe(0);
  });

  it('a room that is opened elsewhere on this computer does not fight for it', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.tell({ type: 'closed', code: 'replaced' });
    await oda.untilState('closed');
    expect(oda.client.connection).toEqual({ is: 'closed', cause: { code: 'replaced' } });
  });
});

describe('a copy that fits no more', { timeout: 30_000 }, () => {
  it('W9 another epoch throws the copy away, says so, and fetches it again', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.add('old');
    oda.room.tell(...oda.room.log);
    await until(() => oda.heard.appended.length === 1);
    oda.room.log = [];
    oda.room.add('new');
    oda.room.room.epoch = 'epoch001' as Epoch;
    oda.room.cut();
    await oda.untilState('waiting');
    oda.clock.advance(500);
    await oda.untilState('live');
    expect(oda.heard.resynced).toEqual([{ code: 'cursor-ahead' }]);
    expect(await oda.timeline(everyone)).toEqual(['new']);
    expect(await oda.replica.rooms.list()).toMatchObject([{ epoch: 'epoch001', syncedTo: 1 }]);
  });

  it('W9 a cursor ahead of the room does the same, and what waits in the outbox stays', async () => {
    const oda = await openMembership();
    for (const text of ['1', '2', '3']) oda.room.add(text);
    await oda.goLive();
    oda.isReachable = false;
    oda.room.cut();
    await oda.untilState('waiting');
    await oda.client.outbox.add(everyone, saying('still mine'));
    oda.room.log = oda.room.log.slice(0, 1);
    oda.isReachable = true;
    oda.client.retryNow();
    await until(() => oda.client.connection.is === 'waiting' && oda.isReachable);
    oda.clock.advance(30_000);
    await oda.untilState('live');
    await until(() => oda.client.outbox.list().length === 0);
    expect(oda.heard.resynced).toEqual([{ code: 'cursor-ahead' }]);
    expect(await oda.timeline(everyone)).toEqual(['1', 'still mine']);
  });

  it('W9 a conversation that is shorter than the copy of it does the same', async () => {
    const oda = await openMembership();
    for (const text of ['1', '2', '3']) oda.room.add(text);
    await oda.goLive();
    // Restored to a state in which the position is past the copy's, but this conversation's number is not.
    oda.room.log = oda.room.log.slice(0, 1);
    for (const text of ['a', 'b', 'c']) oda.room.add(text, { in: withVeli });
    oda.room.add('2');
    oda.room.cut();
    await oda.untilState('waiting');
    for (let turn = 0; turn < 4 && oda.heard.resynced.length === 0; turn += 1) {
      oda.clock.advance(30_000);
      await rest();
    }
    expect(oda.heard.resynced).toEqual([{ code: 'cursor-ahead' }]);
  });
});

describe('what is new', { timeout: 30_000 }, () => {
  it('W7 the next number is applied, a gap is fetched, what is held is passed over', async () => {
    const oda = await (await openMembership()).goLive();
    const [one, two, three, four] = ['1', '2', '3', '4'].map((text) => oda.room.add(text));
    oda.room.tell(one ?? {});
    await until(() => oda.heard.appended.length === 1);
    oda.room.tell(four ?? {}, one ?? {}, three ?? {});
    await until(() => oda.heard.appended.length === 4);
    oda.room.tell(two ?? {});
    await rest();
    expect(oda.room.askedFor('read-history').at(-1)).toMatchObject({ after: 1 });
    expect(oda.heard.appended.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(await oda.timeline(everyone)).toEqual(['1', '2', '3', '4']);
  });

  it('what one turn brings is written and told at once', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.tell(...['1', '2', '3'].map((text) => oda.room.add(text)));
    await until(() => oda.heard.appended.length > 0);
    expect(oda.heard.appended).toHaveLength(3);
  });

  it('W12 after being behind it asks for members and heads again and misses nothing', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.add('missed');
    oda.room.add('missed too', { in: withVeli });
    oda.room.members[1] = { account: veli, name: 'veli', presence: 'online' };
    oda.room.tell({ type: 'behind' }, { type: 'behind' });
    await until(() => oda.room.askedFor('sync').length === 3);
    await until(() => oda.heard.appended.length === 2);
    await rest();
    expect(await oda.timeline(withVeli)).toEqual(['missed too']);
    expect(oda.client.members.list()[1]?.presence).toBe('online');
    expect(oda.client.connection.is).toBe('live');
    expect(oda.client.record.syncedTo).toBe(2);
  });

  it('fetches the newest first and the rest in the background, back to the first entry', async () => {
    const oda = await openMembership();
    const texts = Array.from({ length: 23 }, (_, n) => `message ${n + 1}`);
    for (const text of texts) oda.room.add(text);
    await oda.goLive();
    expect(await oda.timeline(everyone)).toEqual(texts.slice(-4));
    for (let page = 0; page < 5; page += 1) {
      await rest();
      oda.clock.advance(50);
    }
    await rest();
    expect(await oda.timeline(everyone)).toEqual(texts);
    expect(oda.heard.appended).toHaveLength(4);
    expect(oda.client.copy.conversation(everyone)).toMatchObject({ firstSeq: 1, unread: 0 });
  });

  it('goes on with older history where it stopped when the program ended', async () => {
    const room = new ScriptedRoom();
    const replica = newReplica();
    for (let n = 1; n <= 23; n += 1) room.add(`message ${n}`);
    const first = await (await openMembership({ room, replica })).goLive();
    await rest();
    await first.client.stop();
    const asked = room.asked.length;
    const from = (await replica.rooms.list())[0];
    const second = await openMembership({ room, replica, ...(from ? { from } : {}) });
    second.client.retryNow();
    await second.untilState('live');
    for (let page = 0; page < 5; page += 1) {
      await rest();
      second.clock.advance(50);
    }
    const pages = room.asked.slice(asked).filter(({ type }) => type === 'read-history');
    expect(pages).toMatchObject([{ before: 14 }, { before: 8 }, { before: 2 }]);
    expect(await second.timeline(everyone)).toHaveLength(23);
  });

  it('fetches the older page at once where a person waits for it', async () => {
    const oda = await openMembership();
    for (let n = 1; n <= 23; n += 1) oda.room.add(`message ${n}`);
    await oda.goLive();
    await rest();
    const held = oda.client.copy.conversation(everyone).firstSeq;
    await oda.client.fetchOlder(everyone);
    expect(oda.client.copy.conversation(everyone).firstSeq).toBe(held - 6);
  });

  it('does not let a person wait behind pages that nobody waits for', async () => {
    const oda = await openMembership();
    for (let n = 1; n <= 23; n += 1) oda.room.add(`message ${n}`);
    await oda.goLive();
    // The answers to whatever is asked in the background never come.
    oda.room.on('read-history', ({ after }) => (after === undefined ? 'silence' : undefined));
    await rest();
    oda.clock.advance(50);
    await rest();
    oda.room.on('read-history', () => undefined);
    const held = oda.client.copy.conversation(everyone).firstSeq;
    const asked = oda.room.askedFor('read-history').length;
    await Promise.all([oda.client.fetchOlder(everyone), oda.client.fetchOlder(everyone)]);
    expect(oda.client.copy.conversation(everyone).firstSeq).toBe(held - 6);
    expect(oda.room.askedFor('read-history')).toHaveLength(asked + 1);
  });

  const unread = ({ client }: Awaited<ReturnType<typeof openMembership>>) =>
    client.copy.conversations().reduce((sum, each) => sum + each.unread, 0);

  it('what was said before one came the first time counts as read, what comes later does not', async () => {
    const oda = await openMembership();
    for (const text of ['1', '2', '3']) oda.room.add(text);
    await oda.goLive();
    expect(unread(oda)).toBe(0);
    oda.room.tell(oda.room.add('4'), oda.room.add('psst', { in: withVeli }));
    await until(() => oda.heard.appended.length === 5);
    expect(unread(oda)).toBe(2);
    await oda.client.reading.markRead(everyone, 4);
    expect(unread(oda)).toBe(1);
  });
});

describe('this computer’s own disk', { timeout: 30_000 }, () => {
  /** A replica on which nothing that the room says can be kept. */
  function failing(failure: Error) {
    const replica = newReplica();
    replica.entries.add = async () => {
      throw failure;
    };
    return replica;
  }

  it('that is full closes the room with the reason, and what was there can be read', async () => {
    const replica = newReplica();
    const oda = await openMembership({ replica });
    oda.room.add('fits');
    await oda.goLive();
    const cause = { code: 'data-full', subject: 'replica.db' } as const;
    replica.entries.add = async () => {
      throw new ReplicaError(cause);
    };
    oda.room.tell(oda.room.add('too much'));
    await oda.untilState('closed');
    expect(oda.client.connection).toEqual({ is: 'closed', cause });
    expect(oda.heard.defects).toEqual([]);
    expect(oda.clock.pendingTimers).toBe(0);
    // Nothing of what did not fit counts as held, so that it is asked for again when there is space.
    expect(await oda.timeline(everyone)).toEqual(['fits']);
    expect(oda.heard.appended.map((entry) => 'text' in entry && entry.text)).toEqual(['fits']);
    expect(await replica.rooms.list()).toMatchObject([{ syncedTo: 1 }]);
  });

  it('that fails for no known reason is reported once, however much fails with it', async () => {
    const error = new Error('out of tune');
    const oda = await openMembership({ replica: failing(error) });
    oda.room.add('one');
    oda.room.add('other', { in: withVeli });
    oda.client.retryNow();
    await oda.untilState('closed');
    await rest();
    expect(oda.client.connection).toEqual({ is: 'closed', cause: { code: 'defect' } });
    expect(oda.heard.defects).toEqual([error]);
  });
});

describe('a hostile room', { timeout: 30_000 }, () => {
  const bad = {
    'somebody else’s conversation': { in: directConversation(veli, 'ayse000000' as AccountId) },
    'a time beyond all calendars': { at: Number.MAX_SAFE_INTEGER },
    'a position beyond all logs': { id: 2 ** 41 },
    'words put in the mouth of a third': { in: withVeli, from: 'ayse000000' },
  };
  it.each(Object.entries(bad))('%s ends the connection and is not kept', async (_what, change) => {
    const oda = await (await openMembership()).goLive();
    oda.room.tell({ ...oda.room.add('poison'), ...change });
    oda.room.log = [];
    await oda.untilState('waiting');
    expect(oda.client.connection).toMatchObject({ cause: { code: 'connection-lost' } });
    expect(await oda.timeline(everyone)).toEqual([]);
    expect(oda.heard.defects).toEqual([]);
  });

  it('a page with a hole ends the connection and is not kept', async () => {
    const oda = await openMembership();
    for (const text of ['1', '2', '3']) oda.room.add(text);
    oda.room.on('read-history', () => ({
      entries: oda.room.log.filter(({ seq }) => seq !== 2),
      more: false,
    }));
    oda.client.retryNow();
    await oda.untilState('waiting');
    expect(await oda.timeline(everyone)).toEqual([]);
  });

  it('pages of members that never end do end', async () => {
    const oda = await openMembership();
    oda.room.on('list-members', () => ({ members: [], next: veli }));
    oda.client.retryNow();
    await oda.untilState('waiting');
    expect(oda.room.askedFor('list-members')).toHaveLength(1);
  });

  it('a room that always says that the copy is ahead of it is asked ever more rarely', async () => {
    const oda = await openMembership();
    oda.room.on('sync', () => fail('cursor-ahead'));
    oda.client.retryNow();
    for (let minute = 0; minute < 10; minute += 1) {
      for (let second = 0; second < 60; second += 1) {
        oda.clock.advance(1000);
        await rest(10);
      }
    }
    // A second apart at first, a quarter of a minute after the first two minutes.
    expect(oda.room.askedFor('hello').length).toBeLessThan(160);
  });
});
