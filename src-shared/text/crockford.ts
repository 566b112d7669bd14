/** Crockford's base 32: no letter that is taken for a digit or another letter. */
export const crockfordDigits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const misread: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', U: 'V' };

/** What was typed, in any case, with any blanks and dashes; undefined if it holds anything else. */
export function readCrockford(typed: string): string | undefined {
  if (typed.length > 64) return undefined;
  const digits = [...typed.toUpperCase().replace(/[\s-]/g, '')].map(
    (letter) => misread[letter] ?? letter,
  );
  return digits.every((each) => crockfordDigits.includes(each)) ? digits.join('') : undefined;
}

/** In fours, to be read and typed. */
export function inFours(digits: string): string {
  return digits.match(/.{1,4}/g)?.join('-') ?? digits;
}

/** Luhn's rule with 32 digits: finds one that is wrong, and two neighbours that changed places. */
export function crockfordCheck(code: string): string {
  const { length } = crockfordDigits;
  let sum = 0;
  for (const [place, letter] of [...code].toReversed().entries()) {
    const value = crockfordDigits.indexOf(letter) * (place % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / length) + (value % length);
  }
  return crockfordDigits[(length - (sum % length)) % length] ?? '';
}
