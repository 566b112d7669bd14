import { expect, it } from 'vitest';
import { createMemoryBridge, type MemoryHandlers } from '../bridge/testing/memory-bridge.ts';
import { privateView } from '../bridge/testing/sample-room.ts';
import { createPrivateStore } from './private-store.ts';

const { room, private: id } = privateView();
const place = { room, private: id };

function setUp(handlers: MemoryHandlers = {}) {
  const bridge = createMemoryBridge({
    'private/send': () => ({ ok: true, value: null }),
    ...handlers,
  });
  return { bridge, store: createPrivateStore(bridge, place, { maxTextCharacters: () => 30 }) };
}

it('R3.3 what is sent leaves the field at once', async () => {
  const { bridge, store } = setUp();
  store.write('only for you');
  const sent = store.send();
  expect(store.getState()).toEqual({ text: '', refusal: undefined });
  await sent;
  expect(bridge.asked('private/send')).toEqual([{ ...place, text: 'only for you' }]);
});

it('R1.7 nothing and too much are not sent, and the reason goes with the next letter', async () => {
  const { bridge, store } = setUp();
  await store.send();
  expect(store.getState().refusal).toEqual({ code: 'text-empty' });
  store.write('a'.repeat(31));
  expect(store.getState().refusal).toBeUndefined();
  await store.send();
  expect(store.getState().refusal).toEqual({ code: 'text-too-long', limit: 30 });
  expect(bridge.requests).toEqual([]);
});

it('a refused text comes back before what was typed meanwhile', async () => {
  const { store } = setUp({
    'private/send': () => ({ ok: false, refusal: { code: 'no-such-private' } }),
  });
  store.write('first');
  const sent = store.send();
  store.write('second');
  await sent;
  expect(store.getState().text).toBe('first\nsecond');
  expect(store.getState().refusal).toEqual({ code: 'no-such-private' });
});

it('nothing of it is kept as a draft', async () => {
  const { bridge, store } = setUp();
  store.write('half a thought');
  store.close();
  expect(bridge.requests.map(({ name }) => name)).toEqual(['private/close']);
});
