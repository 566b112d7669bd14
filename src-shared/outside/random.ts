/** Where ids and secrets come from; given to the parts, so that tests can repeat themselves. */
export interface Random {
  /** `length` characters of base64url, six random bits each. */
  text(length: number): string;
  /** A number from 0 up to but not including 1. */
  fraction(): number;
}

/** The same sequence for the same seed; for tests and benchmarks only. */
export function seededRandom(seed: number): Random {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  let state = seed >>> 0;
  const fraction = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    fraction,
    text: (length) =>
      Array.from({ length }, () => alphabet.charAt(Math.floor(fraction() * 64))).join(''),
  };
}
