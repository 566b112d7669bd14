import { limits } from '../protocol/limits.ts';
import { mentionsPerMessage } from '../protocol/mentions.ts';
import type { Mention } from '../protocol/mentions.ts';
import { foldText } from './fold.ts';
import { nameEnd } from './names.ts';

/** What means all who read there, in each language. */
const everyoneWords: ReadonlySet<string> = new Set(['everyone', 'herkes']);
/** A text can be nothing but `@`: so many are looked at. */
const maxLookedAt = 2 * mentionsPerMessage;
const inWord = /[\p{L}\p{N}\p{M}_]/u;

/** Whom a name means; undefined if nobody has exactly that one. */
export type FindNamed = (name: string) => Mention['account'] | undefined;

export function isEveryoneWord(name: string): boolean {
  return everyoneWords.has(foldText(name));
}

/**
 * Whom a text mentions: `@name` anywhere, and `name:` at its beginning, as people of IRC write it. A name ends where a
 * word ends, and the longest one counts.
 */
export function findMentions(text: string, find: FindNamed): Mention[] {
  const found = new Map<string, Mention>();
  const note = (name: string, account: Mention['account'] | undefined): void => {
    if (account !== undefined && found.size < mentionsPerMessage)
      found.set(name, { account, name });
  };
  const addressed = /^[^:\n]{1,64}(?=:(?:\s|$))/u.exec(text)?.[0];
  if (addressed !== undefined && !addressed.includes('@')) note(addressed, find(addressed));
  let at = text.indexOf('@');
  for (let looked = 0; at !== -1 && looked < maxLookedAt; looked += 1) {
    if (!isInWord(text, at - 1)) {
      for (const name of namesAt(text, at + 1)) {
        const account = find(name);
        if (account === undefined) continue;
        note(name, account);
        break;
      }
    }
    at = text.indexOf('@', at + 1);
  }
  return [...found.values()];
}

/** What could be a name from there on, the longest first. */
function* namesAt(text: string, start: number): Generator<string> {
  const longest = text.slice(start, start + 2 * limits.maxNameCharacters);
  const most = longest.slice(0, nameEnd(longest));
  for (let end = most.length; end > 0; end -= 1) {
    const isEnd = !isInWord(text, start + end) || !isInWord(text, start + end - 1);
    const name = most.slice(0, end);
    if (isEnd && name === name.trim() && name.isWellFormed()) yield name;
  }
}

/** `at`: a code unit; the second half of a pair has its letter before it. */
function isInWord(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff;
  const code = text.codePointAt(isSecondHalf ? at - 1 : at);
  return at >= 0 && code !== undefined && inWord.test(String.fromCodePoint(code));
}

export type MentionPlace = { start: number; end: number; account: Mention['account'] };

/** Where they stand in their text, in order, none within another. */
export function placesOf(text: string, mentions: readonly Mention[]): MentionPlace[] {
  const longestFirst = mentions.toSorted((one, other) => other.name.length - one.name.length);
  const places: MentionPlace[] = [];
  const addressed = longestFirst.find(({ name }) => text.startsWith(`${name}:`));
  if (addressed) places.push({ start: 0, end: addressed.name.length, account: addressed.account });
  let at = text.indexOf('@');
  while (at !== -1) {
    const start = at;
    const end = (name: string) => start + 1 + name.length;
    const meant = longestFirst.find(
      ({ name }) =>
        text.startsWith(name, start + 1) &&
        !isInWord(text, start - 1) &&
        (!isInWord(text, end(name)) || !isInWord(text, end(name) - 1)),
    );
    if (meant) places.push({ start, end: end(meant.name), account: meant.account });
    at = text.indexOf('@', meant ? end(meant.name) : start + 1);
  }
  return places;
}
