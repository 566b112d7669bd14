import { expect, test } from 'playwright/test';
import { freshFolder } from '../harness/fresh-folder.ts';
import { HeadlessRoom } from '../harness/headless-room.ts';
import type { Frame } from '../harness/raw-peer.ts';
import { RawPeer } from '../harness/raw-peer.ts';

const closedBy = (code: string) => (frame: Frame) =>
  frame.type === 'closed' && frame['code'] === code;

test('what moderators do holds over the wire, and a ban after the host has started again', async () => {
  const folder = freshFolder();
  // Nobody signs in within a headless host: it is told whose the room is, once there is an account.
  const first = await HeadlessRoom.start('Lab', 0, { folder });
  const founder = await RawPeer.signedIn(first.port, 'Ayşe');
  founder.end();
  await founder.closed;
  await first.process.stop();
  const own = { folder, more: ['--owner', 'Ayşe'] };
  const room = await HeadlessRoom.start('Lab', 0, own);
  const { port } = room;

  const ayse = await RawPeer.signedIn(port, 'Ayşe', founder);
  const [veli, ali] = [await RawPeer.signedIn(port, 'Veli'), await RawPeer.signedIn(port, 'Ali')];
  const account = await ayse.accountOf('Veli');
  expect(await ali.ask({ type: 'kick', account })).toMatchObject({ code: 'not-allowed' });

  await ayse.ask({ type: 'mute', account, reason: 'loud' });
  expect(await veli.say('hear me')).toMatchObject({ type: 'fail', code: 'muted' });
  await ayse.ask({ type: 'unmute', account });
  expect(await veli.say('hear me')).toMatchObject({ type: 'ok' });

  await ayse.ask({ type: 'change-room', readOnly: true });
  expect(await veli.say('and now')).toMatchObject({ type: 'fail', code: 'read-only' });
  await ayse.ask({ type: 'change-room', readOnly: false });

  await ayse.ask({ type: 'kick', account, reason: 'enough' });
  expect(await veli.next(closedBy('kicked'))).toMatchObject({ reason: 'enough' });
  await veli.closed;
  const back = await RawPeer.signedIn(port, 'Veli', veli);

  await ayse.ask({ type: 'ban', account, reach: ['device'], reason: 'spam' });
  await back.next(closedBy('banned'));
  await back.closed;
  await room.process.stop();

  const again = await HeadlessRoom.start('Lab', 0, own);
  for (const name of ['Veli', 'Somebody else']) {
    const peer = await RawPeer.connect(again.port, veli);
    await peer.ask({ type: 'hello', protocol: 1 });
    expect(await peer.signIn(name)).toMatchObject({ code: 'banned', reason: 'spam' });
    await peer.closed;
  }
  const reader = await RawPeer.signedIn(again.port, 'Ali', ali);
  const { entries } = await reader.ask({ type: 'read-record' });
  expect((entries as { act: string }[]).map(({ act }) => act)).toEqual([
    'banned',
    'kicked',
    'room-changed',
    'room-changed',
    'unmuted',
    'muted',
    'handed-over',
  ]);
  reader.end();
  expect(await again.stop()).toBe(0);
});
