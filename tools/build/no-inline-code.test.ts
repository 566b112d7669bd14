import { describe, expect, test } from 'vitest';
import { findInlineCode } from './no-inline-code.ts';

describe('a page under the policy', () => {
  test('may load scripts and styles', () => {
    const page =
      '<script type="module" crossorigin src="./a.js"></script><link rel="stylesheet" href="./a.css">';
    expect(findInlineCode(page)).toEqual([]);
  });

  test.each([
    '<script>start()</script>',
    '<script type="module">start()</script>',
    '<style>b{}</style>',
    '<b style="color:red">',
    '<body onload="start()">',
  ])('may not hold %s', (page) => {
    expect(findInlineCode(page)).toHaveLength(1);
  });
});
