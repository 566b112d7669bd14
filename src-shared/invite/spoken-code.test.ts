import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pin } from '../protocol/ids.ts';
import { fitsCode, readSpokenCode, spokenCode } from './spoken-code.ts';

const pins = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url') as Pin);

describe('a code to read aloud', () => {
  test('is the beginning of the pin', () => {
    const pin = Buffer.alloc(32, 0).toString('base64url') as Pin;
    expect(spokenCode(pin)).toBe('0000-0000-0000-0');
    const other = Buffer.from('ff'.repeat(7) + 'f0' + '00'.repeat(24), 'hex').toString('base64url');
    expect(spokenCode(other as Pin)).toMatch(/^ZZZZ-ZZZZ-ZZZZ-.$/);
  });

  test('is read in any case, with any blanks, and what is misread for something else', () => {
    fc.assert(
      fc.property(pins, (pin) => {
        const code = spokenCode(pin);
        const heard = code
          .toLowerCase()
          .replaceAll('0', 'o')
          .replaceAll('1', 'l')
          .replaceAll('-', ' ');
        for (const typed of [code, heard, code.replaceAll('-', ''), `  ${code} `]) {
          const read = readSpokenCode(typed);
          expect(read !== undefined && fitsCode(pin, read)).toBe(true);
        }
      }),
    );
  });

  test('with one digit wrong, or two neighbours changed, is none', () => {
    const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('');
    fc.assert(
      fc.property(pins, fc.nat(12), fc.constantFrom(...digits), (pin, place, digit) => {
        const code = [...spokenCode(pin).replaceAll('-', '')];
        fc.pre(code[place] !== digit);
        expect(readSpokenCode(code.with(place, digit).join(''))).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(pins, fc.nat(11), (pin, place) => {
        const code = [...spokenCode(pin).replaceAll('-', '')];
        const [one = '', other = ''] = code.slice(place);
        // The one swap that this rule does not see.
        fc.pre(one !== other && `${one}${other}` !== '0Z' && `${one}${other}` !== 'Z0');
        const changed = code.with(place, other).with(place + 1, one);
        expect(readSpokenCode(changed.join(''))).toBeUndefined();
      }),
    );
  });

  test.each(['', 'K7QM', '0000-0000-0000-00', '0000-0000-000!-0', 'x'.repeat(1_000_000)])(
    'which is no code is none',
    (typed) => expect(readSpokenCode(typed)).toBeUndefined(),
  );
});
