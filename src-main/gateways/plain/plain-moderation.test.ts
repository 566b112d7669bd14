import { expect, it } from 'vitest';
import { accountOf, enterByMemory, startLab } from '../../server/testing/lab.ts';
import { openPlain } from '../../server/testing/plain-peer.ts';
import { createGateways } from '../create-gateways.ts';

async function startRoom() {
  const { server, clock } = await startLab({ gateways: createGateways() });
  const ayse = await enterByMemory(server, 'ayse');
  return { server, clock, ayse };
}

it('plain lines and JSON hear of moderation in words', async () => {
  const { server, clock, ayse } = await startRoom();
  const [veli, can] = [openPlain(server), openPlain(server)];
  veli.write('veli\n');
  await veli.read('You are connected to chatroom.');
  can.write('{"command":"add_client","message":"can"}');
  await ayse.first(({ type, name }) => type === 'joined' && name === 'can');
  const account = await accountOf(ayse, 'can');
  await ayse.ask('mute', { account, reason: 'loud' });
  await veli.read('ayse muted can: loud');
  await can.read('SERVER~ayse muted can: loud');
  // One object after the other, with time between them.
  clock.advance(200);
  can.write('{"command":"message","message":"hear me"}');
  await can.read('A moderator has muted you in this room.');
  await ayse.ask('kick', { account: await accountOf(ayse, 'veli'), reason: 'enough' });
  await veli.read('A moderator took you out of the room: “enough”.');
  await veli.closed;
});

it('where the room has a password it stands behind the name', async () => {
  const { server, ayse } = await startRoom();
  expect(await ayse.ask('change-room', { password: 'kitchen sink' })).toMatchObject({ type: 'ok' });
  const [veli, can] = [openPlain(server), openPlain(server)];
  veli.write('veli\n');
  await veli.read('This room has a password');
  veli.write('veli~kitchen sink\n');
  await veli.read('You are connected to chatroom.');
  can.write('{"command":"add_client","message":"can~kitchen sink"}');
  await ayse.first(({ type, name }) => type === 'joined' && name === 'can');
});

it('guests go when the room takes none any more, and none come in', async () => {
  const { server, ayse } = await startRoom();
  const veli = openPlain(server);
  veli.write('veli\n');
  await veli.read('You are connected to chatroom.');
  await ayse.ask('change-room', { forbidden: ['guests'] });
  await veli.read('This room takes no guests.');
  await veli.closed;
  const again = openPlain(server);
  again.write('veli\n');
  await again.read('This room takes no guests.');
  await again.closed;
});
