import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownSigns } from '../../src-shared/member/compare-signs.ts';
import type { AccountId, Bits256, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { sealedLength, sealedLengthOf } from '../../src-shared/protocol/private-chats.ts';
import { textToSeal } from '../../src-shared/protocol/said-privately.ts';
import { agree, commitTo, makeKey, makeNonce, numberOf } from './private-cipher.ts';
import type { Between, OwnKey } from './private-cipher.ts';

const between: Between = {
  room: 'GTd7FguoV8FWnFbB' as RoomId,
  private: 'Nf0w-3kTq_82LmXc' as PrivateId,
  asker: 'Qm3xT0ab9Z' as AccountId,
  answerer: 'v7Kd-2_LwE' as AccountId,
};

type Made = { asker?: OwnKey; answerer?: OwnKey; nonce?: Bits256; at?: Partial<Between> };

/** Both ends, as each makes its own; `at`: what the second one believes otherwise. */
function bothEnds({ asker = makeKey(), answerer = makeKey(), nonce = makeNonce(), at }: Made = {}) {
  const shown = { asker: { key: asker.publicKey, nonce }, answerer: answerer.publicKey };
  const one = agree({ side: 'asker', own: asker, ...shown, between });
  const other = agree({
    side: 'answerer',
    own: answerer,
    ...shown,
    between: { ...between, ...at },
  });
  if (!one || !other) throw new Error('no keys');
  return { one, other };
}

describe('the keys of a private chat', () => {
  it('both have the same signs, and each reads what the other one sealed', () => {
    const { one, other } = bothEnds();
    expect(one.signs).toEqual(other.signs);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), fc.nat(9999), (text, after) => {
        const sealed = one.seal({ number: after + 1, after, text });
        expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(sealed).toHaveLength(sealedLengthOf(Buffer.byteLength(text)));
        expect([numberOf(sealed), other.open(sealed, after)]).toEqual([after + 1, text]);
      }),
    );
  });

  it.each([
    ['room', { room: 'another0room0000' as RoomId }],
    ['private chat', { private: 'another0private0' as PrivateId }],
    ['asker', { asker: 'another000' as AccountId }],
    ['answerer', { answerer: 'another000' as AccountId }],
  ])('another %s: other signs, and nothing opens', (_, at) => {
    const { one, other } = bothEnds({ at });
    expect(one.signs).not.toEqual(other.signs);
    expect(other.open(one.seal({ number: 1, after: 0, text: 'x' }), 0)).toBeUndefined();
  });

  it('every chat has other signs, though it is between the same two', () => {
    const rows = Array.from({ length: 50 }, () => bothEnds().one.signs.join());
    expect(new Set(rows).size).toBe(50);
  });

  it('a commitment fits one key and one nonce', () => {
    const [key, nonce] = [makeKey().publicKey, makeNonce()];
    expect(commitTo({ key, nonce })).toBe(commitTo({ key, nonce }));
    expect(commitTo({ key: makeKey().publicKey, nonce })).not.toBe(commitTo({ key, nonce }));
    expect(commitTo({ key, nonce: makeNonce() })).not.toBe(commitTo({ key, nonce }));
  });

  it('nobody agrees on a secret that everybody knows', () => {
    const own = makeKey();
    const asker = { key: own.publicKey, nonce: makeNonce() };
    const weak = `AQ${'A'.repeat(41)}` as Bits256;
    for (const answerer of [weak, 'A'.repeat(43) as Bits256]) {
      expect(agree({ side: 'asker', own, asker, answerer, between })).toBeUndefined();
    }
  });
});

describe('what is sealed', () => {
  it('opens whole, at its place, and only for the other side', () => {
    const { one, other } = bothEnds();
    const sealed = one.seal({ number: 2, after: 1, text: 'merhaba' });
    expect(other.open(sealed, 0)).toBeUndefined();
    expect(other.open(sealed, 2)).toBeUndefined();
    expect(one.open(sealed, 1)).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(other.open(changed.toString('base64url'), 1)).toBeUndefined();
      expect(other.open(bytes.subarray(0, place).toString('base64url'), 1)).toBeUndefined();
    }
    expect(other.open(sealed, 1)).toBe('merhaba');
  });

  it('says no more of its length than steps of 256 bytes', () => {
    const { one } = bothEnds();
    const lengthOf = (text: string) => one.seal({ number: 1, after: 0, text }).length;
    expect(lengthOf('x')).toBe(lengthOf('x'.repeat(255)));
    expect(lengthOf('x'.repeat(256))).toBeGreaterThan(lengthOf('x'.repeat(255)));
    const withFiles = '😀'.repeat(8000) + 'f'.repeat(32 * 1024);
    expect(lengthOf(withFiles)).toBe(sealedLength(8000));
  });

  it('is as docs/PROTOCOL.md has it', () => {
    const document = readFileSync('docs/PROTOCOL.md', 'utf8');
    const find = (pattern: RegExp) => pattern.exec(document)?.[1] ?? '';
    const key = find(/"reveal-private".*"key":"([^"]+)"/) as Bits256;
    const nonce = find(/"reveal-private".*"nonce":"([^"]+)"/) as Bits256;
    const answerer = find(/"answer-private".*"key":"([^"]+)"/) as Bits256;
    const d = find(/secret key\nis `([^`]+)`/);
    const jwk = { kty: 'OKP', crv: 'X25519', d, x: key };
    const own = { publicKey: key, secretKey: createPrivateKey({ key: jwk, format: 'jwk' }) };
    const cipher = agree({ side: 'asker', own, asker: { key, nonce }, answerer, between });
    expect(commitTo({ key, nonce })).toBe(find(/"commitment":"([^"]+)"/));
    const text = textToSeal({ text: 'only the two of us' });
    expect(cipher?.seal({ number: 1, after: 0, text })).toBe(find(/"sealed":"([^"]+)"/));
    const signs = shownSigns(cipher?.signs ?? [], 'en').map(({ name }) => name);
    expect(document).toContain(`what is compared is\n${signs.join(', ')}.`);
  });
});
