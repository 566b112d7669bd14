import type { ClipboardEvent } from 'react';

/**
 * What is selected of messages goes to the clipboard as it was typed: with the marks that are not seen, without what was
 * added in reading. What stands between two texts, such as a name, is copied as the page has it.
 */
export function copyTyped(event: ClipboardEvent<HTMLElement>): void {
  const selection = getSelection();
  if (event.defaultPrevented || isField(event.target) || selection?.rangeCount !== 1) return;
  const copied = copiedText(selection);
  if (copied === undefined) return;
  event.clipboardData.setData('text/plain', copied);
  event.preventDefault();
}

/** Undefined if no text of a message is selected. */
export function copiedText(selection: Selection): string | undefined {
  const range = selection.getRangeAt(0).cloneRange();
  const texts = [...document.querySelectorAll<HTMLElement>('[data-typed]')].flatMap((element) => {
    const text = range.intersectsNode(element) ? typedIn(element, range) : undefined;
    return text === undefined ? [] : [{ element, text }];
  });
  if (texts.length === 0) return undefined;
  const between = rangesAround(
    range,
    texts.map(({ element }) => element),
  );
  const shown = readAll(selection, between);
  const pieces = shown.flatMap((piece, at) => [piece.trim(), texts[at]?.text ?? '']);
  return pieces.filter((piece) => piece !== '').join('\n');
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** What lies before, between and behind these texts; an end that would stand before its beginning takes that along. */
function rangesAround(range: Range, texts: readonly HTMLElement[]): Range[] {
  return [...texts, undefined].map((text, at) => {
    const around = range.cloneRange();
    const before = texts[at - 1];
    if (before) around.setStartAfter(before);
    if (text) around.setEndBefore(text);
    return around;
  });
}

/** Only a selection says where the lines of a page end. */
function readAll(selection: Selection, ranges: readonly Range[]): string[] {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  const read = ranges.map((range) => {
    if (range.collapsed) return '';
    selection.setBaseAndExtent(
      range.startContainer,
      range.startOffset,
      range.endContainer,
      range.endOffset,
    );
    return selection.toString();
  });
  if (anchorNode && focusNode)
    selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  return read;
}

/** What a text has, letter by letter, and which part of it is selected. */
type Selected = { typed: string; isHidden: boolean[]; start: number; end: number; isCode: boolean };

function typedIn(element: HTMLElement, range: Range): string | undefined {
  const { typed, isHidden, start, end, isCode } = selectedIn(element, range);
  if (start >= end) return undefined;
  const isShown = (from: number, to: number) => isHidden.slice(from, to).includes(false);
  if (!isShown(start, end)) return undefined;
  // Within a block of code its fences are not meant.
  if (isCode)
    return typed.slice(isHidden.indexOf(false, start), isHidden.lastIndexOf(false, end - 1) + 1);
  if (!isShown(0, start) && !isShown(end, typed.length)) return typed;
  const from = lineStart(typed, isHidden, start);
  const to = lineEnd(typed, isHidden, end);
  return from === undefined || to === undefined ? typed.slice(start, end) : typed.slice(from, to);
}

function selectedIn(element: HTMLElement, range: Range): Selected {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let [typed, start, end] = ['', Infinity, 0];
  const isHidden: boolean[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { parentElement } = node;
    if (parentElement?.closest('[data-added]')) continue;
    const text = node.textContent ?? '';
    const from = offsetIn(node, range, 'start');
    const to = offsetIn(node, range, 'end');
    if (from < to) {
      start = Math.min(start, typed.length + from);
      end = typed.length + to;
    }
    typed += text;
    const hides = parentElement?.closest('[aria-hidden]') !== null;
    for (let letter = 0; letter < text.length; letter += 1) isHidden.push(hides);
  }
  const common = range.commonAncestorContainer;
  const within = common instanceof Element ? common : common.parentElement;
  const pre = within?.closest('pre');
  return { typed, isHidden, start, end, isCode: pre !== null && element.contains(pre ?? null) };
}

/** Where the selection begins, or ends, in this node; a node before it has both at its end, one behind it at 0. */
function offsetIn(node: Node, range: Range, side: 'start' | 'end'): number {
  const length = node.textContent?.length ?? 0;
  if (side === 'start' && node === range.startContainer) return range.startOffset;
  if (side === 'end' && node === range.endContainer) return range.endOffset;
  const place = range.comparePoint(node, side === 'start' ? 0 : length);
  if (side === 'start') return place < 0 ? length : 0;
  return place > 0 ? 0 : length;
}

/** Where the line begins, if between there and `at` nothing is seen. */
function lineStart(typed: string, isHidden: readonly boolean[], at: number): number | undefined {
  let start = at;
  while (start > 0 && typed.charAt(start - 1) !== '\n') {
    if (!isHidden[start - 1]) return undefined;
    start -= 1;
  }
  return start;
}

function lineEnd(typed: string, isHidden: readonly boolean[], at: number): number | undefined {
  let end = at;
  while (end < typed.length && typed.charAt(end) !== '\n') {
    if (!isHidden[end]) return undefined;
    end += 1;
  }
  return end;
}
