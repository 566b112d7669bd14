import type { Pin } from '../protocol/ids.ts';
import { crockfordCheck, crockfordDigits, inFours, readCrockford } from '../text/crockford.ts';

/** Of the pin; a key that begins with the same ones costs 2^60 tries. */
const prefixBits = 60;
const length = prefixBits / 5;

/** The beginning of a room's pin, to read aloud: `K7QM-2XFA-9TRB-4`; the last one checks the others. */
export function spokenCode(pin: Pin): string {
  const code = prefixOf(pin);
  return inFours(code + crockfordCheck(code));
}

/** What was typed, in any case, with any blanks and dashes; undefined if it is no code, or one digit is wrong. */
export function readSpokenCode(typed: string): string | undefined {
  const text = readCrockford(typed);
  const code = text?.slice(0, length);
  if (text?.length !== length + 1 || code === undefined) return undefined;
  return text.at(-1) === crockfordCheck(code) ? code : undefined;
}

/** Whether a room with this pin is the one that the code is read from. */
export function fitsCode(pin: Pin, code: string): boolean {
  return prefixOf(pin) === code;
}

function prefixOf(pin: Pin): string {
  const bits = Array.from(pin.slice(0, prefixBits / 6))
    .map((letter) => sextetOf(letter).toString(2).padStart(6, '0'))
    .join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => crockfordDigits[Number.parseInt(five, 2)])
    .join('');
}

/** Of base64url. */
function sextetOf(letter: string): number {
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(letter);
}
