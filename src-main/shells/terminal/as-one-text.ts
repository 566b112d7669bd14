import { printable } from '../../../src-shared/text/printable.ts';

/** What follows a line break stands behind a mark, so that nobody's text can look like somebody else's line. */
export function asOneText(text: string): string {
  return printable(text).replaceAll('\n', '\n      | ');
}
