import { foldText } from './fold.ts';

/** One list for all rooms. */
export const maxKeywords = 20;
export const maxKeywordCharacters = 32;
/** Of the list as it was typed. */
const maxKeywordsBytes = 2048;

const between = /[\s,;]+/u;
const inWord = String.raw`[\p{L}\p{N}\p{M}_]`;

/** The words of a list, folded, each once. */
export function keywordsIn(typed: string): string[] {
  // Folded first: some signs become a blank.
  return [...new Set(foldText(typed).split(between).filter(Boolean))];
}

export type KeywordProblem = 'too-many' | 'too-long';

/** Why a list cannot be taken; undefined if it can. */
export function refuseKeywords(typed: string): KeywordProblem | undefined {
  if (new TextEncoder().encode(typed).length > maxKeywordsBytes) return 'too-many';
  const words = keywordsIn(typed);
  if (words.length > maxKeywords) return 'too-many';
  return words.some((word) => [...word].length > maxKeywordCharacters) ? 'too-long' : undefined;
}

/** Whether a folded text holds one of the words. */
export type HoldsKeyword = (folded: string) => boolean;

/** For a list without words. */
export const holdsNothing: HoldsKeyword = () => false;

/**
 * Finds the words of a list as whole words. A text is walked through once: words are tried only where one begins, and
 * there are few and short ones, so a text costs the same whatever stands in it.
 */
export function keywordFinder(typed: string): HoldsKeyword {
  const words = keywordsIn(typed);
  if (words.length === 0 || refuseKeywords(typed)) return holdsNothing;
  const any = words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const found = new RegExp(`(?<!${inWord})(?:${any.join('|')})(?!${inWord})`, 'u');
  return (folded) => found.test(folded);
}
