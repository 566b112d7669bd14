import type { Pin } from '../protocol/ids.ts';

/** Crockford's base 32: no letter that is taken for a digit or another letter. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Of the pin; a key that begins with the same ones costs 2^60 tries. */
const prefixBits = 60;
const length = prefixBits / 5;
const misread: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', U: 'V' };

/** The beginning of a room's pin, to read aloud: `K7QM-2XFA-9TRB-4`; the last one checks the others. */
export function spokenCode(pin: Pin): string {
  const code = prefixOf(pin);
  return `${code.match(/.{4}/g)?.join('-') ?? code}-${checkDigit(code)}`;
}

/** What was typed, in any case, with any blanks and dashes; undefined if it is no code, or one digit is wrong. */
export function readSpokenCode(typed: string): string | undefined {
  if (typed.length > 64) return undefined;
  const text = [...typed.toUpperCase().replace(/[\s-]/g, '')]
    .map((letter) => misread[letter] ?? letter)
    .join('');
  const code = text.slice(0, length);
  const isCode = text.length === length + 1 && [...text].every((each) => digits.includes(each));
  return isCode && text.at(-1) === checkDigit(code) ? code : undefined;
}

/** Whether a room with this pin is the one that the code is read from. */
export function fitsCode(pin: Pin, code: string): boolean {
  return prefixOf(pin) === code;
}

function prefixOf(pin: Pin): string {
  const bits = Array.from(pin.slice(0, prefixBits / 6))
    .map((letter) => sextetOf(letter).toString(2).padStart(6, '0'))
    .join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => digits[Number.parseInt(five, 2)]).join('');
}

/** Of base64url. */
function sextetOf(letter: string): number {
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(letter);
}

/** Luhn's rule with 32 digits: finds one that is wrong, and two neighbours that changed places. */
function checkDigit(code: string): string {
  let sum = 0;
  for (const [place, letter] of [...code].toReversed().entries()) {
    const value = digits.indexOf(letter) * (place % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / digits.length) + (value % digits.length);
  }
  return digits[(digits.length - (sum % digits.length)) % digits.length] ?? '';
}
