import { expect, it } from 'vitest';
import { isInCode } from './in-code.ts';

it.each([
  'see `a',
  '`a` and `b',
  '```\na',
  '```js\nlet it = `one`; // a',
  '```\n`a',
  '~~~\na\n```',
  '````\n```\na',
  '```js',
])('%j ends in code', (text) => expect(isInCode(text)).toBe(true));

it.each(['a', 'see `a` b', '```\na\n```\nb', 'it`s\n\nb', '~~~\na`\n~~~\nb', '', 'a ~~~ b'])(
  '%j does not',
  (text) => expect(isInCode(text)).toBe(false),
);
