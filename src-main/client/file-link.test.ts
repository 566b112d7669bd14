import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { FileTicket } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { FileTurns } from '../files/file-turns.ts';
import { encodeHeader } from '../files/transfer-frames.ts';
import { createMemoryPair } from '../net/memory-transport.ts';

import { FileLink } from './file-link.ts';

const ticket = 't'.repeat(22) as FileTicket;
const ok = encodeHeader({ type: 'ok', rid: 1, size: 1, held: 0 });

/** A connection whose other end says what it is told to. */
function opened() {
  const clock = new ManualClock();
  const [near, far] = createMemoryPair();
  const reportDefect = (error: unknown) => {
    throw error;
  };
  const link = new FileLink({ transport: near, clock, turns: new FileTurns(), reportDefect });
  far.listen({ bytes: () => undefined, closed: () => undefined });
  const end = { begin: () => undefined, take: () => undefined, drained: () => undefined };
  const begin = () => ({ ...end, stop: () => undefined });
  const ran = link.run(ticket, begin, () => undefined);
  const say = async (bytes: Uint8Array) => {
    far.send(bytes);
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  };
  return { clock, link, ran, say };
}

test('W13 a connection for files ends when the room says nothing for so long, counted from its last word', async () => {
  const { clock, link, ran, say } = opened();
  clock.advance(limits.transferSilenceMs - 1);
  await say(ok);
  clock.advance(limits.transferSilenceMs - 1);
  expect(link.isEnded).toBe(false);
  await say(encodeHeader({ type: 'get', at: 0 }));
  clock.advance(limits.transferSilenceMs - 1);
  expect(link.isEnded).toBe(false);
  clock.advance(1);
  expect(link.isEnded).toBe(true);
  expect(await ran).toEqual({ code: 'connection-lost' });
});
