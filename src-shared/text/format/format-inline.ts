import type { Part, SpanKind } from './parts.ts';

/** What stands in one line of thought: the code units from `start` to before `end`. */
type Range = { start: number; end: number };

type Span = Range & { is: SpanKind; mark: number };

/** A row of `*`, `_` or `~`, of which matching takes the inner ones first. */
type Run = Range & { sign: string; size: number; opens: boolean; closes: boolean };

/** What formatting a text may still cost; below 0 the result does not count. */
export type Effort = { left: number };

/** Deeper than this nobody means it: what lies deeper is shown as it was typed. */
const maxDepth = 6;

/**
 * Bold, italic, struck and code in a piece of text that knows no lines or blocks, by CommonMark's rules for
 * emphasis; what was typed for it is hidden. `links` are looked at as one letter. All texts of the parts together are
 * the text.
 */
export function formatInline(text: string, links: readonly Range[], effort: Effort): Part[] {
  if (!/[*_`~]/.test(text)) return text === '' ? [] : [{ is: 'text', text }];
  const codes = findCodes(text);
  const whole = withoutInner([...codes, ...links].sort((one, other) => one.start - other.start));
  const runs = findRuns(text, whole);
  effort.left -= runs.length + codes.length;
  if (effort.left < 0) return [];
  const spans = [...codes, ...matchRuns(runs)].sort(
    (one, other) => one.start - other.start || other.end - one.end,
  );
  return buildParts(text, spans);
}

/** Rows of `` ` `` are matched with the next one of the same length. */
function findCodes(text: string): Span[] {
  if (!text.includes('`')) return [];
  const ticks = Array.from(text.matchAll(/`+/g), ({ index, 0: found }) => ({
    start: index,
    size: found.length,
  }));
  const nextOfSize = new Map<number, number>();
  const partner = ticks
    .map((_, at) => ticks.length - 1 - at)
    .map((at) => {
      const size = ticks[at]?.size ?? 0;
      const found = nextOfSize.get(size);
      nextOfSize.set(size, at);
      return found;
    })
    .toReversed();
  const codes: Span[] = [];
  for (let at = 0; at < ticks.length; at += 1) {
    const [open, close] = [ticks[at], ticks[partner[at] ?? -1]];
    if (!open || !close) continue;
    codes.push({ is: 'code', start: open.start, end: close.start + close.size, mark: open.size });
    at = partner[at] ?? at;
  }
  return codes;
}

function withoutInner(sorted: readonly Range[]): Range[] {
  const outer: Range[] = [];
  for (const range of sorted) {
    if (range.start >= (outer.at(-1)?.end ?? 0)) outer.push(range);
  }
  return outer;
}

function findRuns(text: string, opaque: readonly Range[]): Run[] {
  const runs: Run[] = [];
  let next = 0;
  for (const { index: start, 0: found } of text.matchAll(/\*+|_+|~+/g)) {
    const end = start + found.length;
    while ((opaque[next]?.end ?? Infinity) <= start) next += 1;
    if ((opaque[next]?.start ?? Infinity) < end) continue;
    const sign = found.charAt(0);
    if (sign === '~' && found.length !== 2) continue;
    const before = sideOf(text.charAt(start - 1));
    const after = sideOf(text.charAt(end));
    const isLeft = after !== 'blank' && (after === 'letter' || before !== 'letter');
    const isRight = before !== 'blank' && (before === 'letter' || after !== 'letter');
    const isInWord = sign === '_' && isLeft && isRight;
    runs.push({
      sign,
      start,
      end,
      size: found.length,
      opens: isLeft && (!isInWord || before === 'sign'),
      closes: isRight && (!isInWord || after === 'sign'),
    });
  }
  return runs;
}

/** Half of an emoji counts as a letter: marks beside it hold. */
function sideOf(unit: string): 'blank' | 'sign' | 'letter' {
  if (unit === '' || /\s/u.test(unit)) return 'blank';
  return /[\p{P}\p{S}]/u.test(unit) ? 'sign' : 'letter';
}

/** The stack of CommonMark: each run that can close looks back for the nearest that opens. */
function matchRuns(runs: readonly Run[]): Span[] {
  const spans: Span[] = [];
  const open: Run[] = [];
  /** Below this place on the stack nothing opens for such a closing one. */
  const bottoms = new Map<string, number>();
  for (const run of runs) {
    if (run.closes) closeWith(run, { open, bottoms, spans });
    if (run.opens && sizeOf(run) > 0) open.push(run);
  }
  return spans;
}

type Matching = { open: Run[]; bottoms: Map<string, number>; spans: Span[] };

function closeWith(run: Run, { open, bottoms, spans }: Matching): void {
  while (sizeOf(run) > 0) {
    const key = `${run.sign}${run.opens ? 'o' : ''}${run.size % 3}`;
    const bottom = Math.min(bottoms.get(key) ?? 0, open.length);
    let at = open.length - 1;
    while (at >= bottom && !fits(open[at], run)) at -= 1;
    const opener = at >= bottom ? open[at] : undefined;
    if (!opener) {
      bottoms.set(key, open.length);
      return;
    }
    const mark = sizeOf(opener) >= 2 && sizeOf(run) >= 2 ? 2 : 1;
    const is = run.sign === '~' ? 'strike' : mark === 2 ? 'strong' : 'emphasis';
    spans.push({ is, start: opener.end - mark, end: run.start + mark, mark });
    opener.end -= mark;
    run.start += mark;
    // What opened in between closes nowhere.
    open.length = sizeOf(opener) > 0 ? at + 1 : at;
    for (const [other, place] of bottoms) {
      if (place > open.length) bottoms.set(other, open.length);
    }
  }
}

/** The rule of three: `*a**b*` is not cut in the middle. */
function fits(opener: Run | undefined, closer: Run): boolean {
  if (opener?.sign !== closer.sign) return false;
  if (opener.sign === '~') return true;
  const isEither = opener.closes || closer.opens;
  const isBothOfThree = opener.size % 3 === 0 && closer.size % 3 === 0;
  return !isEither || (opener.size + closer.size) % 3 !== 0 || isBothOfThree;
}

/** What is left of a row. */
function sizeOf({ start, end }: Range): number {
  return end - start;
}

/** `spans` lie apart or within each other, outer ones first. */
function buildParts(text: string, spans: readonly Span[]): Part[] {
  const root: Part[] = [];
  const within: { span: Span; parts: Part[] }[] = [];
  let at = 0;
  const say = (end: number, is: 'text' | 'hidden' = 'text') => {
    if (end > at) (within.at(-1)?.parts ?? root).push({ is, text: text.slice(at, end) });
    at = Math.max(at, end);
  };
  const closeUntil = (place: number) => {
    for (let top = within.at(-1); top && top.span.end <= place; top = within.at(-1)) {
      say(top.span.end - top.span.mark);
      say(top.span.end, 'hidden');
      within.pop();
    }
  };
  for (const span of spans) {
    closeUntil(span.start);
    if (within.length >= maxDepth) continue;
    say(span.start);
    const parts: Part[] = [];
    (within.at(-1)?.parts ?? root).push({ is: span.is, parts });
    within.push({ span: padded(text, span), parts });
    say(span.start + (within.at(-1)?.span.mark ?? 0), 'hidden');
  }
  closeUntil(Infinity);
  say(text.length);
  return root;
}

/** ``` `` ` `` ```: one blank at each end of code belongs to its marks. */
function padded(text: string, span: Span): Span {
  if (span.is !== 'code') return span;
  const inner = text.slice(span.start + span.mark, span.end - span.mark);
  const isPadded = inner.trim() !== '' && /^[ \n]/.test(inner) && /[ \n]$/.test(inner);
  return isPadded ? { ...span, mark: span.mark + 1 } : span;
}
