import { plainLine } from '../text/format/format-text.ts';

/** So that people know which message is meant, and no more. */
const maxQuoteCharacters = 60;

/** The beginning of a message in one line, without its marks. */
export function shortQuote(text: string): string {
  const line = plainLine(text, maxQuoteCharacters + 1);
  if (line.length <= maxQuoteCharacters) return line;
  return `${line
    .slice(0, maxQuoteCharacters - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}
