import { expect, test } from 'vitest';
import { createMemoryPair } from './memory-transport.ts';
import { hear } from './testing/heard.ts';
import { describeTransport } from './testing/transport-contract.ts';

describeTransport('memory', async () => createMemoryPair());

test('an end in memory says so', () => {
  const [near, far] = createMemoryPair();
  expect([near.remote, far.remote]).toEqual([
    { address: 'memory', port: 0 },
    { address: 'memory', port: 0 },
  ]);
});

test('bytes sent before the other end listens wait for it', async () => {
  const [near, far] = createMemoryPair();
  near.send(Buffer.from('early'));
  await new Promise(setImmediate);
  expect(near.queuedBytes).toBe(5);
  expect(await hear(far).untilLength(5)).toBe('early');
});

test('who listens after the end hears of it', async () => {
  const [near, far] = createMemoryPair();
  near.destroy();
  const heard = hear(far);
  await heard.untilClosed();
  await new Promise(setImmediate);
  expect(heard.closed).toEqual([undefined]);
});
