import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Secret } from '../../src-shared/protocol/ids.ts';
import {
  encodeHeartbeat,
  heartbeatDatagramBytes,
  isProved,
  readHeartbeat,
} from './datagram-socket.ts';

const key = 'VLe3lARUsRJlNONwktN9ugkZeESG61she_QAqq0nv3V' as Secret;
const otherKey = 'cU1vsHiQMaRiNTN9Ox98whGcTZc1UWb5fxzpF7STG7n' as Secret;
const direction = 'member-to-room';

it('W10 a heartbeat is these 36 bytes, which a stranger can make from the document alone', () => {
  const datagram = encodeHeartbeat({ session: 258, counter: 3 }, { key, direction });
  expect(datagram.toString('hex')).toBe(
    ['4f646148', '0000000000000102', '0000000000000003', 'beb521d6a1b19ab5a7eb5ad558612f66'].join(
      '',
    ),
  );
});

it('W10 what was made is read and proved', () => {
  const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(number, number, (session, counter) => {
      const datagram = encodeHeartbeat({ session, counter }, { key, direction });
      expect(readHeartbeat(datagram)).toEqual({ session, counter });
      expect(isProved(datagram, { key, direction })).toBe(true);
    }),
  );
});

it('W10 one bit changed, another key or the other direction prove nothing', () => {
  const datagram = encodeHeartbeat({ session: 7, counter: 9 }, { key, direction });
  for (let bit = 0; bit < heartbeatDatagramBytes * 8; bit += 1) {
    const changed = Buffer.from(datagram);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(isProved(changed, { key, direction })).toBe(false);
  }
  expect(isProved(datagram, { key: otherKey, direction })).toBe(false);
  expect(isProved(datagram, { key, direction: 'room-to-member' })).toBe(false);
});

it('W10 whatever else comes in a datagram is none, and nothing throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(readHeartbeat(bytes)).toBeUndefined();
      expect(isProved(bytes, { key, direction })).toBe(false);
    }),
  );
  const datagram = encodeHeartbeat({ session: 7, counter: 9 }, { key, direction });
  expect(readHeartbeat(datagram.subarray(1))).toBeUndefined();
  expect(readHeartbeat(Buffer.concat([datagram, Buffer.of(0)]))).toBeUndefined();
  expect(readHeartbeat(Buffer.from(datagram).fill(0xff, 4, 12))).toBeUndefined();
  expect(readHeartbeat(Buffer.from(datagram).fill(0xff, 12, 20))).toBeUndefined();
});
