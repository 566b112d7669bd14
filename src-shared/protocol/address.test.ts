import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';
import { defaultPort } from './limits.ts';

describe('parseAddress', () => {
  test.each([
    ['192.168.1.5', '192.168.1.5', defaultPort],
    ['192.168.1.5:12000', '192.168.1.5', 12_000],
    ['  192.168.1.5 : 12000 ', '192.168.1.5', 12_000],
    ['192.168.1.5 12000', '192.168.1.5', 12_000],
    ['\tmy-pc.local  1 ', 'my-pc.local', 1],
    ['::1 12000', '::1', 12_000],
    ['[::1] 12000', '::1', 12_000],
    ['  [::1]:12000\n', '::1', 12_000],
    ['localhost', 'localhost', defaultPort],
    ['my-pc.local:1', 'my-pc.local', 1],
    ['oda.example.org.', 'oda.example.org.', defaultPort],
    ['bilgisayarım:65535', 'bilgisayarım', 65_535],
    ['my_pc', 'my_pc', defaultPort],
    ['::1', '::1', defaultPort],
    ['2001:db8::7', '2001:db8::7', defaultPort],
    ['[2001:db8::7]:12000', '2001:db8::7', 12_000],
    ['[::1]', '::1', defaultPort],
    ['fe80::1%eth0', 'fe80::1%eth0', defaultPort],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1', defaultPort],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', defaultPort],
    ['oda://192.168.1.5:12000/', '192.168.1.5', 12_000],
    ['ODA://[::1]:7', '::1', 7],
  ])('R1.1 %j is understood', (typed, host, port) => {
    expect(parseAddress(typed)).toEqual({ ok: true, host, port });
  });

  test.each([
    '',
    '   ',
    ':12345',
    '[]:12345',
    '[localhost]:12345',
    '[::1',
    'my pc',
    '192.168.1.5 12000 more',
    'a b 12000',
    'host:1 2',
    ': 12000',
    'a..b',
    '-pc',
    'pc-',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.04',
    '12345',
    '1:2:3',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '1:2:3::4:5::6:7:8',
    'fe80::1% 7',
    '1:2:3:4:5:6:7::8:9',
    '12345::',
    '::ffff:1.2.3',
    'fe80::1%',
    'http://example.org',
    'a/b',
    'a@b',
    'x'.repeat(64),
    `${'x.'.repeat(130)}org`,
  ])('%j is no address', (typed) => {
    expect(parseAddress(typed)).toEqual({ ok: false, code: 'address-invalid' });
  });

  test.each([
    'pc:',
    'pc:0',
    'pc:65536',
    'pc:port',
    'pc:-1',
    'pc:1.5',
    'pc:123456',
    '[::1]:',
    '[::1]:x',
    '[::1] 0',
    'fe80::1%e 0',
    'pc 0',
    'pc 99999',
    'pc -1',
    'pc 12a',
  ])('%j has no port that could be', (typed) => {
    expect(parseAddress(typed)).toEqual({ ok: false, code: 'port-invalid' });
  });

  test('any text gives an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(parseAddress(typed)).toHaveProperty('ok');
      }),
      { seed: 20_260_112, numRuns: 500 },
    );
  });

  test('what was formatted is understood again', () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
        const typed = formatAddress({ host: name, port });
        expect(parseAddress(typed)).toEqual({ ok: true, host: name, port });
      }),
      { seed: 20_260_113, numRuns: 500 },
    );
  });
});

test('an IPv6 address is written in brackets', () => {
  expect(formatAddress({ host: '::1', port: 7 })).toBe('[::1]:7');
  expect(formatAddress({ host: '192.0.2.1', port: 7 })).toBe('192.0.2.1:7');
});
