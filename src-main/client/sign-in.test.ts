import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { Secret } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { deriveDevice, greet, signIn } from './sign-in.ts';
import { RoomLink } from './room-link.ts';
import type { Credentials } from './sign-in.ts';
import { profile, record } from './testing/membership.ts';
import { fail, ScriptedRoom } from './testing/scripted-room.ts';

/** The limits that are in force when a room says these. */
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

/** The commands with which one comes in, the token being refused with `code` if one is given. */
async function cameInBy(credentials: Credentials, code?: string) {
  const room = new ScriptedRoom();
  if (code !== undefined) room.on('resume', () => fail(code));
  const link = new RoomLink({ transport: room.connect(), clock: new ManualClock() });
  await greet(link, 'test');
  const answer = await signIn(link, deriveDevice(profile, record), credentials);
  const asked = room.asked.filter(({ type }) => type !== 'hello');
  return { answer, asked: asked.map(({ rid: _, ...command }) => command) };
}

it('W8 R3.1 the token opens, else the name does, and a password that is given goes before the token', async () => {
  const token = 't'.repeat(43) as Secret;
  const { device, deviceKey } = deriveDevice(profile, record);
  const bySignIn = { type: 'sign-in', name: 'ali', device, deviceKey };
  const byToken = { type: 'resume', device, token };
  const way = async (...given: Parameters<typeof cameInBy>) => (await cameInBy(...given)).asked;
  expect(await way({ name: 'ali' })).toEqual([bySignIn]);
  expect(await way({ name: 'ali', token })).toEqual([byToken]);
  expect(await way({ name: 'ali', token }, 'token-invalid')).toEqual([byToken, bySignIn]);
  expect(await way({ name: 'ali', token, password: 'a long one' })).toEqual([
    { ...bySignIn, password: 'a long one' },
  ]);
});

it('W8 where the room refuses the token for another reason nothing else is tried', async () => {
  const token = 't'.repeat(43) as Secret;
  const { answer, asked } = await cameInBy({ name: 'ali', token }, 'room-full');
  expect(answer).toMatchObject({ ok: false, refusal: { code: 'room-full' } });
  expect(asked).toHaveLength(1);
});
