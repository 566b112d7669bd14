import { expect, it } from 'vitest';
import { twoPeople } from './testing/two-people.ts';
import { Person } from './testing/person.ts';

const password = 'uzun bir parola';

it('one sees one’s computers, and signs out at another one, where that is said', async () => {
  const { veli, view, room } = await twoPeople();
  await veli.ask('room/set-password', { room, password });
  const other = await Person.open();
  await other.join('veli', view, password);
  await veli.until(async () => (await veli.ask('device/list', { room })).length === 2);
  const listed = await veli.ask('device/list', { room });
  expect(listed.map(({ computer }) => computer)).toEqual(['Test PC', 'Test PC']);
  const { device } = listed.find(({ isOwn }) => !isOwn) ?? { device: '' as never };
  expect(await veli.ask('device/end', { room, device })).toMatchObject([{ isOwn: true }]);
  await other.until(async () => (await other.view(room)).connection.is === 'closed');
  expect((await other.view(room)).connection).toMatchObject({
    cause: { code: 'signed-out-elsewhere' },
  });
  await other.ask('room/sign-in', { room, password });
  await other.live(room);
});

it('the host makes a code, by which somebody comes in at a new computer with a new password', async () => {
  const { ali, veli, view, room } = await twoPeople();
  const account = await ali.accountOf(room, 'veli');
  const { resetCode: code } = await ali.ask('member/make-reset-code', { room, account });
  expect(await veli.request('member/make-reset-code', { room, account })).toMatchObject({
    refusal: { code: 'not-allowed' },
  });
  const other = await Person.open();
  const address = `127.0.0.1:${view.address.split(':').at(-1)}`;
  expect(await other.tryToEnter({ name: 'veli', address, password: code })).toMatchObject({
    refusal: { code: 'new-password-needed' },
  });
  await other.enter({ name: 'veli', address, password: code, newPassword: password });
  await other.live(room);
  expect((await other.view(room)).hasPassword).toBe(true);
  await veli.until(async () => (await veli.view(room)).connection.is === 'closed');
  // The new password opens the old computer too.
  await veli.ask('room/sign-in', { room, password });
  await veli.live(room);
});
