import type { Refusal } from '../protocol/codes.ts';

/**
 * Why a text cannot be said in a room that takes so many characters of one (R1.7): a message, a private one,
 * one to a contact group. Undefined if it can.
 */
export function refuseText(text: string, maxCharacters: number): Refusal | undefined {
  if (text.trim() === '') return { code: 'text-empty' };
  return isLonger(text, maxCharacters)
    ? { code: 'text-too-long', limit: maxCharacters }
    : undefined;
}

/** Without counting if the number of code units tells it: a character has one or two of them. */
export function isLonger(text: string, maxCharacters: number): boolean {
  if (text.length <= maxCharacters) return false;
  return text.length > 2 * maxCharacters || characterCount(text) > maxCharacters;
}

/** Unicode code points, as every limit counts them. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
