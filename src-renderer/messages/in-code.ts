/** A line of these and nothing else closes the block of code that one of them, with a language or without, has opened. */
const fence = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;

/** Whether what is typed at the end of this text stands in code, inline or in a block: there a name is a name. */
export function isInCode(text: string): boolean {
  let opened: string | undefined;
  let marks = 0;
  for (const line of text.split('\n')) {
    const [, mark, words = ''] = fence.exec(line) ?? [];
    if (opened !== undefined) {
      if (mark?.startsWith(opened) && words.trim() === '') opened = undefined;
    } else if (mark !== undefined) {
      opened = mark;
    } else {
      // What is inline ends with its paragraph.
      marks = line.trim() === '' ? 0 : marks + line.split('`').length - 1;
    }
  }
  return opened !== undefined || marks % 2 === 1;
}
