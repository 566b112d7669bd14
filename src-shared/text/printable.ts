/** Everything that would move a terminal's cursor or colour its text, but for tabs and line breaks. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** What turns the direction of what follows, another's words too. Letters bring their own. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const lineBreaks = /\r\n?|[\u2028\u2029]/g;

/** A text of others as a terminal may show it: controls become U+FFFD, marks of direction are left out. */
export function printable(text: string): string {
  return text
    .replace(lineBreaks, '\n')
    .replace(directions, '')
    .replace(controls, '\ufffd')
    .toWellFormed();
}
