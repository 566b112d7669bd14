import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { FileTicket } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { FileTurns } from '../files/file-turns.ts';
import { encodeHeader, still } from '../files/transfer-frames.ts';
import { createMemoryPair } from '../net/memory-transport.ts';

import { FileLink } from './file-link.ts';

const ticket = 't'.repeat(22) as FileTicket;
const ok = encodeHeader({ type: 'ok', rid: 1, size: 1, held: 0 });

/** A connection whose other end says what it is told to. */
function opened({ isGiving = false } = {}) {
  const clock = new ManualClock();
  const [near, far] = createMemoryPair();
  const reportDefect = (error: unknown) => {
    throw error;
  };
  const link = new FileLink({ transport: near, clock, turns: new FileTurns(), reportDefect });
  let heard = '';
  far.listen({
    bytes: (chunk) => (heard += Buffer.from(chunk).toString()),
    closed: () => undefined,
  });
  const end = { begin: () => undefined, take: () => undefined, drained: () => undefined };
  const begin = () => ({ ...end, isGiving, stop: () => undefined });
  const run = () => link.run(ticket, begin, () => undefined);
  const rest = async () => {
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  };
  const say = (bytes: Uint8Array) => {
    far.send(bytes);
    return rest();
  };
  const stills = () => heard.split('\n').filter((line) => line === '{"type":"still"}').length;
  return { clock, link, run, say, rest, stills };
}

test('W10 a connection for files ends when the room says nothing for so long, counted from its last word', async () => {
  const { clock, link, run, say, rest } = opened();
  const ran = run();
  clock.advance(limits.silenceMs - 1);
  await say(ok);
  clock.advance(limits.silenceMs - 1);
  expect(link.isEnded).toBe(false);
  await say(still);
  clock.advance(limits.silenceMs - 1);
  // What was said here has left this computer, and that is no word of the room.
  await rest();
  expect(link.isEnded).toBe(false);
  clock.advance(1);
  expect(link.isEnded).toBe(true);
  expect(await ran).toEqual({ code: 'connection-lost' });
});

test('W10 while a file is under way a member says that they are still there, but never within a payload', async () => {
  for (const isGiving of [false, true]) {
    const { clock, run, say, rest, stills } = opened({ isGiving });
    clock.advance(limits.heartbeatMs);
    await rest();
    expect(stills()).toBe(0);
    void run();
    await say(ok);
    for (let beat = 0; beat < 10; beat += 1) {
      clock.advance(limits.heartbeatMs);
      await say(still);
    }
    expect(stills()).toBe(isGiving ? 0 : 10);
  }
});
