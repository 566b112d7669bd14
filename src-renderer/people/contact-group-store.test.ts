import { describe, expect, it } from 'vitest';
import type { GroupMessageView } from '../../src-shared/bridge/contacts.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { createMemoryBridge, type MemoryHandlers } from '../bridge/testing/memory-bridge.ts';
import { family, groupMessage } from './testing/sample-people.ts';
import { ali, roomId, settled, veli } from '../bridge/testing/sample-room.ts';
import { createGroupWriting } from '../room/group-writings.ts';
import { createContactGroupStore } from './contact-group-store.ts';

function setUp(handlers: MemoryHandlers = {}) {
  const bridge = createMemoryBridge({
    'contact-group/messages': () => ({ ok: true, value: [groupMessage(1), groupMessage(2)] }),
    'contact-group/send': ({ text }) => ({ ok: true, value: { ...groupMessage(3), text } }),
    'message/retry': () => ({ ok: true, value: null }),
    ...handlers,
  });
  const place = { room: roomId, group: family };
  const writing = createGroupWriting(bridge, place, () => 30);
  const store = createContactGroupStore(bridge, place, writing);
  const numbers = () => store.getState().messages.map((message) => message.number);
  return { bridge, store, numbers };
}

describe('contact group store', () => {
  it('R0.9 sends what is written to the group and shows it at once', async () => {
    const { bridge, store, numbers } = setUp();
    await store.load();
    store.writing.write('yarın geliyorum');
    await store.send();
    expect(bridge.asked('contact-group/send')).toEqual([
      { room: roomId, group: family, text: 'yarın geliyorum' },
    ]);
    expect(numbers()).toEqual([1, 2, 3]);
    expect(store.writing.getState().text).toBe('');
  });

  it('follows how each copy stands, of this group only', async () => {
    const { bridge, store, numbers } = setUp();
    await store.load();
    const stateOf = () => store.getState().messages[0]?.copies.map((copy) => copy.state);
    bridge.push('group-message/changed', groupMessage(1, { [ali]: 'delivered' }));
    expect(stateOf()).toEqual(['delivered', 'sent']);
    bridge.push('group-message/changed', { ...groupMessage(9), group: 'another000000000' });
    expect(numbers()).toEqual([1, 2]);
  });

  it('a push that comes before the answer is not lost', async () => {
    const answer = Promise.withResolvers<Outcome<GroupMessageView[]>>();
    const { bridge, store } = setUp({ 'contact-group/messages': () => answer.promise });
    const loaded = store.load();
    bridge.push('group-message/changed', groupMessage(1, { [veli]: 'delivered' }));
    answer.resolve({ ok: true, value: [groupMessage(1)] });
    await loaded;
    expect(store.getState().messages).toEqual([groupMessage(1, { [veli]: 'delivered' })]);
  });

  it('an answer that is older than a push does not turn a copy back', async () => {
    const answer = Promise.withResolvers<Outcome<GroupMessageView>>();
    const { bridge, store } = setUp({ 'contact-group/send': () => answer.promise });
    await store.load();
    store.writing.write('hi');
    const sent = store.send();
    bridge.push('group-message/changed', groupMessage(3, { [ali]: 'delivered' }));
    answer.resolve({ ok: true, value: groupMessage(3, { [ali]: 'sending' }) });
    await sent;
    expect(store.getState().messages.at(-1)).toEqual(groupMessage(3, { [ali]: 'delivered' }));
  });

  it('a refused text comes back with the reason, before what was typed meanwhile', async () => {
    const { store } = setUp({
      'contact-group/send': () => ({ ok: false, refusal: { code: 'contact-group-empty' } }),
    });
    store.writing.write('first');
    const sent = store.send();
    store.writing.write('second');
    await sent;
    expect(store.writing.getState()).toMatchObject({
      text: 'first\nsecond',
      refusal: { code: 'contact-group-empty' },
    });
    store.writing.write('third');
    expect(store.writing.getState().refusal).toBeUndefined();
  });

  it('R1.7 an empty text is refused here', async () => {
    const { bridge, store } = setUp();
    store.writing.write('  ');
    await store.send();
    expect(store.writing.getState().refusal).toEqual({ code: 'text-empty' });
    expect(bridge.asked('contact-group/send')).toEqual([]);
  });

  it('keeps the newest hundred', async () => {
    const { bridge, store, numbers } = setUp();
    await store.load();
    for (let number = 3; number <= 150; number += 1) {
      bridge.push('group-message/changed', groupMessage(number));
    }
    expect(numbers()).toHaveLength(100);
    expect(numbers()[0]).toBe(51);
  });

  it('tries each failed copy again, and says why one cannot be', async () => {
    const { bridge, store } = setUp();
    const cids = groupMessage(1).copies.map((copy) => copy.cid);
    await store.retry(cids);
    expect(bridge.asked('message/retry')).toEqual(cids.map((cid) => ({ room: roomId, cid })));
    bridge.answer({ 'message/retry': () => ({ ok: false, refusal: { code: 'no-such-message' } }) });
    await store.retry(cids);
    expect(store.writing.getState().refusal).toEqual({ code: 'no-such-message' });
  });

  it('says that loading failed, loads again, and listens to nothing in the end', async () => {
    const { bridge, store, numbers } = setUp({
      'contact-group/messages': () => ({ ok: false, refusal: { code: 'data-corrupt' } }),
    });
    await store.load();
    expect(store.getState().loading).toEqual({ is: 'failed', refusal: { code: 'data-corrupt' } });
    bridge.answer({ 'contact-group/messages': () => ({ ok: true, value: [groupMessage(1)] }) });
    await store.load();
    expect(numbers()).toEqual([1]);
    store.dispose();
    await settled();
    expect(bridge.listenerCount()).toBe(0);
  });
});
