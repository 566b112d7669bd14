import { expect, it } from 'vitest';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import type { StoreFinding } from '../../src-shared/host/host-log.ts';
import { receiveFindings, receiveLinks } from './follow.ts';

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
  await expect.poll(() => taken).toEqual(['oda://early']);
  waiting = ['oda://late'];
  bridge.push('link/arrived', {});
  await expect.poll(() => taken).toEqual(['oda://early', 'oda://late']);
  end();
  expect(bridge.listenerCount()).toBe(0);
});

it('takes what turned out about the copy before the window was there, and later', async () => {
  const waiting: StoreFinding[] = ['index-rebuilt'];
  const bridge = createMemoryBridge({
    'finding/take': () => ({ ok: true, value: waiting.splice(0) }),
  });
  const taken: string[] = [];
  const end = receiveFindings(bridge, (finding) => taken.push(finding));
  await expect.poll(() => taken).toEqual(['index-rebuilt']);
  waiting.push('rows-damaged');
  bridge.push('finding/arrived', {});
  await expect.poll(() => taken).toEqual(['index-rebuilt', 'rows-damaged']);
  end();
  expect(bridge.listenerCount()).toBe(0);
});
