import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { RoomAddress } from '../../src-shared/protocol/address.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import { dialFirst } from './dial-first.ts';
import type { RoomConnection } from './dial-room.ts';
import { createMemoryPair } from './memory-transport.ts';
import { DialError } from './transport.ts';

const pin = 'p'.repeat(43) as Pin;

/** Several addresses, and a hand that decides what comes of each. */
function dialing(count: number) {
  const clock = new ManualClock();
  const tries: PromiseWithResolvers<RoomConnection>[] = [];
  const addresses = Array.from({ length: count }, (_, place) => ({ host: `h${place}`, port: 1 }));
  const asked: string[] = [];
  const dial = ({ host }: RoomAddress) => {
    const made = Promise.withResolvers<RoomConnection>();
    asked.push(host);
    tries.push(made);
    return made.promise;
  };
  const connected = dialFirst({ addresses, dial, clock });
  // Its test awaits it later.
  connected.catch(() => undefined);
  const settle = async (change: () => void) => {
    change();
    await new Promise(setImmediate);
  };
  return {
    clock,
    asked,
    connected,
    async takes(place: number) {
      const [near, far] = createMemoryPair();
      const ended = Promise.withResolvers<void>();
      far.listen({ bytes: () => undefined, closed: () => ended.resolve() });
      await settle(() => tries[place]?.resolve({ transport: near, pin }));
      return { ended: ended.promise };
    },
    fails: (place: number, code: RefusalCode) =>
      settle(() => tries[place]?.reject(new DialError({ code, subject: `h${place}` }))),
  };
}

it('the next address is tried beside a silent one after a second, and at once after one that failed', async () => {
  const { clock, asked, connected, takes, fails } = dialing(4);
  expect(asked).toEqual(['h0']);
  clock.advance(999);
  expect(asked).toEqual(['h0']);
  clock.advance(1);
  expect(asked).toEqual(['h0', 'h1']);
  await fails(0, 'nobody-listening');
  expect(asked).toEqual(['h0', 'h1', 'h2']);
  await takes(2);
  expect(await connected).toMatchObject({ address: { host: 'h2' }, pin });
  clock.advance(10_000);
  expect(asked).toEqual(['h0', 'h1', 'h2']);
});

it('one that connects after another did is closed', async () => {
  const { clock, connected, takes } = dialing(2);
  clock.advance(1000);
  await takes(1);
  await connected;
  const { ended } = await takes(0);
  await ended;
});

it('where none takes it, the first says why, or the one that showed another key', async () => {
  const plain = dialing(2);
  await plain.fails(0, 'connection-timeout');
  await plain.fails(1, 'nobody-listening');
  await expect(plain.connected).rejects.toHaveProperty('refusal.code', 'connection-timeout');
  const other = dialing(2);
  await other.fails(0, 'connection-timeout');
  await other.fails(1, 'another-key');
  await expect(other.connected).rejects.toHaveProperty('refusal.subject', 'h1');
});
