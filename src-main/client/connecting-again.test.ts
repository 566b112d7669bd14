import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Secret } from '../../src-shared/protocol/ids.ts';
import { maxGroups } from './room-groups.ts';
import type { Membership } from './testing/membership.ts';
import { openMembership, record } from './testing/membership.ts';
import { fail, own, ScriptedRoom, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';

const ayse = 'ayse000000' as AccountId;
const withVeli = directConversation(own, veli);
const withAyse = directConversation(own, ayse);

/** Breaks the connection and says how long this side waits until it tries again. */
async function waitAfterCut(oda: Membership): Promise<number> {
  oda.room.cut();
  await oda.untilState('waiting');
  const { connection } = oda.client;
  return connection.is === 'waiting' ? connection.nextTryAt - oda.clock.wallMs() : 0;
}

async function comeBack(oda: Membership): Promise<void> {
  oda.client.retryNow();
  await oda.untilState('live');
}

describe('connecting', { timeout: 30_000 }, () => {
  it('R1.7 a text may be as long as this room says', async () => {
    const oda = await openMembership();
    oda.room.limits.maxTextCharacters = 10;
    await oda.goLive();
    expect(oda.client.terms.maxTextCharacters).toBe(10);
  });

  it('R3.1 a password that is given meanwhile ends the try without it', async () => {
    const oda = await openMembership();
    oda.room.on('hello', () => 'silence');
    const ends: (Refusal | undefined)[] = [];
    void oda.client.connect().then((end) => ends.push(end));
    await until(() => oda.room.askedFor('hello').length === 1);
    oda.room.on('hello', () => undefined);
    const entered = oda.client.connect({ password: 'open sesame' });
    await until(() => ends.length === 1);
    expect(ends).toEqual([{ code: 'signed-out' }]);
    expect(await entered).toBeUndefined();
    expect(oda.room.askedFor('sign-in')).toMatchObject([{ password: 'open sesame' }]);
  });

  it('W8 a token that is refused for another reason is kept, and nothing else is shown at the door', async () => {
    const token = 'x'.repeat(43) as Secret;
    const oda = await openMembership({ from: { ...record, token } });
    oda.room.on('resume', () => fail('room-full'));
    oda.client.retryNow();
    await oda.untilState('waiting');
    expect(oda.room.askedFor('sign-in')).toEqual([]);
    expect(oda.client.record.token).toBe(token);
  });

  it('R3.12 that there is a password now is told to windows', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('set-password', () => ({ hasPassword: true }));
    const before = oda.heard.changes;
    await oda.client.account.setPassword({ password: 'open sesame' });
    expect(oda.client.account.hasPassword).toBe(true);
    expect(oda.heard.changes).toBe(before + 1);
  });

  it('a record that stays as it is is no news', async () => {
    const oda = await (await openMembership()).goLive();
    const before = oda.heard.changes;
    await oda.client.changeRecord({ host: record.host, port: record.port });
    expect(oda.heard.changes).toBe(before);
    await oda.client.changeRecord({ port: record.port + 1 });
    expect(oda.heard.changes).toBe(before + 1);
  });

  it('R3.8 being away is said once where it begins while one signs in', async () => {
    const oda = await openMembership();
    oda.room.on('sign-in', () => {
      oda.client.setPresence('away');
      return undefined;
    });
    await oda.goLive();
    expect(oda.room.askedFor('set-presence')).toMatchObject([{ presence: 'away' }]);
  });
});

describe('coming back', { timeout: 30_000 }, () => {
  it('W8 a connection that was lost soon is no good one: the waits go on growing until one has lasted', async () => {
    const oda = await (await openMembership()).goLive();
    const waits: number[] = [];
    for (let time = 0; time < 9; time += 1) {
      waits.push(await waitAfterCut(oda));
      await comeBack(oda);
      oda.clock.advance(999);
    }
    expect(Math.max(...waits)).toBeGreaterThan(500);
    for (let second = 0; second < 10; second += 1) {
      oda.clock.advance(1000);
      await rest(5);
    }
    expect(await waitAfterCut(oda)).toBeLessThanOrEqual(500);
  });

  it('a room that was too large once and is no more is whole', async () => {
    const oda = await openMembership();
    const groups = Array.from({ length: maxGroups + 1 }, (_, n) => ({
      in: groupConversation(String(n).padStart(16, '0')),
      name: `group ${n}`,
      owner: own,
      members: [own],
      firstSeq: 1,
    }));
    oda.room.on('list-groups', ({ from }) => {
      const start = groups.findIndex((group) => group.in === from) + 1;
      const page = groups.slice(start, start + 50);
      return { groups: page, next: page.length < 50 ? undefined : page.at(-1)?.in };
    });
    await oda.goLive();
    expect(oda.client.incomplete).toEqual({ code: 'room-too-large' });
    oda.room.on('list-groups', () => ({ groups: groups.slice(0, 1) }));
    await waitAfterCut(oda);
    await comeBack(oda);
    expect(oda.client.incomplete).toBeUndefined();
  });

  it('R1.8 each loss has its own beginning', async () => {
    const oda = await (await openMembership()).goLive();
    oda.clock.advance(1000);
    await rest();
    await waitAfterCut(oda);
    await comeBack(oda);
    oda.clock.advance(1000);
    await rest();
    await waitAfterCut(oda);
    expect(oda.client.connection).toMatchObject({ since: oda.clock.wallMs() });
    oda.room.on('resume', () => fail('token-invalid'));
    oda.room.on('sign-in', () => fail('name-taken'));
    oda.client.retryNow();
    await oda.untilState('closed');
    oda.clock.advance(1000);
    oda.isReachable = false;
    oda.client.retryNow();
    await oda.untilState('waiting');
    expect(oda.client.connection).toMatchObject({ since: oda.clock.wallMs() });
  });

  it('a room that is closed while its token is being written stays closed', async () => {
    const oda = await openMembership();
    const { rooms } = oda.replica;
    const { update } = rooms;
    const [begun, disk] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    rooms.update = async (...given) => {
      begun.resolve();
      await disk.promise;
      return update.apply(rooms, given);
    };
    oda.client.retryNow();
    await begun.promise;
    const stopped = oda.client.stop();
    disk.resolve();
    await stopped;
    await rest();
    expect(oda.client.connection).toEqual({ is: 'closed', cause: undefined });
    expect(oda.heard.states.slice(-1)).toEqual(['closed']);
    expect(oda.room.askedFor('list-members')).toEqual([]);
    expect(oda.clock.pendingTimers).toBe(0);
  });

  it('a connection that comes after the room was closed is ended at once', async () => {
    const oda = await openMembership();
    const near = oda.room.connect();
    const answered = Promise.withResolvers<void>();
    let isClosed = false;
    const { close } = near;
    near.close = () => {
      isClosed = true;
      close.call(near);
    };
    oda.room.connect = () => near;
    oda.door = answered.promise;
    oda.client.retryNow();
    await oda.client.stop();
    answered.resolve();
    await until(() => isClosed);
    await rest();
    expect(oda.room.asked).toEqual([]);
    expect(oda.client.connection).toEqual({ is: 'closed', cause: undefined });
    expect(oda.clock.pendingTimers).toBe(0);
  });

  it('R1.6 who leaves is gone when all that has come is on disk', async () => {
    const oda = await (await openMembership()).goLive();
    const { entries } = oda.replica;
    const { add } = entries;
    const [begun, disk] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    entries.add = async (...given) => {
      begun.resolve();
      await disk.promise;
      return add.apply(entries, given);
    };
    oda.room.tell(oda.room.add('just now'));
    await begun.promise;
    let isGone = false;
    const stopped = oda.client.stop().then(() => (isGone = true));
    await oda.untilState('closed');
    await rest();
    expect(isGone).toBe(false);
    disk.resolve();
    await stopped;
    expect(await oda.timeline(everyone)).toEqual(['just now']);
  });

  it('R1.6 who leaves while older history is on its way leaves nothing running', async () => {
    const room = new ScriptedRoom();
    for (let n = 0; n < 30; n += 1) room.add(`message ${n}`);
    const oda = await (await openMembership({ room })).goLive();
    await rest();
    await oda.client.stop();
    await rest();
    expect(oda.clock.pendingTimers).toBe(0);
  });

  const orders = [
    [everyone, withVeli, withAyse],
    [withVeli, everyone, withVeli, withAyse],
  ];
  it.each(orders)('what everybody said comes first, in whatever order', async (...order) => {
    const oda = await openMembership();
    for (const conversation of order) {
      oda.room.add('said', { in: conversation, from: conversation === withAyse ? ayse : veli });
    }
    await oda.goLive();
    const asked = oda.room.askedFor('read-history').map((command) => command.in);
    expect(asked).toEqual([everyone, withAyse, withVeli]);
  });

  it('of what is older, that which everybody said is fetched first', async () => {
    const room = new ScriptedRoom();
    for (let n = 0; n < 9; n += 1) room.add(`to all ${n}`);
    for (let n = 0; n < 9; n += 1) room.add(`to one ${n}`, { in: withVeli });
    await (await openMembership({ room })).goLive();
    await rest();
    const older = room.askedFor('read-history').filter(({ before }) => before !== undefined);
    expect(older[0]).toMatchObject({ in: everyone });
  });

  it('when somebody was last seen is news of its own', async () => {
    const oda = await (await openMembership()).goLive();
    await rest();
    const before = oda.heard.members.length;
    oda.room.tell({
      type: 'member',
      account: veli,
      name: 'veli',
      presence: 'offline',
      lastSeenAt: 7,
    });
    await until(() => oda.heard.members.length > before);
    expect(oda.heard.members.at(-1)).toMatchObject({ name: 'veli', lastSeenAt: 7 });
  });
});
