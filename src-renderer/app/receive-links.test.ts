import { expect, it, vi } from 'vitest';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { receiveLinks } from './receive-links.ts';

it('takes the links that came before the window and those that come later', async () => {
  let waiting = ['oda://early'];
  const bridge = createMemoryBridge({
    'link/take': () => {
      const value = waiting;
      waiting = [];
      return { ok: true, value };
    },
  });
  const taken: string[] = [];
  const end = receiveLinks(bridge, (link) => taken.push(link));
  await vi.waitFor(() => expect(taken).toEqual(['oda://early']));
  waiting = ['oda://late'];
  bridge.push('link/arrived', {});
  await vi.waitFor(() => expect(taken).toEqual(['oda://early', 'oda://late']));
  end();
  expect(bridge.listenerCount()).toBe(0);
});
