import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { givenRoles } from '../../src-shared/protocol/roles.ts';
import type { InviteSecret, Pin, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Invite } from './invite-link.ts';
import { formatInvite, readInvite } from './invite-link.ts';

const now = 1_800_000_000_000;
const base64url = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((each) => Buffer.from(each).toString('base64url'));
const addresses = fc.array(
  fc.record({
    host: fc.constantFrom(
      '192.168.1.20',
      '10.0.0.1',
      'fe80::1%eth0',
      '2001:db8::7',
      'oda.example',
      'ofis-pc',
    ),
    port: fc.integer({ min: 1, max: 65_535 }),
  }),
  { minLength: 1, maxLength: 16 },
);
const invites: fc.Arbitrary<Invite> = fc.record(
  {
    room: base64url(12).map((id) => id as RoomId),
    roomName: fc.constantFrom('Ofis', 'Sınıf 7-B', '🏠'.repeat(64), 'a'),
    pin: base64url(32).map((each) => each as Pin),
    secret: base64url(16).map((each) => each as InviteSecret),
    expiresAt: fc
      .integer({ min: now / 1000 + 1, max: 4_000_000_000 })
      .map((seconds) => seconds * 1000),
    uses: fc.integer({ min: 1, max: 65_535 }),
    role: fc.constantFrom(...givenRoles),
    addresses,
  },
  { requiredKeys: ['room', 'roomName', 'pin', 'secret', 'role', 'addresses'] },
);
const sample: Invite = {
  room: 'AAAAAAAAAAAAAAAA' as RoomId,
  roomName: 'Ofis',
  pin: 'B'.repeat(42).concat('A') as Pin,
  secret: Buffer.alloc(16, 7).toString('base64url') as InviteSecret,
  role: 'member',
  addresses: [{ host: '192.168.1.20', port: 7878 }],
};
const codeOf = (text: string) => {
  const read = readInvite(text, now);
  return read.ok ? 'fine' : read.refusal.code;
};
/** The bytes of a link changed by somebody who knows how it is checked. */
const forge = (change: (body: Buffer) => Buffer) => {
  const [, code = ''] = formatInvite(sample).split('join/');
  const body = change(Buffer.from(code, 'base64url').subarray(0, -4));
  const check = createHash('sha256').update(body).digest().subarray(0, 4);
  return `oda://join/${Buffer.concat([body, check]).toString('base64url')}`;
};

test('an invite is read as it was written', () => {
  fc.assert(
    fc.property(invites, (invite) => {
      const link = formatInvite(invite);
      expect(link).toMatch(/^oda:\/\/join\/[\w-]+$/);
      for (const text of [link, ` ${link}\n`, `${link}/`, link.slice('oda://join/'.length)])
        expect(readInvite(text, now)).toEqual({ ok: true, value: invite });
    }),
  );
  // A picture with 53 × 53 squares takes as much.
  expect(formatInvite(sample).length).toBeLessThan(150);
});

describe('what is refused before anything is dialled', () => {
  test('every changed, missing or added letter', () => {
    const link = formatInvite(sample);
    for (let at = 'oda://join/'.length; at < link.length; at += 1) {
      const other = link[at] === 'A' ? 'B' : 'A';
      // The last one has bits that say nothing.
      if (at < link.length - 1)
        expect(codeOf(link.slice(0, at) + other + link.slice(at + 1))).not.toBe('fine');
      expect(codeOf(link.slice(0, at) + link.slice(at + 1))).not.toBe('fine');
      expect(codeOf(`${link.slice(0, at)}A${link.slice(at)}`)).not.toBe('fine');
    }
  });

  test('one that has ended', () => {
    expect(codeOf(formatInvite({ ...sample, expiresAt: now - 1000 }))).toBe('invite-expired');
    expect(codeOf(formatInvite({ ...sample, expiresAt: now + 1000 }))).toBe('fine');
  });

  test('one of a later version', () => {
    const later = forge((body) =>
      Buffer.concat([Buffer.from([2]), body.subarray(1), Buffer.alloc(9)]),
    );
    expect(codeOf(later)).toBe('invite-newer');
  });

  test.each([
    '0.0.0.0',
    '169.254.169.254',
    'fd00:ec2::254',
    '224.0.0.251',
    '255.255.255.255',
    'ff02::1',
    '::',
    'localhost/../x',
    'a b',
    '',
    'user@host',
    '127.1',
    'x'.repeat(255),
  ])('one that leads to %j', (host) => {
    const link = formatInvite({ ...sample, addresses: [...sample.addresses, { host, port: 80 }] });
    expect(codeOf(link)).toBe('invite-address');
  });

  test('one with port 0, with no address, with more than sixteen', () => {
    const [address = { host: '', port: 0 }] = sample.addresses;
    expect(codeOf(formatInvite({ ...sample, addresses: [{ ...address, port: 0 }] }))).toBe(
      'invite-address',
    );
    expect(codeOf(formatInvite({ ...sample, addresses: [] }))).toBe('invite-invalid');
    const many = Array.from({ length: 17 }, () => address);
    expect(codeOf(formatInvite({ ...sample, addresses: many }))).toBe('invite-invalid');
  });

  test.each(['a\nb', '\u202egnp', '', 'x'.repeat(65)])('one of a room called %j', (roomName) => {
    expect(codeOf(formatInvite({ ...sample, roomName }))).toBe('invite-invalid');
  });

  test('bytes of any kind, a megabyte of them too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const link = forge((body) => Buffer.concat([body.subarray(0, 1), bytes]));
        expect(['invite-invalid', 'invite-address', 'invite-expired', 'fine']).toContain(
          codeOf(link),
        );
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void codeOf(text)));
    expect(codeOf(`oda://join/${'A'.repeat(1_000_000)}`)).toBe('invite-invalid');
    expect(codeOf(' '.repeat(1_000_000))).toBe('invite-invalid');
  });
});
