import { expect, it } from 'vitest';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import type { PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { privateView, roomId } from '../bridge/testing/sample-room.ts';
import { createAsksStore, type Ask } from './asks-store.ts';

const asked = (more: Partial<PrivateView> = {}) =>
  privateView({ state: { is: 'asked', expiresAt: 120_000 }, messages: [], ...more });
const second = 'second0000000000' as PrivateId;

function setUp() {
  const missed: Ask[] = [];
  const bridge = createMemoryBridge({ 'private/close': () => ({ ok: true, value: null }) });
  const store = createAsksStore(bridge, (ask) => missed.push(ask));
  const names = () => store.getState().asks.map((ask) => ask.name);
  return { bridge, store, names, missed };
}

it('R3.3 keeps who asks until it is answered, the longest waiting first', () => {
  const { bridge, names, missed } = setUp();
  bridge.push('private/changed', asked());
  bridge.push('private/changed', asked({ private: second, partnerName: 'Veli' }));
  bridge.push('private/changed', asked());
  expect(names()).toEqual(['Ali', 'Veli']);
  bridge.push('private/changed', privateView());
  expect(names()).toEqual(['Veli']);
  bridge.push('private/removed', { room: roomId, private: second });
  expect(names()).toEqual([]);
  expect(missed).toEqual([]);
});

it('R3.3 an ask that ends without an answer is told of and forgotten', () => {
  const { bridge, names, missed } = setUp();
  bridge.push('private/changed', asked());
  const over: PrivateView = privateView({ state: { is: 'ended', reason: 'timed-out' } });
  bridge.push('private/changed', over);
  expect(names()).toEqual([]);
  expect(missed.map((ask) => ask.name)).toEqual(['Ali']);
  expect(bridge.asked('private/close')).toEqual([{ room: roomId, private: over.private }]);
});

it('R3.5 a private chat that was open keeps its text when it ends', () => {
  const { bridge, missed } = setUp();
  bridge.push('private/changed', asked());
  bridge.push('private/changed', privateView());
  bridge.push('private/changed', privateView({ state: { is: 'ended', reason: 'left' } }));
  expect(bridge.requests).toEqual([]);
  expect(missed).toEqual([]);
});

it('knows what a room told when it was opened, and drops it with the room', () => {
  const { bridge, store, names } = setUp();
  store.see([asked(), privateView({ private: second })]);
  expect(names()).toEqual(['Ali']);
  bridge.push('room/removed', { room: 'another000000000' as RoomId });
  expect(names()).toEqual(['Ali']);
  bridge.push('room/removed', { room: roomId });
  expect(names()).toEqual([]);
});

it('ends with the window', () => {
  const { bridge, store } = setUp();
  store.dispose();
  expect(bridge.listenerCount()).toBe(0);
});
