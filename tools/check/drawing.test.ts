import { expect, test } from 'vitest';
import { checkDrawing, drawFolders, page, withDrawing } from './drawing.mjs';

const sources = [
  { path: 'src-main/app/a.ts', text: "import '../client/b.ts';\nimport '../../src-shared/c.ts';" },
  { path: 'src-main/client/b.ts', text: "import type { C } from '../../src-shared/c.ts';" },
  { path: 'src-main/client/b.test.ts', text: "import '../server/s.ts';" },
  { path: 'src-shared/c.ts', text: '' },
  { path: 'src-renderer/search/d.tsx', text: "import '../ui/e.tsx';" },
];
const place = '# Page\n\n<!-- drawn by tools/draw.mjs -->\n<!-- end of the drawing -->\n\nmore\n';

test('an arrow stands for what files import, but for what an arrow over others says', () => {
  const arrows = drawFolders(sources)
    .split('\n')
    .filter((line) => line.includes('-->'));
  expect(arrows).toEqual(['  app --> client', '  client --> shared', '  w_screens --> w_parts']);
});

test('a drawing that the imports made is good, until they change', () => {
  const text = withDrawing(place, drawFolders(sources));
  expect(text).toMatch(/^# Page\n[^]*flowchart[^]*\n\nmore\n$/);
  expect(checkDrawing([...sources, { path: page, text }])).toEqual([]);

  const changed = [...sources, { path: 'src-main/app/f.ts', text: "import '../net/g.ts';" }];
  expect(checkDrawing([...changed, { path: page, text }])).toMatchObject([{ path: page, line: 3 }]);
});

test('a page without a place for it is an error', () => {
  expect(() => withDrawing('# Page\n', '')).toThrow('no place');
});
