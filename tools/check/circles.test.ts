import { describe, expect, test } from 'vitest';
import { checkCircles } from './circles.mjs';

/** Files of one import line each. */
function problemsOf(files: Record<string, string>): string[] {
  const all = Object.entries(files).map(([path, text]) => ({ path, text }));
  return checkCircles(all).map(({ path, line, problem }) => `${path}:${line}: ${problem}`);
}

describe('imports in a circle', () => {
  test('two files that import each other are named, with one of the places', () => {
    expect(
      problemsOf({
        'src-main/room/a.ts': "\nimport { b } from './b.ts';",
        'src-main/room/b.ts': "import type { A } from './a.ts';",
      }),
    ).toEqual([
      'src-main/room/a.ts:2: imports in a circle: src-main/room/a.ts, src-main/room/b.ts.',
    ]);
  });

  test('a circle over three files is one finding', () => {
    expect(
      problemsOf({
        'tools/a.mjs': "import './b.mjs';",
        'tools/b.mjs': "import './c.mjs';",
        'tools/c.mjs': "import './a.mjs';",
        'tools/d.mjs': "import './a.mjs';",
      }),
    ).toEqual([expect.stringContaining('tools/a.mjs, tools/b.mjs, tools/c.mjs.')]);
  });

  test('folders too, where no two files import each other', () => {
    expect(
      problemsOf({
        'src-renderer/people/a.tsx': "import { b } from '../groups/b.tsx';",
        'src-renderer/groups/b.tsx': '',
        'src-renderer/groups/c.tsx': "import { d } from '../people/d.tsx';",
        'src-renderer/people/d.tsx': '',
      }),
    ).toEqual([expect.stringContaining('src-renderer/groups, src-renderer/people.')]);
  });

  test('a folder and one inside it', () => {
    expect(
      problemsOf({
        'src-shared/words/all.ts': "import { tr } from './tr/tr.ts';",
        'src-shared/words/shape.ts': '',
        'src-shared/words/tr/tr.ts': "import type { Shape } from '../shape.ts';",
      }),
    ).toEqual([expect.stringContaining('src-shared/words, src-shared/words/tr.')]);
  });

  test('arrows that all point one way are none', () => {
    expect(
      problemsOf({
        'src-main/app/a.ts': "import { b } from '../room/b.ts';",
        'src-main/app/c.ts': "import { b } from '../room/b.ts';\nimport { a } from './a.ts';",
        'src-main/room/b.ts': "import { d } from './d.ts';",
        'src-main/room/d.ts': "import { z } from 'zod';",
      }),
    ).toEqual([]);
  });

  test('what tests import does not count', () => {
    expect(
      problemsOf({
        'src-main/room/a.ts': "import { b } from './b.ts';",
        'src-main/room/b.ts': '',
        'src-main/room/b.test.ts': "import { a } from './a.ts';",
        'src-main/room/testing/fake.ts': "import { a } from '../a.ts';",
      }),
    ).toEqual([]);
  });
});
