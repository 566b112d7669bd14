import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Secret } from '../../src-shared/protocol/ids.ts';
import { greet } from './sign-in.ts';
import { RoomLink } from './room-link.ts';
import { fail, ScriptedRoom } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';

async function openLink({ greeted = true } = {}) {
  const room = new ScriptedRoom();
  const clock = new ManualClock();
  const link = new RoomLink({ transport: room.connect(), clock });
  const ends: Refusal[] = [];
  const entries: Entry[] = [];
  link.listen({
    entry: (entry) => entries.push(entry),
    notice: () => undefined,
    private: () => undefined,
    behind: () => undefined,
    ended: (refusal) => ends.push(refusal),
  });
  if (greeted) expect(await greet(link, 'test')).toMatchObject({ ok: true });
  return { room, clock, link, ends, entries };
}

describe('requests', () => {
  it('W3 an answer finds its request by rid, in whatever order answers come', async () => {
    const { room, link } = await openLink();
    room.on('sync', () => 'silence');
    room.on('list-members', () => 'silence');
    const heads = link.request('sync', { after: 0 });
    const members = link.request('list-members', {});
    await until(() => room.askedFor('list-members').length === 1);
    const [sync] = room.askedFor('sync');
    const [list] = room.askedFor('list-members');
    room.tell({ type: 'ok', rid: list?.rid, members: [] });
    room.tell({ type: 'fail', rid: sync?.rid, code: 'cursor-ahead' });
    expect(await members).toEqual({ ok: true, value: { members: [] } });
    expect(await heads).toEqual({ ok: false, refusal: { code: 'cursor-ahead' } });
  });

  it('W3 an answer that nobody asked for ends the connection', async () => {
    const { room, ends } = await openLink();
    room.tell({ type: 'ok', rid: 999 });
    await until(() => ends.length > 0);
    expect(ends).toEqual([{ code: 'connection-lost' }]);
  });

  it('an answer with a field of the wrong kind ends the connection', async () => {
    const { room, link, ends } = await openLink();
    room.on('sync', () => ({ conversations: 'none', head: 0 }));
    expect(await link.request('sync', { after: 0 })).toMatchObject({ ok: false });
    expect(ends).toEqual([{ code: 'connection-lost' }]);
  });

  it('a request that is never answered ends the connection though heartbeats are', async () => {
    const { room, clock, link, ends } = await openLink();
    room.on('sync', () => 'silence');
    const answer = link.request('sync', { after: 0 });
    for (let second = 0; second < 31; second += 1) {
      clock.advance(1000);
      await rest(5);
    }
    expect(await answer).toEqual({ ok: false, refusal: { code: 'connection-lost' } });
    expect(ends).toHaveLength(1);
  });

  it('of what a room says beside its refusal no more is taken than can be shown', async () => {
    const { room, link } = await openLink();
    const words = { field: 'f'.repeat(5000), subject: 's'.repeat(5000), retryAfterMs: 1e15 };
    room.on('sync', () => fail('bad-field', words));
    expect(await link.request('sync', { after: 0 })).toEqual({
      ok: false,
      refusal: {
        code: 'bad-field',
        field: 'f'.repeat(64),
        subject: 'ss',
        retryAfterMs: 15 * 60_000,
      },
    });
  });

  it('what a moderator may do lasts longer than a wait, and has its reason', async () => {
    const { room, link } = await openLink();
    const day = 24 * 60 * 60_000;
    room.on('sync', () => fail('banned', { retryAfterMs: day, reason: 'r'.repeat(5000) }));
    expect(await link.request('sync', { after: 0 })).toEqual({
      ok: false,
      refusal: { code: 'banned', retryAfterMs: day, reason: 'r'.repeat(400) },
    });
  });

  it('W2 a peer that is too old is told what it would have to speak', async () => {
    const { room, link } = await openLink({ greeted: false });
    room.on('hello', () => fail('peer-too-old', { supported: { oldest: 2, newest: 3 } }));
    expect(await greet(link, 'test')).toEqual({
      ok: false,
      refusal: { code: 'peer-too-old', supported: { oldest: 2, newest: 3 } },
    });
  });
});

describe('the end', () => {
  it.each([
    '220 mail.example ESMTP\r\n',
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    '[]\n',
    '{"type":7}\n',
  ])('what answers %j to hello is no room', async (bytes) => {
    const { room, link, ends } = await openLink({ greeted: false });
    room.on('hello', () => 'silence');
    const greeted = greet(link, 'test');
    room.tellRaw(bytes);
    expect(await greeted).toEqual({ ok: false, refusal: { code: 'not-a-room' } });
    expect(ends).toEqual([{ code: 'not-a-room' }]);
  });

  it('what takes the connection and says nothing is no room', async () => {
    const { room, clock, link } = await openLink({ greeted: false });
    room.on('hello', () => 'silence');
    room.on('ping', () => 'silence');
    const greeted = greet(link, 'test');
    clock.advance(10_000);
    expect(await greeted).toEqual({ ok: false, refusal: { code: 'not-a-room' } });
  });

  it.each(['{"type":"entries"}\n', 'gibberish\n', `{"text":"${'x'.repeat(1024 * 1024)}"}\n`])(
    'a room that breaks the protocol loses the connection',
    async (bytes) => {
      const { room, ends } = await openLink();
      room.tellRaw(bytes);
      await until(() => ends.length > 0);
      expect(ends).toEqual([{ code: 'connection-lost' }]);
    },
  );

  it('a kind of frame that this version does not know is passed over', async () => {
    const { room, link, ends } = await openLink();
    room.tell({ type: 'confetti', amount: 'much' });
    expect(await link.request('ping', {})).toEqual({ ok: true, value: {} });
    expect(ends).toEqual([]);
  });

  it('R1.8 the reason that the room gives is the reason of every request that waited', async () => {
    const { room, link, ends } = await openLink();
    room.on('sync', () => 'silence');
    const answer = link.request('sync', { after: 0 });
    room.tell({ type: 'closed', code: 'too-slow', retryAfterMs: 1e12 });
    const refusal = { code: 'too-slow', retryAfterMs: 15 * 60_000 };
    expect(await answer).toEqual({ ok: false, refusal });
    expect(await link.request('ping', {})).toEqual({ ok: false, refusal });
    expect(ends).toEqual([refusal]);
  });
});

describe('after the end', () => {
  it('nothing that came in the same breath counts any more', async () => {
    const { room, ends, entries } = await openLink();
    room.tell({ type: 'closed', code: 'too-slow' }, room.add('afterwards'));
    await until(() => ends.length > 0);
    expect(ends).toEqual([{ code: 'too-slow' }]);
    expect(entries).toEqual([]);
  });

  it('for a reason that this version does not know is an end like any other', async () => {
    const { room, ends } = await openLink();
    room.tell({ type: 'closed', code: 'moved-to-the-moon' });
    await until(() => ends.length > 0);
    expect(ends).toEqual([{ code: 'connection-lost' }]);
  });

  it('whoever begins to listen is told of it', async () => {
    const { room, link, ends } = await openLink();
    room.cut();
    await until(() => link.isEnded);
    const late: Refusal[] = [];
    link.listen({
      entry: () => undefined,
      notice: () => undefined,
      private: () => undefined,
      behind: () => undefined,
      ended: (refusal) => late.push(refusal),
    });
    expect([ends, late]).toEqual([[{ code: 'connection-lost' }], [{ code: 'connection-lost' }]]);
  });

  it('W10 no heartbeats go out as datagrams, nor twice before it', async () => {
    const { link } = await openLink();
    let opened = 0;
    const open = async () => {
      opened += 1;
      return undefined;
    };
    const heartbeat = { session: 1, key: 'k'.repeat(43) as Secret, port: 1 };
    const parts = { open, heartbeat, failed: () => undefined };
    link.beatByDatagrams(parts);
    link.beatByDatagrams(parts);
    expect(opened).toBe(1);
    const other = await openLink();
    other.link.end({ code: 'signed-out' });
    other.link.beatByDatagrams(parts);
    expect(opened).toBe(1);
  });
});

describe('W10 heartbeats', () => {
  it('W2 W10 come as often as the room says in its first word', async () => {
    const room = new ScriptedRoom();
    room.limits = { ...room.limits, heartbeatMs: 2000, silenceMs: 8000 };
    const clock = new ManualClock();
    await greet(new RoomLink({ transport: room.connect(), clock }), 'test');
    clock.advance(1999);
    await rest();
    expect(room.askedFor('ping')).toEqual([]);
    clock.advance(1);
    await rest();
    expect(room.askedFor('ping')).toHaveLength(1);
  });

  it('W10 one goes out when nothing else did for five seconds', async () => {
    const { room, clock, link } = await openLink();
    clock.advance(4000);
    await link.request('sync', { after: 0 });
    clock.advance(4000);
    await rest();
    expect(room.askedFor('ping')).toHaveLength(0);
    clock.advance(1000);
    await rest();
    expect(room.askedFor('ping')).toHaveLength(1);
  });

  it.each([
    { asked: { heartbeatMs: 1, silenceMs: 2 }, beatMs: 1000, silentMs: 2000 },
    { asked: { heartbeatMs: 3000, silenceMs: 1000 }, beatMs: 3000, silentMs: 6000 },
    { asked: { heartbeatMs: 1e9, silenceMs: 1 }, beatMs: 60_000, silentMs: 90_000 },
  ])('W10 the rhythm is the room’s within reason: $asked', async (rhythm) => {
    const { room, clock, link, ends } = await openLink();
    room.on('ping', () => 'silence');
    link.setRhythm(rhythm.asked);
    clock.advance(rhythm.beatMs - 1);
    await rest();
    expect(room.askedFor('ping')).toHaveLength(0);
    clock.advance(1);
    await rest();
    expect(room.askedFor('ping')).toHaveLength(1);
    clock.advance(rhythm.silentMs - rhythm.beatMs - 1);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual([{ code: 'connection-lost' }]);
  });

  it('W10 twenty seconds of silence are a lost connection, a jump of the wall clock is nothing', async () => {
    const { room, clock, ends } = await openLink();
    room.on('ping', () => 'silence');
    clock.jumpWall(24 * 60 * 60_000);
    clock.advance(19_999);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual([{ code: 'connection-lost' }]);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each(['silence', 'gibberish'])(
    'W10 after %s the connection is not waited for',
    async (what) => {
      const room = new ScriptedRoom();
      const clock = new ManualClock();
      const near = room.connect();
      const { destroy } = near;
      let isDestroyed = false;
      near.destroy = () => {
        isDestroyed = true;
        destroy.call(near);
      };
      const link = new RoomLink({ transport: near, clock });
      await greet(link, 'test');
      expect(isDestroyed).toBe(false);
      room.on('ping', () => 'silence');
      if (what === 'silence') clock.advance(20_000);
      else room.tellRaw('gibberish\n');
      await until(() => link.isEnded);
      expect(isDestroyed).toBe(true);
    },
  );

  it('W10 after this program was stopped a room that answers was not silent, and one that does not is gone soon', async () => {
    const { room, clock, link, ends } = await openLink();
    room.on('sync', () => 'silence');
    const answer = link.request('sync', { after: 0 });
    await until(() => room.askedFor('sync').length === 1);
    clock.sleep(60_000);
    clock.advance(0);
    await rest();
    expect(room.askedFor('ping')).toHaveLength(1);
    const [sync] = room.askedFor('sync');
    room.tell({ type: 'ok', rid: sync?.rid, conversations: [], head: 0 });
    expect(await answer).toMatchObject({ ok: true });
    clock.advance(6000);
    await rest();
    expect(ends).toEqual([]);

    room.on('ping', () => 'silence');
    clock.sleep(60_000);
    clock.advance(0);
    await rest();
    clock.advance(4999);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual([{ code: 'connection-lost' }]);
  });

  it('W10 a program that is stopped again and again waits once for a room that says nothing', async () => {
    const { room, clock, ends } = await openLink();
    const stopAndGoOn = async (): Promise<void> => {
      clock.sleep(7500);
      clock.advance(0);
      await rest();
    };
    for (let times = 0; times < 20; times += 1) await stopAndGoOn();
    expect(ends).toEqual([]);
    room.on('ping', () => 'silence');
    // 20 s of silence, and an answer that did not come when it was waited for.
    for (let times = 0; times < 3; times += 1) await stopAndGoOn();
    expect(ends).toEqual([]);
    await stopAndGoOn();
    expect(ends).toEqual([{ code: 'connection-lost' }]);
  });

  it('a request that nobody answers ends the connection also after this program was stopped', async () => {
    const { room, clock, link, ends } = await openLink();
    room.on('sync', () => 'silence');
    const answer = link.request('sync', { after: 0 });
    clock.sleep(60_000);
    clock.advance(0);
    await rest();
    clock.advance(4999);
    await rest();
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(await answer).toMatchObject({ ok: false });
  });

  it('W10 a room that answers heartbeats is there for as long as it does', async () => {
    const { clock, ends } = await openLink();
    for (let second = 0; second < 120; second += 1) {
      clock.advance(1000);
      await rest(5);
    }
    expect(ends).toEqual([]);
  });
});

it('what a room says of private chats before anybody listens has a bound', async () => {
  const room = new ScriptedRoom();
  const link = new RoomLink({ transport: room.connect(), clock: new ManualClock() });
  await greet(link, 'test');
  const said = { type: 'private-message', private: 'private000000000', at: 1, from: 'veli000000' };
  const sealed = 'x'.repeat(60_000);
  const tell = (seq: number): void =>
    room.tell({ ...said, seq, cid: `cid${String(seq).padStart(13, '0')}`, sealed });
  for (let seq = 1; seq <= 130; seq += 1) tell(seq);
  await rest();
  expect(link.isEnded).toBe(false);
  for (let seq = 131; seq <= 150; seq += 1) tell(seq);
  await until(() => link.isEnded);
});

it('what a room says of private chats before anybody listens has a bound where it has no text too', async () => {
  const room = new ScriptedRoom();
  const link = new RoomLink({ transport: room.connect(), clock: new ManualClock() });
  await greet(link, 'test');
  const asked = { type: 'private-ended', private: 'private000000000', reason: 'left' };
  const frames = Array.from({ length: 1000 }, () => asked);
  for (let thousand = 0; thousand < 40; thousand += 1) room.tell(...frames);
  await rest();
  expect(link.isEnded).toBe(false);
  for (let thousand = 40; thousand < 44; thousand += 1) room.tell(...frames);
  await until(() => link.isEnded);
});
