/** Everything that would move a terminal's cursor or colour its text, but for tabs and line breaks. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const lineBreaks = /\r\n?|[\u2028\u2029]/g;

/** A text of others as a terminal may show it: whatever is no letter to read becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(lineBreaks, '\n').replace(controls, '\ufffd').toWellFormed();
}
