/** Folders within folders: a name has no more of them. */
const mostDepth = 14;
/** Of one folder. */
const mostEntries = 10_000;

const byName = new Intl.Collator(undefined, { numeric: true });

/** Of a folder that was chosen: as they are dropped. */
export function inOrder(files: readonly File[]): File[] {
  return files.toSorted((one, other) =>
    byName.compare(one.webkitRelativePath, other.webkitRelativePath),
  );
}

/** Whether files are dragged; which they are is known only when they are dropped. */
export function carriesFiles({ types }: Pick<DataTransfer, 'types'>): boolean {
  return types.includes('Files');
}

/**
 * The files that were dropped, and those in the folders that were, at most `most`. Call it in the task of the drop: the
 * list is empty afterwards.
 */
export async function droppedFiles(
  { items, files }: Pick<DataTransfer, 'items' | 'files'>,
  most: number,
): Promise<File[]> {
  const dropped = [...items].filter(({ kind }) => kind === 'file');
  if (dropped.length === 0) return [...files];
  const each = dropped.map((item) => ({
    folder: folderOf(item.webkitGetAsEntry()),
    file: item.getAsFile(),
  }));
  const found: File[] = [];
  for (const { folder, file } of each) {
    if (folder) await gather(folder, { found, most, depth: 0 });
    else if (file) found.push(file);
  }
  return found;
}

/** What was pasted as a file; a text that brings its own picture along is a text. */
export function pastedFiles({ types, files }: Pick<DataTransfer, 'types' | 'files'>): File[] {
  const isText = types.includes('text/plain') && !types.includes('text/uri-list');
  return isText ? [] : [...files];
}

function folderOf(entry: FileSystemEntry | null): FileSystemDirectoryEntry | undefined {
  return entry?.isDirectory ? (entry as FileSystemDirectoryEntry) : undefined;
}

type Gathering = { found: File[]; most: number; depth: number };

async function gather(
  folder: FileSystemDirectoryEntry,
  { found, most, depth }: Gathering,
): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    if (found.length >= most) return;
    const inner = folderOf(entry);
    if (inner && depth < mostDepth) await gather(inner, { found, most, depth: depth + 1 });
    const file = inner ? undefined : await fileOf(entry as FileSystemFileEntry);
    if (file) found.push(file);
  }
}

/** In the order of their names: a disk has its own. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  // It tells a part of them at a time, and none when there are no more.
  while (found.length < mostEntries) {
    const entries = await new Promise<FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => resolve([]));
    });
    if (entries.length === 0) break;
    found.push(...entries);
  }
  return found.toSorted((one, other) => byName.compare(one.name, other.name));
}

/** Undefined if it may not be read. */
function fileOf(entry: FileSystemFileEntry): Promise<File | undefined> {
  return new Promise((resolve) => {
    const named = (file: File): void => {
      // Where a folder is chosen the browser says it itself.
      const value = entry.fullPath.replace(/^\//, '');
      resolve(Object.defineProperty(file, 'webkitRelativePath', { value }));
    };
    entry.file(named, () => resolve(undefined));
  });
}
