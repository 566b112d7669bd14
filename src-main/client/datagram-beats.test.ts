import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { Secret } from '../../src-shared/protocol/ids.ts';
import { bindDatagrams, encodeHeartbeat, readHeartbeat } from '../net/datagram-socket.ts';
import { DatagramBeats } from './datagram-beats.ts';
import { openMembership } from './testing/membership.ts';
import { heartbeat, ScriptedDatagrams } from './testing/scripted-datagrams.ts';
import { ScriptedRoom } from './testing/scripted-room.ts';
import { rest } from './testing/turns.ts';

const everyMs = 5000;
const otherKey = 'x'.repeat(43) as Secret;

async function openBeats() {
  const datagrams = new ScriptedDatagrams();
  const clock = new ManualClock();
  const failures: unknown[] = [];
  const beats = new DatagramBeats({
    open: datagrams.open,
    clock,
    everyMs,
    heartbeat,
    address: '192.0.2.1',
    failed: (error) => failures.push(error),
  });
  await rest();
  return { datagrams, clock, beats, failures };
}

describe('W10 heartbeats as datagrams', () => {
  it('W10 go to the room every five seconds, numbered and proved', async () => {
    const { datagrams, clock } = await openBeats();
    clock.advance(2 * everyMs);
    const to = { address: '192.0.2.1', port: heartbeat.port };
    expect(datagrams.heard).toEqual([
      { counter: 1, isProved: true, to },
      { counter: 2, isProved: true, to },
      { counter: 3, isProved: true, to },
    ]);
  });

  it('W10 count as answered for two beats after an answer', async () => {
    const { datagrams, clock, beats } = await openBeats();
    expect(beats.isAnswered).toBe(true);
    datagrams.isAnswering = false;
    clock.jumpWall(24 * 60 * 60_000);
    clock.advance(2 * everyMs);
    expect(beats.isAnswered).toBe(true);
    clock.advance(1);
    expect(beats.isAnswered).toBe(false);
    datagrams.isAnswering = true;
    clock.advance(everyMs);
    expect(beats.isAnswered).toBe(true);
  });

  it('W10 are not answered by anything but the room’s own answer, and by that once', async () => {
    const { datagrams, clock, beats } = await openBeats();
    datagrams.isAnswering = false;
    clock.advance(3 * everyMs);
    const { key, session } = heartbeat;
    const direction = 'room-to-member';
    for (const bytes of [
      datagrams.answer(1),
      datagrams.answer(99),
      datagrams.answer(4, { key: otherKey }),
      datagrams.answer(4, { direction: 'member-to-room' }),
      encodeHeartbeat({ session: session + 1, counter: 4 }, { key, direction }),
      Buffer.from('OdaH'),
      Buffer.alloc(36),
    ]) {
      datagrams.tell(bytes);
      expect(beats.isAnswered).toBe(false);
    }
    datagrams.tell(datagrams.answer(4));
    expect(beats.isAnswered).toBe(true);
  });

  it('W10 end with the connection, also where it ends before there is a socket', async () => {
    const { datagrams, clock, beats } = await openBeats();
    beats.stop();
    expect(datagrams.isClosed).toBe(true);
    expect(clock.pendingTimers).toBe(0);

    const late = new ScriptedDatagrams();
    const parts = { clock, everyMs, heartbeat, address: '192.0.2.1', failed: () => undefined };
    const early = new DatagramBeats({ ...parts, open: late.open });
    early.stop();
    await rest();
    expect([late.isClosed, late.heard]).toEqual([true, []]);
  });

  it('W10 where there can be no socket nothing is sent and nothing fails', async () => {
    const clock = new ManualClock();
    const failures: unknown[] = [];
    const beats = new DatagramBeats({
      clock,
      everyMs,
      heartbeat,
      address: '192.0.2.1',
      open: async () => undefined,
      failed: (error) => failures.push(error),
    });
    await rest();
    expect([beats.isAnswered, clock.pendingTimers, failures]).toEqual([false, 0, []]);
  });

  it('W10 get through real sockets', async () => {
    const heard = Promise.withResolvers<number | undefined>();
    const room = await bindDatagrams({
      port: 0,
      host: '127.0.0.1',
      onDatagram: (bytes) => heard.resolve(readHeartbeat(bytes)?.counter),
    });
    if (!room) throw new Error('no datagrams here');
    onTestFinished(() => room.close());
    const beats = new DatagramBeats({
      open: (onDatagram) => bindDatagrams({ port: 0, onDatagram }),
      clock: new ManualClock(),
      everyMs,
      heartbeat: { ...heartbeat, port: room.port },
      address: '127.0.0.1',
      failed: heard.reject,
    });
    onTestFinished(() => beats.stop());
    expect(await heard.promise).toBe(1);
  });
});

describe('W10 heartbeats over TCP besides', () => {
  async function goLive({ isAnswering = true } = {}) {
    const datagrams = new ScriptedDatagrams();
    datagrams.isAnswering = isAnswering;
    const room = new ScriptedRoom();
    room.admission = { heartbeat };
    const oda = await (await openMembership({ room, openDatagrams: datagrams.open })).goLive();
    await rest();
    const wait = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        oda.clock.advance(1000);
        await rest(5);
      }
    };
    return { oda, room, datagrams, wait, pings: () => room.askedFor('ping').length };
  }

  it('W10 go only every three beats while datagrams are answered', async () => {
    const { oda, datagrams, wait, pings } = await goLive();
    await wait(60);
    expect(pings()).toBe(4);
    expect(datagrams.heard).toHaveLength(13);
    expect(oda.client.connection.is).toBe('live');
  });

  it('W10 go every beat where datagrams are not answered, which are tried on', async () => {
    const { datagrams, wait, pings } = await goLive({ isAnswering: false });
    await wait(60);
    expect(pings()).toBe(12);
    expect(datagrams.heard).toHaveLength(13);
    datagrams.isAnswering = true;
    await wait(60);
    expect(pings()).toBeLessThanOrEqual(17);
  });

  it('W10 are in time for a room that soon takes silence for an end, though datagrams are answered', async () => {
    const datagrams = new ScriptedDatagrams();
    const room = new ScriptedRoom();
    room.limits = { ...room.limits, heartbeatMs: 3000, silenceMs: 7000 };
    room.admission = { heartbeat };
    const oda = await (await openMembership({ room, openDatagrams: datagrams.open })).goLive();
    for (let second = 0; second < 60; second += 1) {
      oda.clock.advance(1000);
      await rest(5);
    }
    expect(datagrams.heard.length).toBeGreaterThan(10);
    expect(oda.client.connection.is).toBe('live');
    expect(oda.heard.states).not.toContain('waiting');
  });

  it('W10 notice a dead connection in twenty seconds though datagrams are answered', async () => {
    const { oda, room, datagrams, wait } = await goLive();
    room.on('ping', () => 'silence');
    await wait(19);
    expect(oda.client.connection.is).toBe('live');
    await wait(1);
    expect(oda.client.connection).toMatchObject({
      is: 'waiting',
      cause: { code: 'connection-lost' },
    });
    expect(datagrams.isClosed).toBe(true);
  });
});
