import { crockfordCheck, crockfordDigits, inFours, readCrockford } from './crockford.ts';

/** 15 digits of 5 bits, and one that checks them: `K7QM-2XFA-9TRB-4D0S`. */
const randomDigits = 15;

/** By which somebody may set a new password, of so many random bytes. */
export function makeResetCode(bytes: Uint8Array): string {
  const digits = [...bytes.subarray(0, randomDigits)].map((byte) => crockfordDigits[byte % 32]);
  const code = digits.join('');
  return inFours(code + crockfordCheck(code));
}

/** The digits of what was typed in place of a password; undefined if it is no such code, or one digit is wrong. */
export function readResetCode(typed: string): string | undefined {
  const digits = readCrockford(typed);
  if (digits?.length !== randomDigits + 1) return undefined;
  return digits.at(-1) === crockfordCheck(digits.slice(0, -1)) ? digits : undefined;
}
