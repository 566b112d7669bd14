import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { greet } from './sign-in.ts';
import { RoomLink } from './room-link.ts';
import { ScriptedRoom } from './testing/scripted-room.ts';

/** The limits that are in force where a room says these. */
async function limitsInForce(said: (own: ScriptedRoom['limits']) => ScriptedRoom['limits']) {
  const room = new ScriptedRoom();
  room.limits = said(room.limits);
  const link = new RoomLink({ transport: room.connect(), clock: new ManualClock() });
  const greeted = await greet(link, 'test');
  if (!greeted.ok) throw new Error(greeted.refusal.code);
  return greeted.value.limits;
}

it('what a room sets is in force as far as it makes sense, neither without end nor nothing at all', async () => {
  const all = (value: number) => (own: ScriptedRoom['limits']) => ({
    ...own,
    maxRequestsInFlight: value,
    maxLineBytes: value,
    maxTextCharacters: value,
    maxUnacknowledged: value,
    maxHistoryPage: value,
    historyPage: value,
  });
  expect(await limitsInForce(all(1_000_000_000))).toMatchObject({
    maxRequestsInFlight: limits.maxRequestsInFlight,
    maxLineBytes: limits.maxServerLineBytes,
    maxTextCharacters: limits.maxServerLineBytes,
    maxUnacknowledged: limits.maxUnacknowledged,
    maxHistoryPage: limits.maxHistoryPage,
    historyPage: limits.maxHistoryPage,
  });
  for (const [said, inForce] of [
    [0, 1],
    [-5, 1],
    [7, 7],
  ] as const) {
    expect(Object.values(await limitsInForce(all(said))).slice(0, 4)).toEqual(
      Array.from({ length: 4 }, () => inForce),
    );
  }
});

it.each([0, 2])('W2 what says that it speaks version %i is no room of ours', async (protocol) => {
  const room = new ScriptedRoom();
  room.on('hello', () => ({ protocol, room: room.room, limits: room.limits }));
  const link = new RoomLink({ transport: room.connect(), clock: new ManualClock() });
  expect(await greet(link, 'test')).toEqual({ ok: false, refusal: { code: 'not-a-room' } });
  expect(link.isEnded).toBe(true);
});
