import { expect, it } from 'vitest';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { Person } from './testing/person.ts';

async function hostWhoIsAsked() {
  const ali = await Person.open();
  const view = await ali.host('ali');
  await ali.ask('host/change-options', { room: view.room, access: 'approval' });
  return { ali, view, room: view.room };
}

/** Stands at the door; what comes of it is the answer to `room/join`. */
async function knocks(person: Person, view: RoomView) {
  const address = `127.0.0.1:${view.address.split(':').at(-1)}`;
  const joined = person.tryToEnter({ name: 'veli', address });
  await person.until(() => person.of('knock/asked').length > 0);
  return joined;
}

async function knockSeenBy(ali: Person, { room }: RoomView) {
  await ali.until(async () => (await ali.view(room)).knocks.length > 0);
  const [knock] = (await ali.view(room)).knocks;
  if (!knock) throw new Error('nobody waits');
  return knock;
}

it('whoever is new waits until the host says yes, and is in with that', async () => {
  const { ali, view, room } = await hostWhoIsAsked();
  const veli = await Person.open();
  const joined = knocks(veli, view);
  const { knock, ...seen } = await knockSeenBy(ali, view);
  expect(seen).toMatchObject({ name: 'veli', address: '127.0.0.1', scope: 'loopback' });
  expect(veli.of('knock/asked')).toEqual([{ room, roomName: "ali's room" }]);
  await ali.ask('knock/answer', { room, knock, letIn: true });
  expect(await joined).toMatchObject({ ok: true });
  await veli.live(room);
  await ali.until(async () => (await ali.view(room)).knocks.length === 0);
  // It is a member like any from now on.
  await veli.close();
  await veli.start();
  await veli.live(room);
});

it('whoever is turned away is told so, and nothing is left of it', async () => {
  const { ali, view, room } = await hostWhoIsAsked();
  const veli = await Person.open();
  const joined = knocks(veli, view);
  const { knock } = await knockSeenBy(ali, view);
  await ali.ask('knock/answer', { room, knock, letIn: false });
  expect(await joined).toMatchObject({ ok: false, refusal: { code: 'turned-away' } });
  expect((await veli.ask('app/start', {})).rooms).toEqual([]);
  expect(await ali.request('knock/answer', { room, knock, letIn: true })).toMatchObject({
    refusal: { code: 'no-such-knock' },
  });
});

it('whoever does not want to wait any more goes, and the host does not see them any more', async () => {
  const { ali, view, room } = await hostWhoIsAsked();
  const veli = await Person.open();
  const joined = knocks(veli, view);
  await knockSeenBy(ali, view);
  await veli.ask('knock/stop', {});
  expect(await joined).toMatchObject({ ok: false, refusal: { code: 'knock-withdrawn' } });
  await ali.until(async () => (await ali.view(room)).knocks.length === 0);
});

it('the app can be closed while somebody waits', async () => {
  const { ali, view } = await hostWhoIsAsked();
  const veli = await Person.open();
  const joined = knocks(veli, view);
  await knockSeenBy(ali, view);
  await veli.close();
  expect(await joined).toMatchObject({ ok: false, refusal: { code: 'bridge-closed' } });
});
