const opening = '\u2068';
const closing = '\u2069';
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const leftToRight =
  /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}])\p{L}/u;

export type Direction = 'ltr' | 'rtl';

/** A value that is read in its own direction and turns nothing around that stands beside it (FSI … PDI). */
export function isolated(value: string): string {
  return value.includes(opening) ? value : `${opening}${value}${closing}`;
}

/** The same, only where the sentence around it is read in the other direction: all other sentences stay as they are typed. */
export function isolatedIn(direction: Direction, value: string): string {
  const turns = direction === 'ltr' ? rightToLeft : leftToRight;
  return turns.test(value) ? isolated(value) : value;
}

export function withoutIsolates(text: string): string {
  return text.replaceAll(/[\u2068\u2069]/g, '');
}

/** The pieces of a sentence; of three the second, of five the second and the fourth are what was isolated in it. */
export function splitAtIsolates(text: string): string[] {
  return text.split(/[\u2068\u2069]/);
}
