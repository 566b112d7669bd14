import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { createMemoryPair } from './memory-transport.ts';
import { HandTransport } from './testing/hand-transport.ts';
import { maxPaced, paceMs, SendQueue } from './send-queue.ts';

function paced() {
  const clock = new ManualClock();
  const [transport] = createMemoryPair();
  const sent: string[] = [];
  transport.send = (bytes) => sent.push(Buffer.from(bytes).toString());
  const output = new SendQueue({ transport, clock, isPaced: true, tooSlow: () => undefined });
  const send = (...objects: string[]) =>
    output.send(Buffer.from(objects.map((object) => `${object}\n`).join('')));
  return { clock, output, sent, send };
}

test('R0.12 one object a write, the first at once and each next one after a pause', () => {
  const { clock, sent, send } = paced();
  send('{"a":1}', '{"b":"ğ"}');
  send('{"c":3}');
  expect(sent).toEqual(['{"a":1}']);
  clock.advance(paceMs - 1);
  expect(sent).toHaveLength(1);
  clock.advance(1);
  expect(sent).toEqual(['{"a":1}', '{"b":"ğ"}']);
  clock.advance(paceMs);
  expect(sent).toEqual(['{"a":1}', '{"b":"ğ"}', '{"c":3}']);
  clock.advance(paceMs);
  send('{"d":4}');
  expect(sent.at(-1)).toBe('{"d":4}');
});

test('what comes faster than anybody could read one by one goes at once, in order', () => {
  const { clock, sent, send } = paced();
  const objects = Array.from({ length: maxPaced + 2 }, (_, at) => `{"n":${at}}`);
  for (const object of objects.slice(0, -1)) send(object);
  expect(sent).toHaveLength(1);
  send(objects.at(-1) ?? '');
  expect(sent).toEqual(objects);
  send('{"after":1}');
  expect(sent).toHaveLength(objects.length);
  clock.advance(paceMs);
  expect(sent.at(-1)).toBe('{"after":1}');
});

test('R0.12 what waits for its pause has a bound in bytes too', () => {
  const { output, sent, send } = paced();
  const object = `{"text":"${'x'.repeat(limits.sendQueueSoftBytes / 4)}"}`;
  send(object, object, object);
  expect(sent).toHaveLength(1);
  expect(output.bytes).toBeGreaterThanOrEqual(2 * object.length);
  send(object);
  expect(sent).toHaveLength(1);
  send(object);
  expect(sent).toHaveLength(5);
});

test('after the end nothing is written and no timer stays', () => {
  const { clock, output, sent, send } = paced();
  send('{}', '{"b":2}');
  output.stop();
  clock.advance(10 * paceMs);
  expect([sent, clock.pendingTimers]).toEqual([['{}'], 0]);
});

test('R0.12 a hundred at once in one go are followed by a pause, as one is', () => {
  const { clock, sent, send } = paced();
  send(...Array.from({ length: maxPaced + 1 }, (_, at) => `{"n":${at}}`));
  expect(sent).toHaveLength(maxPaced + 1);
  send('{"after":1}');
  expect(sent).toHaveLength(maxPaced + 1);
  clock.advance(paceMs);
  expect(sent).toHaveLength(maxPaced + 2);
});

test('R0.12 the pause is what such a client needs beside a busy loop, as docs/PROTOCOL.md says', () => {
  expect([paceMs, maxPaced]).toEqual([150, 100]);
});

test('W12 nothing of a page goes to a reader that is too slow for its beginning', () => {
  const transport = new HandTransport();
  let cuts = 0;
  const output = new SendQueue({ transport, clock: new ManualClock(), tooSlow: () => (cuts += 1) });
  const part = (bytes: number) => new Uint8Array(bytes);
  output.sendAround(part(1), part(limits.sendQueueHardBytes), part(1));
  expect([cuts, transport.queuedBytes]).toEqual([0, limits.sendQueueHardBytes + 2]);
  output.sendAround(part(1), part(1), part(1));
  expect([cuts, transport.queuedBytes]).toEqual([1, limits.sendQueueHardBytes + 2]);
});
