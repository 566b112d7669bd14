import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createMemoryPair } from './memory-transport.ts';
import { ReplayTransport } from './replay-transport.ts';
import { hear } from './testing/heard.ts';
import { describeTransport } from './testing/transport-contract.ts';

describeTransport('replayed', async () => {
  const [near, far] = createMemoryPair();
  const replay = new ReplayTransport(far, {
    bytes: () => undefined,
    saidAll: () => undefined,
    closed: () => undefined,
  });
  const taken = replay.take();
  replay.passOn();
  return [near, taken];
});

/** One end in memory, and the other one looked at. */
function open() {
  const [near, far] = createMemoryPair();
  const looks: string[] = [];
  const closed: (Error | undefined)[] = [];
  const replay = new ReplayTransport(far, {
    bytes: (soFar) => looks.push(Buffer.from(soFar).toString()),
    saidAll: () => undefined,
    closed: (error) => closed.push(error),
  });
  return { near: hear(near), replay, looks, closed };
}

describe('a transport whose first bytes are looked at', () => {
  test('shows all that came so far, and who takes it over hears it all once, in order', async () => {
    const { near, replay, looks } = open();
    near.transport.send(Buffer.from('ab'));
    await nextTurn();
    near.transport.send(Buffer.from('cd'));
    await nextTurn();
    expect(looks).toEqual(['ab', 'abcd']);
    const heard = hear(replay.take());
    replay.passOn();
    near.transport.send(Buffer.from('ef'));
    expect(await heard.untilLength(6)).toBe('abcdef');
    expect(looks).toEqual(['ab', 'abcd']);
    heard.transport.send(Buffer.from('hi'));
    expect(await near.untilLength(2)).toBe('hi');
  });

  test('who took it can speak before it hears anything', async () => {
    const { near, replay } = open();
    const heard = hear(replay.take());
    heard.transport.send(Buffer.from('who are you?'));
    expect(await near.untilLength(12)).toBe('who are you?');
    near.transport.send(Buffer.from('me'));
    await nextTurn();
    expect(heard.text()).toBe('');
    replay.passOn();
    replay.passOn();
    expect(heard.text()).toBe('me');
  });

  test('another one takes it: the first hears that it ended, and can no longer do anything', async () => {
    const { near, replay } = open();
    const first = hear(replay.take());
    first.transport.pause();
    near.transport.send(Buffer.from('{'));
    const second = hear(replay.take());
    replay.passOn();
    expect(await second.untilLength(1)).toBe('{');
    expect(first.closed).toEqual([undefined]);
    first.transport.send(Buffer.from('lost'));
    first.transport.pause();
    first.transport.resume();
    first.transport.close();
    first.transport.destroy();
    expect(first.transport.queuedBytes).toBe(0);
    second.transport.send(Buffer.from('found'));
    expect(await near.untilLength(5)).toBe('found');
    near.transport.close();
    await second.untilClosed();
    expect([first.closed.length, second.closed.length, first.text()]).toEqual([1, 1, '']);
  });

  test('who reads nothing for now hears the first bytes when it reads again', async () => {
    const { near, replay } = open();
    near.transport.send(Buffer.from('early'));
    await nextTurn();
    const heard = hear(replay.take());
    heard.transport.pause();
    replay.passOn();
    await nextTurn();
    expect(heard.text()).toBe('');
    heard.transport.resume();
    near.transport.send(Buffer.from(' late'));
    expect(await heard.untilLength(10)).toBe('early late');
  });

  test('who pauses in the middle of the first bytes hears the rest later', async () => {
    const { near, replay } = open();
    for (const letter of 'abc') {
      near.transport.send(Buffer.from(letter));
      await nextTurn();
    }
    const taken = replay.take();
    const pieces: string[] = [];
    taken.listen({
      bytes(chunk) {
        pieces.push(Buffer.from(chunk).toString());
        taken.pause();
      },
      closed: () => undefined,
    });
    replay.passOn();
    expect(pieces).toEqual(['a']);
    taken.resume();
    await nextTurn();
    expect(pieces).toEqual(['a', 'b']);
  });

  test('what came before the end is heard before it', async () => {
    const { near, replay } = open();
    near.transport.send(Buffer.from('bye'));
    await nextTurn();
    const taken = replay.take();
    replay.passOn();
    near.transport.close();
    const heard = hear(taken);
    expect(await heard.untilClosed()).toBeUndefined();
    expect(heard.text()).toBe('bye');
  });

  test('who closes at the first bytes hears no more of them', async () => {
    const { near, replay } = open();
    near.transport.send(Buffer.from('a'));
    await nextTurn();
    near.transport.send(Buffer.from('b'));
    await nextTurn();
    const taken = replay.take();
    const pieces: string[] = [];
    taken.listen({
      bytes(chunk) {
        pieces.push(Buffer.from(chunk).toString());
        taken.close();
      },
      closed: () => undefined,
    });
    replay.passOn();
    await near.untilClosed();
    expect(pieces).toEqual(['a']);
  });

  test('an end before anybody took it is told to who looks', async () => {
    const { near, looks, closed } = open();
    near.transport.send(Buffer.from('half'));
    near.transport.close();
    await near.untilClosed();
    await nextTurn();
    expect([looks, closed]).toEqual([['half'], [undefined]]);
  });
});
