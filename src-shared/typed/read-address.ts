import { limits } from '../protocol/limits.ts';
import { nameKeyOf } from '../text/names.ts';

/** Somebody whom a line can be addressed to, online or not. */
export type KnownName = { name: string; nameKey: string };

/** Whom a line is for, as it says itself. */
export type Address =
  /** To nobody in particular: all of it is to be said. */
  | { is: 'none' }
  /** `name` as it was typed. */
  | { is: 'person'; name: string; text: string }
  /** A slip of the finger: what is meant for one person must not go to everyone. */
  | { is: 'near'; name: string; meant: string };

/** Of a shorter name every other word would be a slip. */
const shortestSlip = 3;

/**
 * `NAME~TEXT` (R0.4, W19). Only before the first `~`, and only the name of somebody who is known, in any case and with
 * look-alikes; or, from three characters on, one slip away from it: a character too many, missing, another or swapped with the
 * next. All else is text: `5~6 kişi`, `https://web.itu.edu.tr/~oktug/`, `selam ~ <b>`.
 */
export function readAddress(line: string, people: Iterable<KnownName>): Address {
  const place = line.indexOf('~');
  const name = line.slice(0, place).trim();
  if (place < 1 || name === '' || name.length > 4 * limits.maxNameCharacters) return { is: 'none' };
  const wanted = nameKeyOf(name);
  const slipOf = isSlip(wanted);
  let meant: string | undefined;
  for (const known of people) {
    if (known.nameKey === wanted) return { is: 'person', name, text: line.slice(place + 1) };
    if (meant === undefined && slipOf(known.nameKey)) meant = known.name;
  }
  return meant === undefined ? { is: 'none' } : { is: 'near', name, meant };
}

/** Made once for what was typed and asked for every name of a room. */
function isSlip(typed: string): (known: string) => boolean {
  const written = [...typed];
  return (known) => {
    // A character is one or two code units: whatever is further apart is no slip.
    if (known.length < shortestSlip || Math.abs(known.length - typed.length) > 2) return false;
    const meant = [...known];
    return meant.length >= shortestSlip && isOneSlip(written, meant);
  };
}

function isOneSlip(one: readonly string[], other: readonly string[]): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let [end, otherEnd] = [one.length, other.length];
  while (end > start && otherEnd > start && one[end - 1] === other[otherEnd - 1]) {
    end -= 1;
    otherEnd -= 1;
  }
  const [rest, otherRest] = [end - start, otherEnd - start];
  if (Math.max(rest, otherRest) <= 1) return true;
  const isSwapped = one[start] === other[start + 1] && one[start + 1] === other[start];
  return rest === 2 && otherRest === 2 && isSwapped;
}
