import { formatInline, type Effort } from './format-inline.ts';
import { shownText, type Part } from './parts.ts';

/**
 * What a line still holds: from `from` on nothing is told yet, at `at` begins what stands in the innermost block,
 * `end` is before its line end.
 */
type Line = { from: number; at: number; end: number };
type Range = { start: number; end: number };
type Source = { text: string; links: readonly Range[]; effort: Effort };

/** Quotes and lists within each other; deeper ones are shown as they were typed. */
const maxDepth = 4;
/**
 * A mark costs 1, in the line or before it, a block or a paragraph 4. A text that costs more is shown as it was typed:
 * nobody writes so, and each is a part of the page.
 */
export const maxEffort = 800;
const blockEffort = 4;

const canHoldFormat = /[*_`>]|~~|^[ ]{0,3}(?:[-+]|\d{1,9}[.)])[ \t]/m;

/**
 * How a message looks: quotes, lists, blocks of code and, in its lines, bold, italic, struck and code. A text that begins
 * with a blank is shown as it is, without that blank. `links` are never cut by a mark. The texts of all parts are the
 * text again. What a line belongs to, only its own beginning says: below a quote one answers without an empty line.
 */
export function formatText(text: string, links: readonly Range[] = []): readonly Part[] {
  if (/^\s/.test(text)) return plainParts(text);
  if (!canHoldFormat.test(text)) return paragraph(text);
  const lines: Line[] = [];
  for (let at = 0, end = 0; end < text.length; at = end + 1) {
    end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    lines.push({ from: at, at, end });
  }
  const effort = { left: maxEffort };
  const parts = formatLines({ text, links, effort }, lines, 0);
  return effort.left < 0 ? paragraph(text) : parts;
}

/** Of a long text only its beginning is formatted for a line: what reaches further is shown as it was typed. */
const lookedAt = 1000;

/** The same in one line, without its marks: where there is no place for more. At most so many characters. */
export function plainLine(text: string, maxCharacters: number): string {
  const parts = formatText(text.slice(0, lookedAt + maxCharacters));
  return inOneLine(parts).slice(0, maxCharacters);
}

export function inOneLine(parts: readonly Part[]): string {
  return shownText(parts).replace(/\s+/g, ' ').trim();
}

/** More than one blank indents: without one of them the lines below would no longer fit. */
function plainParts(text: string): readonly Part[] {
  return /^ \S/.test(text)
    ? paragraph(text.slice(1), [{ is: 'hidden', text: ' ' }])
    : paragraph(text);
}

function paragraph(text: string, before: readonly Part[] = []): readonly Part[] {
  return [{ is: 'paragraph', parts: [...before, { is: 'text', text }] }];
}

/** The blocks that these lines are, with what stands between them. */
function formatLines(source: Source, lines: readonly Line[], depth: number): Part[] {
  const parts: Part[] = [];
  const fences = closingFences(source.text, lines);
  let begin = 0;
  let at = 0;
  while (at < lines.length && source.effort.left >= 0) {
    const block = blockAt(source, lines, { at, depth, fences });
    if (!block) {
      at += 1;
      continue;
    }
    parts.push(...textBlock(source, lines, { begin, end: at }), block.part);
    at += block.lines;
    begin = at;
    if (at < lines.length) parts.push({ is: 'hidden', text: '\n' });
  }
  parts.push(...textBlock(source, lines, { begin, end: at }));
  return parts;
}

/** Lines that are text. Empty ones beside a block are hidden: that stands apart as it is. */
function textBlock(
  source: Source,
  lines: readonly Line[],
  { begin, end }: { begin: number; end: number },
): Part[] {
  const isEmpty = (at: number) => contentOf(source.text, lines[at]).trim() === '';
  const isBeforeBlock = end < lines.length;
  let first = begin;
  while (begin > 0 && first < end && isEmpty(first)) first += 1;
  let last = end;
  while (isBeforeBlock && last > first && isEmpty(last - 1)) last -= 1;
  const from = lines[begin]?.from ?? 0;
  const until = isBeforeBlock ? lines[end]?.from : lines[end - 1]?.end;
  if (begin === end || until === undefined) return [];
  const shown = lines.slice(first, last);
  const [head, tail] = [shown[0], shown.at(-1)];
  if (!head || !tail) return hidden(source.text, from, until);
  return [
    ...hidden(source.text, from, head.from),
    { is: 'paragraph', parts: joinTexts(paragraphParts(source, shown)) },
    ...hidden(source.text, tail.end, until),
  ];
}

type Place = { at: number; depth: number; fences: ReadonlyMap<number, number> };
type Block = { part: Part; lines: number };

function blockAt(source: Source, lines: readonly Line[], place: Place): Block | undefined {
  const block = tryBlock(source, lines, place);
  if (block) source.effort.left -= blockEffort;
  return block;
}

function tryBlock(source: Source, lines: readonly Line[], place: Place): Block | undefined {
  const line = lines[place.at];
  if (!line) return undefined;
  const start = skipBlanks(source.text, line);
  if (start - line.at > 3) return undefined;
  const first = source.text.charAt(start);
  if (first === '`' || first === '~') return codeBlock(source.text, lines, place);
  if (place.depth >= maxDepth) return undefined;
  if (first === '>' && start < line.end) return quoteBlock(source, lines, place);
  return /[-+*\d]/.test(first) ? listBlock(source, lines, place) : undefined;
}

function skipBlanks(text: string, { at, end }: Line): number {
  let start = at;
  while (start < end && text.charAt(start) === ' ') start += 1;
  return start;
}

function contentOf(text: string, line: Line | undefined): string {
  return line ? text.slice(line.at, line.end) : '';
}

function hidden(text: string, start: number, end: number): Part[] {
  return end > start ? [{ is: 'hidden', text: text.slice(start, end) }] : [];
}

const quoteMark = /^ {0,3}> ?/;

function quoteBlock(source: Source, lines: readonly Line[], { at, depth }: Place): Block {
  const inner: Line[] = [];
  for (let next = at; next < lines.length; next += 1) {
    const line = lines[next];
    const mark = line && quoteMark.exec(contentOf(source.text, line))?.[0];
    if (!line || mark === undefined) break;
    inner.push({ ...line, at: line.at + mark.length });
  }
  return {
    part: { is: 'quote', parts: formatLines(source, inner, depth + 1) },
    lines: inner.length,
  };
}

const itemMark = /^( {0,3})([-+*]|\d{1,9}[.)])([ \t]{1,4})(?=\S)/;
/** A line that begins so belongs to the item above it. */
const withinItem = /^(?: {2}|\t)/;

function listBlock(source: Source, lines: readonly Line[], place: Place): Block | undefined {
  const items: { mark: RegExpExecArray; lines: Line[] }[] = [];
  let next = place.at;
  for (; next < lines.length && items.length < maxEffort; next += 1) {
    const line = lines[next];
    if (!line) break;
    const content = contentOf(source.text, line);
    const item = items.at(-1);
    if (item && withinItem.test(content)) {
      item.lines.push({ ...line, at: line.at + indentOf(content, item.mark[0].length) });
      continue;
    }
    const mark = itemMark.exec(content);
    if (!mark || (item && isNumber(mark) !== isNumber(item.mark))) break;
    items.push({
      mark,
      lines: [{ ...line, from: line.at + mark[0].length, at: line.at + mark[0].length }],
    });
  }
  const [first] = items;
  if (!first) return undefined;
  // "3. floor" alone is a sentence.
  if (isNumber(first.mark) && items.length === 1 && !/^1[.)]/.test(first.mark[2] ?? ''))
    return undefined;
  let from = lines[place.at]?.from ?? 0;
  const parts = items.map((item, index): Part => {
    const [head] = item.lines;
    const mark = head ? itemParts(source.text, { start: from, end: head.from }, item.mark) : [];
    const isLast = index === items.length - 1;
    const end: Part[] = isLast ? [] : [{ is: 'hidden', text: '\n' }];
    from = (item.lines.at(-1)?.end ?? 0) + 1;
    const body = formatLines(source, item.lines, place.depth + 1);
    return { is: 'item', isNumbered: isNumber(item.mark), parts: [...mark, ...body, ...end] };
  });
  return { part: { is: 'list', parts }, lines: next - place.at };
}

function isNumber(mark: RegExpExecArray): boolean {
  return /\d/.test(mark[2] ?? '');
}

/** The number of an item is shown as it was typed. */
function itemParts(text: string, { start, end }: Range, mark: RegExpExecArray): Part[] {
  if (!isNumber(mark)) return hidden(text, start, end);
  const number = end - (mark[2]?.length ?? 0) - (mark[3]?.length ?? 0);
  return [...hidden(text, start, number), { is: 'text', text: text.slice(number, end) }];
}

function indentOf(content: string, wanted: number): number {
  if (content.startsWith('\t')) return 1;
  let indent = 0;
  while (indent < wanted && content.charAt(indent) === ' ') indent += 1;
  return indent;
}

const fence = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;

/** For each line that opens a block of code, the line that closes it. */
function closingFences(text: string, lines: readonly Line[]): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  let open: { line: number; mark: string } | undefined;
  const found: { line: number; mark: string; isBare: boolean }[] = [];
  lines.forEach((line, at) => {
    const start = text.charAt(skipBlanks(text, line));
    const [, mark, words = ''] =
      (start === '`' || start === '~' ? fence.exec(contentOf(text, line)) : null) ?? [];
    if (mark !== undefined) found.push({ line: at, mark, isBare: words.trim() === '' });
  });
  for (const next of found) {
    const closes = open && next.isBare && next.mark.startsWith(open.mark);
    if (!open) open = next;
    else if (closes) {
      closing.set(open.line, next.line);
      open = undefined;
    }
  }
  return closing;
}

function codeBlock(text: string, lines: readonly Line[], { at, fences }: Place): Block | undefined {
  const last = fences.get(at);
  const [head, tail] = [lines[at], lines[last ?? -1]];
  if (last === undefined || !head || !tail) return undefined;
  const parts: Part[] = hidden(text, head.from, head.end + 1);
  const shown: string[] = [];
  const say = (is: 'text' | 'hidden', said: string) => {
    const before = parts.at(-1);
    if (before && 'text' in before && before.is === is) before.text += said;
    else if (said !== '') parts.push({ is, text: said });
  };
  for (let next = at + 1; next < last; next += 1) {
    const line = lines[next];
    if (!line) break;
    say('hidden', text.slice(line.from, line.at));
    const isLast = next === last - 1;
    say('text', text.slice(line.at, isLast ? line.end : line.end + 1));
    if (isLast) say('hidden', '\n');
    shown.push(contentOf(text, line));
  }
  say('hidden', text.slice(tail.from, tail.end));
  return { part: { is: 'code-block', code: shown.join('\n'), parts }, lines: last - at + 1 };
}

/** A mark closes at the latest where an empty line stands. */
function paragraphParts(source: Source, lines: readonly Line[]): Part[] {
  const parts: Part[] = [];
  let begin = 0;
  const isEmpty = lines.map((line) => contentOf(source.text, line).trim() === '');
  for (let at = 0; at < lines.length && source.effort.left >= 0; at += 1) {
    const isLast = at === lines.length - 1;
    if (!isLast && isEmpty[at] === isEmpty[at + 1]) continue;
    parts.push(...flowParts(source, lines.slice(begin, at + 1)));
    if (!isLast) parts.push({ is: 'text', text: '\n' });
    begin = at + 1;
  }
  return parts;
}

/** Lines whose marks can reach from one into another. */
function flowParts({ text, links, effort }: Source, lines: readonly Line[]): Part[] {
  effort.left -= blockEffort + lines.filter((line) => line.at > line.from).length;
  const flow = lines.map((line) => contentOf(text, line)).join('\n');
  /** Where lines of the flow begin that have something hidden before them. */
  const inserts: { at: number; text: string }[] = [];
  const own: Range[] = [];
  let at = 0;
  for (const line of lines) {
    if (line.at > line.from) inserts.push({ at, text: text.slice(line.from, line.at) });
    own.push(...linksWithin(links, line, at - line.at));
    at += line.end - line.at + 1;
  }
  return withInserts(formatInline(flow, own, effort), inserts);
}

/** In the order of the text, and never over the end of a line. */
function linksWithin(links: readonly Range[], { at, end }: Line, by: number): Range[] {
  let [low, high] = [0, links.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((links[middle]?.start ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const found: Range[] = [];
  for (let link = links[low]; link && link.end <= end; link = links[(low += 1)]) {
    found.push({ start: link.start + by, end: link.end + by });
  }
  return found;
}

type Insert = { at: number; text: string };

/** Puts what stands before the lines, and is hidden, into the parts of what stands in them. */
function withInserts(parts: readonly Part[], inserts: readonly Insert[]): Part[] {
  if (inserts.length === 0) return [...parts];
  let at = 0;
  let next = 0;
  const cutText = (part: Extract<Part, { text: string }>): Part[] => {
    const cut: Part[] = [];
    const end = at + part.text.length;
    let begin = at;
    for (let insert = inserts[next]; insert && insert.at < end; insert = inserts[(next += 1)]) {
      if (insert.at > begin)
        cut.push({ ...part, text: part.text.slice(begin - at, insert.at - at) });
      cut.push({ is: 'hidden', text: insert.text });
      begin = insert.at;
    }
    cut.push({ ...part, text: part.text.slice(begin - at) });
    at = end;
    return cut;
  };
  const walk = (some: readonly Part[]): Part[] =>
    some.flatMap((part) =>
      'parts' in part ? [{ ...part, parts: walk(part.parts) }] : cutText(part),
    );
  const walked = walk(parts);
  return [...walked, ...inserts.slice(next).map(({ text }): Part => ({ is: 'hidden', text }))];
}

function joinTexts(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    const isSame = before && 'text' in before && 'text' in part && before.is === part.is;
    if (isSame) joined[joined.length - 1] = { is: part.is, text: before.text + part.text };
    else joined.push(part);
  }
  return joined;
}
