import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordGatherer, suiteOf, TlsRecords } from './tls-records.ts';
import type { TlsSecrets } from './tls-records.ts';

const suiteNames = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384'] as const;

function sure<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('It is there');
  return value;
}

/** Both ends of one connection: what one reads by, the other writes by. */
function ends(name = suiteNames[0] as string, more: Partial<TlsSecrets> = {}) {
  const suite = sure(suiteOf(name));
  const [client, server] = [randomBytes(suite.hashBytes), randomBytes(suite.hashBytes)];
  const near = new TlsRecords(suite, { client, server, sent: 0, ...more });
  const far = new TlsRecords(suite, { client: server, server: client, sent: 0, ...more });
  return { near, far };
}

/** What is found in some bytes. */
function opened(records: TlsRecords, bytes: Uint8Array) {
  const found = { said: '', replies: [] as Uint8Array[], end: '', alert: undefined as unknown };
  records.open(bytes, {
    said: (piece) => (found.said += Buffer.from(piece).toString('latin1')),
    reply: (reply) => found.replies.push(reply),
    ended: () => (found.end = 'ended'),
    broken: (how, alert) => Object.assign(found, { end: how, alert }),
  });
  return found;
}

const bytesOf = (text: string) => Buffer.from(text, 'latin1');

test.each(suiteNames)('what is sealed by %s is opened at the other end, of any length', (name) => {
  const { near, far } = ends(name);
  for (const length of [1, 100, 2 ** 14, 2 ** 14 + 1, 100_000]) {
    const text = 'x'.repeat(length);
    expect(opened(far, near.seal(bytesOf(text))).said).toBe(text);
    expect(opened(near, far.seal(bytesOf('ok'))).said).toBe('ok');
  }
});

test('a record says the same wherever it was cut', () => {
  const { near, far } = ends();
  fc.assert(
    fc.property(fc.array(fc.nat(2000), { maxLength: 6 }), fc.array(fc.nat(900)), (sizes, cuts) => {
      const texts = sizes.map((size, at) => String(at % 10).repeat(size + 1));
      const wire = Buffer.concat(texts.map((text) => near.seal(bytesOf(text))));
      let said = '';
      let at = 0;
      for (const cut of [...cuts, wire.length]) {
        said += opened(far, wire.subarray(at, at + cut)).said;
        at += cut;
      }
      expect(said).toBe(texts.join(''));
    }),
    { numRuns: 50 },
  );
});

test('who changes a byte, repeats a record or leaves one out is not heard', () => {
  const flipped = ends();
  const record = flipped.near.seal(bytesOf('merhaba'));
  for (const at of [5, 9, record.length - 1]) {
    const { near, far } = ends();
    const wrong = Buffer.from(near.seal(bytesOf('merhaba')));
    wrong.writeUInt8((wrong[at] ?? 0) ^ 1, at);
    const found = opened(far, wrong);
    expect([found.said, found.end]).toEqual(['', 'wrong']);
    expect(opened(far, near.seal(bytesOf('more'))).said).toBe('');
  }
  const twice = ends();
  const once = twice.near.seal(bytesOf('a'));
  expect(opened(twice.far, once).said).toBe('a');
  expect(opened(twice.far, once)).toMatchObject({ said: '', end: 'wrong' });
  const gap = ends();
  gap.near.seal(bytesOf('left out'));
  expect(opened(gap.far, gap.near.seal(bytesOf('b')))).toMatchObject({ said: '', end: 'wrong' });
});

test('what breaks the rules is told by an alert that the other end can read', () => {
  const cases = [
    // Nothing but sealed records comes after a handshake.
    Buffer.of(22, 3, 3, 0, 1, 0),
    Buffer.of(20, 3, 3, 0, 1, 1),
    // Longer than any may be, and shorter.
    Buffer.of(23, 3, 3, 0xff, 0xff),
    Buffer.of(23, 3, 3, 0, 3, 1, 2, 3),
  ];
  for (const wrong of cases) {
    const { near, far } = ends();
    const found = opened(far, wrong);
    expect(found).toMatchObject({ said: '', end: 'wrong' });
    expect(opened(near, found.alert as Uint8Array)).toMatchObject({ said: '', end: 'wrong' });
  }
});

test('an end that was said is one', () => {
  const { near, far } = ends();
  const wire = Buffer.concat([near.seal(bytesOf('bye')), near.closeNotify()]);
  expect(opened(far, wire)).toMatchObject({ said: 'bye', end: 'ended' });
});

test('a key that has sealed enough gives way to a new one, and both ends go on', () => {
  const { near, far } = ends(suiteNames[0], { mostOfKey: 3 });
  let [before, heard] = [0, ''];
  for (let n = 0; n < 20; n += 1) {
    const wire = near.seal(bytesOf('x'));
    before = Math.max(before, wire.length);
    heard += opened(far, wire).said;
  }
  expect(heard).toBe('x'.repeat(20));
  // A record more, which says so.
  expect(before).toBeGreaterThan(2 * near.seal(bytesOf('x')).length);
});

test('random bytes say nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 5, maxLength: 400 }), (bytes) => {
      const { far } = ends();
      expect(opened(far, bytes).said).toBe('');
    }),
  );
});

test('records are cut out of bytes with their heads, and one that is too long is said to be', () => {
  const gathered = new RecordGatherer();
  gathered.add(Buffer.of(22, 3, 1, 0));
  expect(gathered.take()).toBeUndefined();
  gathered.add(Buffer.of(2, 7, 8, 23));
  expect([...(gathered.take() as Uint8Array)]).toEqual([22, 3, 1, 0, 2, 7, 8]);
  expect([...gathered.rest()]).toEqual([23]);
  gathered.add(Buffer.of(23, 3, 3, 0x41, 1));
  expect(gathered.take()).toBe('too-long');
});
