import { expect, test } from 'vitest';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { createRoomStore, openRoomStore } from '../storage/room/testing/room-stores.ts';
import { newRoom } from '../storage/room/testing/room-samples.ts';
import { enter, startLab } from './testing/lab.ts';
import type { Lab } from './testing/lab.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';

const minute = 60_000;

const statusSeen = async (peer: WirePeer, name: string) => {
  const { members } = await peer.ask('list-members');
  return (members as { name: string; status?: object }[]).find((each) => each.name === name)
    ?.status;
};

/** By the same clock: only what it is told passes. */
async function restart(lab: Lab, folder: string, clock: Lab['clock']): Promise<Lab> {
  await lab.server.stop();
  await lab.store.file.close();
  return startLab({ store: openRoomStore({ folder }), clock });
}

test('everybody hears a status before its writer has the answer of the next request, and its end', async () => {
  const { server, clock } = await startLab();
  const ali = await enter(server, 'ali');
  const veli = await enter(server, 'veli');
  const until = clock.wallMs() + minute;
  const asked = { emoji: '📚', text: ' in\nclass ', until };
  expect(await veli.ask('set-status', asked)).toMatchObject({ type: 'ok' });
  const said = { emoji: '📚', text: 'in class', until };
  const told = (status?: object) => (frame: Frame) =>
    frame.type === 'member' &&
    frame['name'] === 'veli' &&
    JSON.stringify(frame['status']) === JSON.stringify(status);
  await ali.first(told(said));
  expect(await statusSeen(ali, 'veli')).toEqual(said);
  const before = ali.frames.length;
  const isOver = () => ali.frames.slice(before).some(told());
  while (!isOver()) {
    clock.advance(1000);
    await Promise.all([ali.ask('ping'), veli.ask('ping')]);
  }
  expect(clock.wallMs()).toBeGreaterThanOrEqual(until);
});

test('it outlives the host with its account, and what ended meanwhile is seen by nobody', async () => {
  const folder = temporaryFolder();
  const first = await startLab({ store: createRoomStore({ folder, ...newRoom }) });
  const ali = await enter(first.server, 'ali');
  const veli = await enter(first.server, 'veli');
  await ali.ask('set-status', { text: 'on the road' });
  await veli.ask('set-status', { text: 'in class', until: first.clock.wallMs() + minute });
  const { clock } = first;
  const second = await restart(first, folder, clock);
  const can = await enter(second.server, 'can');
  expect(await statusSeen(can, 'ali')).toEqual({ text: 'on the road' });
  expect(await statusSeen(can, 'veli')).toMatchObject({ text: 'in class' });
  clock.jumpWall(minute);
  const third = await restart(second, folder, clock);
  const cem = await enter(third.server, 'cem');
  expect(await statusSeen(cem, 'veli')).toBeUndefined();
  expect(await statusSeen(cem, 'ali')).toEqual({ text: 'on the road' });
});
