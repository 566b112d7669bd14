// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawFolders, page, withDrawing } from './check/drawing.mjs';
import { readSourceFiles } from './check/source-files.mjs';
import { root } from './prepare/prepare.mjs';
import { exitWith } from './prepare/problem.mjs';

await exitWith(async () => {
  const files = readSourceFiles(root);
  const text = files.find(({ path }) => path === page)?.text ?? '';
  writeFileSync(join(root, page), withDrawing(text, drawFolders(files)));
  return 0;
});
