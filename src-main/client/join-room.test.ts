import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { enter, knock } from './join-room.ts';
import { samplePin } from '../net/testing/sample-key.ts';
import { profile } from './testing/membership.ts';
import { fail, ScriptedRoom } from './testing/scripted-room.ts';
import { rest } from './testing/turns.ts';

/** A room, and whether the connection to it is over. */
function atDoor() {
  const room = new ScriptedRoom();
  const transport = room.connect();
  const line = { isClosed: false };
  const close = transport.close.bind(transport);
  transport.close = () => {
    line.isClosed = true;
    close();
  };
  const clock = new ManualClock();
  return { room, line, clock, knock: () => knock(transport, { clock, program: 'test' }) };
}

it('a room that refuses the first word is left, and no heartbeat stays behind', async () => {
  const { room, line, clock, knock: come } = atDoor();
  room.on('hello', () => fail('peer-too-old'));
  expect(await come()).toMatchObject({ ok: false, refusal: { code: 'peer-too-old' } });
  expect(line.isClosed).toBe(true);
  expect(clock.pendingTimers).toBe(0);
});

it('R1.3 so is one that refuses the name; one that lets in is stayed in', async () => {
  for (const refusal of ['name-taken', undefined]) {
    const { room, line, knock: come } = atDoor();
    if (refusal) room.on('sign-in', () => fail(refusal));
    const door = await come();
    if (!door.ok) throw new Error(door.refusal.code);
    expect(line.isClosed).toBe(false);
    const entered = await enter(door.value, profile, { name: 'ali', pin: samplePin });
    await rest(5);
    expect(entered.ok).toBe(refusal === undefined);
    expect(line.isClosed).toBe(refusal !== undefined);
    if (entered.ok) entered.value.link.end({ code: 'signed-out' });
  }
});
