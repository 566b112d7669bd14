import { describe, expect, it } from 'vitest';
import { droppedFiles, pastedFiles } from './dropped-files.ts';

type Tree = { [name: string]: Tree | null };

/** A folder as a browser tells of it: two entries at a time. */
function entryOf(name: string, inside: Tree | null, above = ''): FileSystemEntry {
  const fullPath = `${above}/${name}`;
  if (!inside) {
    const file = (resolve: (file: File) => void) => resolve(new File([], name));
    return { isDirectory: false, name, fullPath, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const entries = Object.entries(inside).map(([inner, tree]) => entryOf(inner, tree, fullPath));
    return {
      readEntries: (resolve: (found: FileSystemEntry[]) => void) => resolve(entries.splice(0, 2)),
    };
  };
  return { isDirectory: true, name, fullPath, createReader } as unknown as FileSystemEntry;
}

const dropped = (tree: Tree) => {
  const items = Object.entries(tree).map(([name, inside]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entryOf(name, inside),
    getAsFile: () => new File([], name),
  }));
  return { items, files: [] } as unknown as DataTransfer;
};

const names = (files: File[]) =>
  files.map(({ name, webkitRelativePath }) => webkitRelativePath || name);

describe('what is dropped', () => {
  it('gives its files and those in its folders, with their folders and in the order of their names', async () => {
    const tree = {
      'a.txt': null,
      folder: { 'b 10': null, 'b 9': null, inner: { e: null, c: null, d: null } },
      empty: {},
    };
    expect(names(await droppedFiles(dropped(tree), 100))).toEqual([
      'a.txt',
      'folder/b 9',
      'folder/b 10',
      'folder/inner/c',
      'folder/inner/d',
      'folder/inner/e',
    ]);
  });

  it('ends where there are enough', async () => {
    const folder = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}`, null]));
    expect(await droppedFiles(dropped({ folder }), 7)).toHaveLength(7);
  });

  it('goes into folders only so deep', async () => {
    let tree: Tree = { deepest: null };
    for (let i = 0; i < 20; i += 1) tree = { folder: tree };
    expect(await droppedFiles(dropped(tree), 100)).toEqual([]);
  });
});

describe('what is pasted', () => {
  const files = [new File([], 'image.png')] as unknown as FileList;
  it.each([
    ['a picture', ['text/html', 'Files'], 1],
    ['a table that brings its picture', ['text/plain', 'text/html', 'Files'], 0],
    ['files of a file manager', ['text/plain', 'text/uri-list', 'Files'], 1],
  ])('%s', (_, types, count) => {
    expect(pastedFiles({ types, files })).toHaveLength(count);
  });
});
