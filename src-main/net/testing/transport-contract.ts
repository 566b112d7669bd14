import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Transport } from '../transport.ts';
import type { Heard } from './heard.ts';
import { hear } from './heard.ts';

const bytes = (text: string) => Buffer.from(text);
/** More than any system takes in one go from a reader that stands still. */
const flood = Buffer.alloc(16 * 1024 * 1024, 'x');

/** What every transport promises; `open` gives the two ends of a new connection. */
export function describeTransport(
  name: string,
  open: () => Promise<readonly [Transport, Transport]>,
): void {
  const opened: Transport[] = [];

  async function connect(): Promise<[Heard, Heard]> {
    const [near, far] = await open();
    opened.push(near, far);
    return [hear(near), hear(far)];
  }

  afterEach(() => {
    for (const transport of opened.splice(0)) transport.destroy();
  });

  describe(`${name} as a transport`, () => {
    test('bytes arrive in both directions, in order', async () => {
      const [near, far] = await connect();
      for (const text of ['one ', 'two ', 'three']) near.transport.send(bytes(text));
      far.transport.send(bytes('merhaba'));
      expect(await far.untilLength(13)).toBe('one two three');
      expect(await near.untilLength(7)).toBe('merhaba');
    });

    test('what is sent in later turns comes later', async () => {
      const [near, far] = await connect();
      for (let turn = 0; turn < 20; turn += 1) {
        near.transport.send(bytes(String.fromCharCode(97 + turn)));
        await nextTurn();
      }
      expect(await far.untilLength(20)).toBe('abcdefghijklmnopqrst');
    });

    test('nothing is handed over within the call', async () => {
      const [near, far] = await connect();
      near.transport.send(bytes('later'));
      expect(far.text()).toBe('');
      expect(near.transport.queuedBytes).toBe(5);
      await far.untilLength(5);
      await expect.poll(() => near.transport.queuedBytes).toBe(0);
    });

    test('drained is said when all that was queued is handed over', async () => {
      const [near, far] = await connect();
      near.transport.send(bytes('a'));
      await near.untilDrained();
      expect(near.transport.queuedBytes).toBe(0);
      expect(await far.untilLength(1)).toBe('a');
      near.transport.resume();
      await nextTurn();
      expect([near.drained, far.drained]).toEqual([1, 0]);
    });

    test('drained is not said while anything is queued', async () => {
      const [near, far] = await connect();
      far.transport.pause();
      near.transport.send(flood);
      await nextTurn();
      near.transport.send(flood);
      far.transport.resume();
      await near.untilDrained();
      expect(near.queuedAtDrain).toEqual([0]);
      await far.untilLength(2 * flood.length);
    });

    test('large and small pieces of one turn arrive as one stream', async () => {
      const [near, far] = await connect();
      const large = Buffer.alloc(300_000, 'l');
      for (let round = 0; round < 3; round += 1) {
        near.transport.send(bytes('<'));
        near.transport.send(large);
        near.transport.send(bytes('>'));
      }
      expect(await far.untilLength(900_006)).toBe(`<${large.toString()}>`.repeat(3));
    });

    test('what is handed over arrives in its place, though the reader stands still meanwhile', async () => {
      const [near, far] = await connect();
      far.transport.pause();
      const size = 1024 * 1024;
      for (const letter of 'abcdefgh') {
        near.transport.send(bytes('<'));
        near.transport.handOver(new Uint8Array(size).fill(letter.charCodeAt(0)));
        near.transport.send(bytes('>'));
        await nextTurn();
      }
      far.transport.resume();
      const text = await far.untilLength(8 * (size + 2));
      expect(text.replaceAll(/(.)\1+/g, '$1')).toBe('<a><b><c><d><e><f><g><h>');
      expect(text).toHaveLength(8 * (size + 2));
    });

    test('a reader that stands still makes the queue grow, and loses nothing', async () => {
      const [near, far] = await connect();
      far.transport.pause();
      near.transport.send(flood);
      await nextTurn();
      await nextTurn();
      expect(near.transport.queuedBytes).toBeGreaterThan(0);
      expect(near.drained).toBe(0);
      far.transport.resume();
      expect(await far.untilLength(flood.length)).toHaveLength(flood.length);
      await near.untilDrained();
      expect(near.transport.queuedBytes).toBe(0);
    });

    test('close sends what is queued and then ends both ends, once and without an error', async () => {
      const [near, far] = await connect();
      near.transport.send(bytes('good'));
      near.transport.send(bytes('bye'));
      near.transport.close();
      near.transport.close();
      expect(await far.untilClosed()).toBeUndefined();
      expect(await near.untilClosed()).toBeUndefined();
      expect(far.text()).toBe('goodbye');
      await nextTurn();
      expect([near.closed, far.closed]).toEqual([[undefined], [undefined]]);
    });

    test('the last bytes reach a reader that was standing still', async () => {
      const [near, far] = await connect();
      far.transport.pause();
      near.transport.send(bytes('goodbye'));
      near.transport.close();
      await nextTurn();
      far.transport.resume();
      await far.untilClosed();
      expect(far.text()).toBe('goodbye');
    });

    test('the last bytes arrive although the other end talks on', async () => {
      const [near, far] = await connect();
      near.transport.pause();
      far.transport.send(flood.subarray(0, 1024 * 1024));
      await nextTurn();
      near.transport.send(bytes('enough'));
      near.transport.close();
      await far.untilClosed();
      expect(far.text()).toBe('enough');
      await near.untilClosed();
      expect(near.text()).toBe('');
    });

    test('nothing is heard after close', async () => {
      const [near, far] = await connect();
      far.transport.pause();
      near.transport.pause();
      near.transport.send(bytes('goodbye'));
      near.transport.close();
      far.transport.send(bytes('still talking'));
      await nextTurn();
      await nextTurn();
      expect(far.transport.queuedBytes).toBe(0);
      far.transport.resume();
      await Promise.all([near.untilClosed(), far.untilClosed()]);
      expect([near.text(), far.text()]).toEqual(['', 'goodbye']);
    });

    test('what is sent after close is thrown away', async () => {
      const [near, far] = await connect();
      near.transport.close();
      near.transport.send(bytes('too late'));
      expect(near.transport.queuedBytes).toBe(0);
      await far.untilClosed();
      expect(far.text()).toBe('');
      expect(near.transport.queuedBytes).toBe(0);
    });

    test('destroy ends both ends at once and throws away what is queued', async () => {
      const [near, far] = await connect();
      near.transport.send(bytes('never'));
      near.transport.destroy();
      near.transport.destroy();
      expect(near.transport.queuedBytes).toBe(0);
      expect(near.closed).toEqual([]);
      expect(await near.untilClosed()).toBeUndefined();
      await far.untilClosed();
      expect(far.text()).toBe('');
      near.transport.send(bytes('never'));
      near.transport.close();
      near.transport.destroy();
      await nextTurn();
      expect([near.closed.length, far.closed.length]).toEqual([1, 1]);
    });

    test('nothing is heard after the end', async () => {
      const [near, far] = await connect();
      near.transport.send(bytes('x'));
      far.transport.destroy();
      await far.untilClosed();
      await near.untilClosed();
      expect(far.text()).toBe('');
    });

    test('destroying it from within its own listener is fine', async () => {
      const [near, far] = await open();
      opened.push(near, far);
      let closed = 0;
      const heardNear = hear(near);
      far.listen({ bytes: () => far.destroy(), closed: () => (closed += 1) });
      near.send(bytes('a'));
      near.send(bytes('b'));
      await heardNear.untilClosed();
      await nextTurn();
      expect(closed).toBe(1);
    });

    test('empty pieces are nothing', async () => {
      const [near, far] = await connect();
      near.transport.send(new Uint8Array(0));
      expect(near.transport.queuedBytes).toBe(0);
      near.transport.send(bytes('a'));
      expect(await far.untilLength(1)).toBe('a');
    });
  });
}
