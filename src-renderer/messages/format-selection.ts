/** What the composer's bar and keys can make of what is selected. `keys` are those of `KeyboardEvent.key`. */
export const formatList = [
  { id: 'strong', mark: '**', keys: ['Ctrl', 'B'] },
  { id: 'emphasis', mark: '*', keys: ['Ctrl', 'I'] },
  { id: 'strike', mark: '~~', keys: ['Ctrl', 'Shift', 'X'] },
  { id: 'code', mark: '`', keys: ['Ctrl', 'E'] },
  { id: 'quote', mark: '> ', keys: undefined },
  { id: 'list', mark: '- ', keys: undefined },
] as const;

export type Format = (typeof formatList)[number];

/** What stands in the field instead of `from` to `to`, and what is selected then. */
export type Change = { from: number; to: number; insert: string; start: number; end: number };

type Selected = { text: string; start: number; end: number };

export function formatOfKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): Format | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  return formatList.find(
    ({ keys }) =>
      keys?.at(-1) === event.key.toUpperCase() && keys.length === (event.shiftKey ? 3 : 2),
  );
}

/** Done once more it takes back what it did. */
export function formatSelection(selected: Selected, format: Format): Change {
  if (format.id === 'quote' || format.id === 'list') return markLines(selected, format.mark);
  const { text, start, end } = selected;
  const inner = text.slice(start, end);
  if (format.id === 'code' && inner.includes('\n')) return fence(selected);
  return wrap(selected, format.mark);
}

function wrap({ text, start, end }: Selected, mark: string): Change {
  const inner = text.slice(start, end);
  const size = mark.length;
  const isAround = isMarked(text.slice(0, start), text.slice(end), mark);
  if (isAround) {
    const from = start - size;
    return { from, to: end + size, insert: inner, start: from, end: end - size };
  }
  // Blanks at its ends stay outside: a mark beside a blank is none.
  const [, before = '', kept = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(inner) ?? [];
  const at = start + before.length + size;
  return {
    from: start,
    to: end,
    insert: `${before}${mark}${kept}${mark}${after}`,
    start: at,
    end: at + kept.length,
  };
}

/** Of `***a***` with `a` selected both bold and italic can be taken, of `**a**` only bold. */
function isMarked(before: string, after: string, mark: string): boolean {
  const sign = mark.charAt(0);
  const count = Math.min(countAt(before.split('').toReversed(), sign), countAt(after, sign));
  return sign === '*' && mark.length === 1 ? count % 2 === 1 : count >= mark.length;
}

function countAt(units: Iterable<string>, sign: string): number {
  let count = 0;
  for (const unit of units) {
    if (unit !== sign) break;
    count += 1;
  }
  return count;
}

function fence({ text, start, end }: Selected): Change {
  const before = start === 0 || text.charAt(start - 1) === '\n' ? '' : '\n';
  const after = end === text.length || text.charAt(end) === '\n' ? '' : '\n';
  const at = start + before.length + 4;
  const inner = text.slice(start, end);
  const insert = `${before}\`\`\`\n${inner}\n\`\`\`${after}`;
  return { from: start, to: end, insert, start: at, end: at + inner.length };
}

function markLines({ text, start, end }: Selected, mark: string): Change {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const found = text.indexOf('\n', end);
  const to = found < 0 ? text.length : found;
  const lines = text.slice(from, to).split('\n');
  const isMarkedAlready = lines.every((line) => line.startsWith(mark));
  const insert = lines
    .map((line) => (isMarkedAlready ? line.slice(mark.length) : `${mark}${line}`))
    .join('\n');
  const behind = from + insert.length;
  return { from, to, insert, start: start === end ? behind : from, end: behind };
}

/** Changes a field as typing would: it can be undone, and whoever listens hears of it. */
export function changeField(field: HTMLTextAreaElement, change: Change): void {
  field.focus();
  field.setSelectionRange(change.from, change.to);
  if (!insertAsTyped(change.insert)) {
    const { value } = field;
    // Not by the property of the field itself, which React watches: it would take the change for its own.
    const own = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    own?.set?.call(field, value.slice(0, change.from) + change.insert + value.slice(change.to));
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.setSelectionRange(change.start, change.end);
}

/** Where the caret stands, instead of what is selected. */
export function insertText(field: HTMLTextAreaElement, insert: string): void {
  const { selectionStart: from, selectionEnd: to } = field;
  const end = from + insert.length;
  changeField(field, { from, to, insert, start: end, end });
}

function insertAsTyped(text: string): boolean {
  const command = text === '' ? 'delete' : 'insertText';
  return typeof document.execCommand === 'function' && document.execCommand(command, false, text);
}
