import { describe, expect, it } from 'vitest';
import { formatList, formatOfKey, formatSelection, type Format } from './format-selection.ts';

/** `[` and `]` stand around what is selected. */
function press(written: string, id: Format['id']): string {
  const start = written.indexOf('[');
  const end = written.indexOf(']') - 1;
  const text = written.replace(/[[\]]/g, '');
  const format = formatList.find((one) => one.id === id) as Format;
  const change = formatSelection({ text, start, end }, format);
  const after = text.slice(0, change.from) + change.insert + text.slice(change.to);
  return `${after.slice(0, change.start)}[${after.slice(change.start, change.end)}]${after.slice(change.end)}`;
}

describe('what is selected', () => {
  it.each([
    ['a [b] c', 'strong', 'a **[b]** c'],
    ['a **[b]** c', 'strong', 'a [b] c'],
    ['**[b]**', 'emphasis', '***[b]***'],
    ['***[b]***', 'emphasis', '**[b]**'],
    ['[ b ]', 'strike', ' ~~[b]~~ '],
    ['[]', 'code', '`[]`'],
    ['x[a\nb]', 'code', 'x\n```\n[a\nb]\n```'],
    ['a\nb[]c', 'quote', 'a\n> bc[]'],
    ['[a\nb]', 'list', '[- a\n- b]'],
    ['[- a\n- b]', 'list', '[a\nb]'],
  ] as const)('%j, %s: %j', (before, id, after) => expect(press(before, id)).toBe(after));
});

it('keys are those that the list names, and no others', () => {
  const key = (name: string, init: KeyboardEventInit = {}) =>
    formatOfKey(new KeyboardEvent('keydown', { key: name, ctrlKey: true, ...init }))?.id;
  expect([key('b'), key('I'), key('X', { shiftKey: true }), key('e')]).toEqual([
    'strong',
    'emphasis',
    'strike',
    'code',
  ]);
  expect([key('x'), key('b', { shiftKey: true }), key('b', { altKey: true })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
