import { expect, test } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import {
  conversation,
  createSampleRoom,
  member,
  roomId,
  veli,
} from '../bridge/testing/sample-room.ts';
import { createNamesStore } from './names-store.ts';
import { createRoomStore } from './room-store.ts';

test('who only reads names hears of people, and of nothing that changes with each message', async () => {
  const { bridge } = createSampleRoom();
  const room = createRoomStore(bridge, roomId);
  await room.open();
  const names = createNamesStore(room);
  const heard: (string | undefined)[] = [];
  const hear = () => heard.push(names.getState().members.get(veli)?.name);
  const ends = [names.subscribe(hear), names.subscribe(hear)];
  bridge.push('conversation/changed', [conversation(everyone, { lastSeq: 7, unread: 7 })]);
  expect(room.getState().conversations.get(everyone)?.lastSeq).toBe(7);
  expect(heard).toEqual([]);
  const rename = (name: string) =>
    bridge.push('member/changed', { room: roomId, members: [member(veli, name)] });
  rename('Veli Can');
  expect(heard).toEqual(['Veli Can', 'Veli Can']);
  ends[0]?.();
  rename('Veli');
  expect(heard).toEqual(['Veli Can', 'Veli Can', 'Veli']);
  ends[1]?.();
  rename('Nobody hears');
  expect(heard).toHaveLength(3);
  room.dispose();
});
