import { expect, it } from 'vitest';
import { makeResetCode, readResetCode } from './reset-code.ts';

const code = makeResetCode(Uint8Array.from({ length: 15 }, (_, at) => at * 17));

it('a code is read in any case, with any blanks, and with what is misread', () => {
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  const digits = code.replaceAll('-', '');
  for (const typed of [code, digits, code.toLowerCase(), ` ${code.replaceAll('-', '  ')} `]) {
    expect(readResetCode(typed)).toBe(digits);
  }
  expect(readResetCode(digits.replaceAll('0', 'o'))).toBe(digits);
});

it('what has one digit more, less or wrong is none, nor is a password', () => {
  const digits = code.replaceAll('-', '');
  expect(readResetCode(digits.slice(1))).toBeUndefined();
  expect(readResetCode(`${digits}0`)).toBeUndefined();
  for (let at = 0; at < digits.length; at += 1) {
    const other = digits[at] === '7' ? '8' : '7';
    expect(readResetCode(digits.slice(0, at) + other + digits.slice(at + 1))).toBeUndefined();
  }
  for (const password of ['', 'uzun bir parola', '1234567890123456789'])
    expect(readResetCode(password)).toBeUndefined();
});
