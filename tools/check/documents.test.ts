import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const documents = [
  ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')),
  '../README.md',
  '../CONTRIBUTING.md',
];
const places = /`((?:src-main|src-renderer|src-shared|e2e|bench|tools|docs|\.ci)\/[\w./-]+)`/g;

test.each(documents)('%s names only files and folders that are there', (document) => {
  const text = readFileSync(join(root, 'docs', document), 'utf8');
  const named = [...text.matchAll(places)].map(([, path = '']) => path);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
