import { expect, it } from 'vitest';
import { twoPeople } from './testing/two-people.ts';

it('windows hear of it when one’s own role changes', async () => {
  const { ali, veli, room } = await twoPeople();
  const veliId = await ali.accountOf(room, 'veli');
  expect((await veli.view(room)).role).toBe('member');
  await ali.ask('member/set-role', { room, account: veliId, role: 'moderator' });
  await veli.until(() => veli.of('room/changed').some((view) => view.role === 'moderator'));
  await ali.ask('room/hand-over', { room, account: veliId });
  await veli.until(() => veli.of('room/changed').some((view) => view.role === 'owner'));
  await ali.until(() => ali.of('room/changed').at(-1)?.role === 'moderator');
});

it('a slow room says until when one waits to write to everyone', async () => {
  const { ali, veli, room, direct } = await twoPeople();
  await ali.ask('room/change-settings', { room, slowModeSeconds: 60 });
  await veli.until(async () => (await veli.view(room)).settings.slowModeSeconds === 60);
  expect((await veli.view(room)).slowUntil).toBeUndefined();
  await veli.say(room, 'first');
  const until = veli.clock.wallMs() + 60_000;
  await veli.until(() => veli.of('room/changed').at(-1)?.slowUntil === until);
  veli.clock.advance(30_000);
  ali.clock.advance(30_000);
  await veli.say(room, 'too early');
  await veli.until(() =>
    veli.of('outbox/changed').some(({ items }) => items.some(({ state }) => state.is === 'failed')),
  );
  expect((await veli.view(room)).slowUntil).toBe(veli.clock.wallMs() + 30_000);
  // No other conversation waits for it.
  await veli.say(room, 'beside', direct);
  await ali.until(async () => (await ali.texts(room, direct)).includes('beside'));
  // Whoever looks after the room waits for nothing.
  await ali.say(room, 'one');
  await ali.say(room, 'two');
  await ali.until(async () => (await ali.texts(room)).length === 3);
  expect((await ali.view(room)).slowUntil).toBeUndefined();
  await ali.ask('room/change-settings', { room, slowModeSeconds: 0 });
  await veli.until(async () => (await veli.view(room)).slowUntil === undefined);
});

it('who is banned for a time is told until when, by this computer’s clock', async () => {
  const { ali, veli, room } = await twoPeople();
  const account = await ali.accountOf(room, 'veli');
  const ban = { room, account, reach: [], lastsMs: 3_600_000, reason: 'spam' };
  await ali.ask('member/ban', ban);
  await veli.until(async () => (await veli.view(room)).connection.is === 'closed');
  const { connection } = await veli.view(room);
  expect(connection).toMatchObject({
    is: 'closed',
    cause: { code: 'banned', reason: 'spam', until: veli.clock.wallMs() + 3_600_000 },
  });
});
