import { describe, expect, test } from 'vitest';
import { checkDirections } from './directions.mjs';

function found(text: string, path = 'src-renderer/ui/a.module.css'): string[] {
  return checkDirections([{ path, text }]).map(({ problem }) => problem);
}

describe('left and right in the styles of windows', () => {
  test.each([
    'margin-left: 1px;',
    'padding-right: 0;',
    'border-left: 1px solid;',
    'border-right-color: red;',
    'border-top-left-radius: 2px;',
    'left: 0;',
    'right: calc(1px + 2px);',
    'text-align: left;',
    'float: right;',
    'padding: 1px 2px 3px 4px;',
    'margin: 0 calc(1px + 2px) 0 var(--a);',
    'box-shadow: inset 3px 0 0 red;',
    'box-shadow: 0 1px 2px rgb(0 0 0 / 8%), -1px 0 0 red;',
  ])('is found: %s', (declaration) => {
    expect(found(`.a {\n  ${declaration}\n}`)).toHaveLength(1);
  });

  test.each([
    'margin-inline-start: 1px;',
    'inset-inline-end: 0;',
    'text-align: start;',
    'padding: 1px 2px 3px;',
    'padding: 1px 2px 3px 2px;',
    'margin: 0 calc(1px + 2px) 1px calc(1px + 2px);',
    '--left: 0;',
    'box-shadow: inset calc(3px * var(--towards-end)) 0 0 red;',
    'box-shadow: 0 1px 2px rgb(0 0 0 / 8%), 0 -1px 0 red;',
    'box-shadow: var(--shadow-1);',
    'color: red; /* left: as it was */',
    'transform-origin: left top;',
  ])('is not found: %s', (declaration) => {
    expect(found(`.a {\n  ${declaration}\n}`)).toEqual([]);
  });

  test('may be in a picture, and in what is no style of a window', () => {
    expect(found('.a { left: 0; }', 'src-renderer/ui/room-drawing.module.css')).toEqual([]);
    expect(found('a { left: 0; }', 'docs/a.css')).toEqual([]);
  });

  test('is named with its line', () => {
    const files = [{ path: 'src-renderer/a.css', text: '/* one\n */\n.a {\n  left: 0;\n}\n' }];
    expect(checkDirections(files)).toMatchObject([{ line: 4, problem: "has 'left:'." }]);
  });
});
