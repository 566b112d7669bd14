import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { diskRefusalCode, StoreError } from '../store-error.ts';
import {
  anyManifest,
  backupVersion,
  databaseName,
  isPartName,
  manifest as manifestSchema,
  manifestName,
  mostManifestBytes,
  mostParts,
} from './manifest.ts';
import type { Manifest } from './manifest.ts';

/** What deflate makes of so many bytes at the most; a part that says more is none. */
const mostInflated = 1032;

export type OpenBackup = {
  manifest: Manifest;
  /** As they say that they are, which whoever reads them sees. */
  read(name: string): AsyncIterable<Uint8Array>;
  close(): void;
};

/**
 * Opens a file that anybody may have made. Throws a `StoreError`: `not-a-backup`, `backup-newer` or `backup-damaged`, each
 * with its path; `file-unreadable` where nothing can be read.
 */
export async function openBackup(path: string): Promise<OpenBackup> {
  const zip = await openZip(path);
  try {
    const entries = await listEntries(zip, path);
    const read = (name: string) => readEntry(zip, entries.get(name), path);
    const most = mostManifestBytes(entries.size);
    if ((entries.get(manifestName)?.uncompressedSize ?? 0) > most) throw damaged(path);
    const manifest = await readManifest(read(manifestName), path);
    for (const { name, bytes } of manifest.parts)
      if (entries.get(name)?.uncompressedSize !== bytes || name === manifestName)
        throw damaged(path);
    const names = new Set(manifest.parts.map(({ name }) => name));
    const isWhole = names.size === manifest.parts.length && names.size === entries.size - 1;
    if (!isWhole || !names.has(databaseName)) throw damaged(path);
    return { manifest, read, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

export function damaged(path: string, cause?: unknown): StoreError {
  return new StoreError({ code: 'backup-damaged', subject: path }, { cause });
}

function notBackup(path: string, cause?: unknown): StoreError {
  return new StoreError({ code: 'not-a-backup', subject: path }, { cause });
}

/** The disk's own "no", not one of what the file holds. */
function unreadable(path: string, cause: unknown): StoreError | undefined {
  if (diskRefusalCode(cause) === undefined) return undefined;
  return new StoreError({ code: 'file-unreadable', subject: path }, { cause });
}

async function openZip(path: string): Promise<ZipFile> {
  const options = { autoClose: false, lazyEntries: true, strictFileNames: true };
  try {
    return await openPromise(path, { ...options, validateEntrySizes: true, decodeStrings: true });
  } catch (error) {
    throw unreadable(path, error) ?? notBackup(path, error);
  }
}

async function listEntries(zip: ZipFile, path: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > mostParts) throw notBackup(path);
  const listed = zip.eachEntry();
  for (;;) {
    // Its errors are plain ones: of the file's form, or of the disk.
    const next = await listed.next().catch((error: unknown) => {
      throw entries.has(manifestName) ? damaged(path, error) : notBackup(path, error);
    });
    if (next.done) break;
    const entry = next.value;
    if (!isPartName(entry.fileName) || entries.has(entry.fileName)) throw notBackup(path);
    entries.set(entry.fileName, entry);
    if (entry.uncompressedSize > (entry.compressedSize + 1) * mostInflated) throw damaged(path);
  }
  if (!entries.has(manifestName)) throw notBackup(path);
  return entries;
}

async function* readEntry(
  zip: ZipFile,
  entry: Entry | undefined,
  path: string,
): AsyncGenerator<Uint8Array> {
  if (!entry) throw damaged(path);
  try {
    const stream = await zip.openReadStreamPromise(entry);
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw unreadable(path, error) ?? damaged(path, error);
  }
}

async function readManifest(bytes: AsyncIterable<Uint8Array>, path: string): Promise<Manifest> {
  const chunks: Uint8Array[] = [];
  // No more than the file says that it has: yauzl sees to that.
  for await (const chunk of bytes) chunks.push(chunk);
  const said = parseJson(Buffer.concat(chunks).toString('utf8'));
  const any = anyManifest.safeParse(said);
  if (!any.success) throw notBackup(path, any.error);
  const read = manifestSchema.safeParse(said);
  if (read.success) return read.data;
  if (any.data.version > backupVersion)
    throw new StoreError({ code: 'backup-newer', subject: path });
  throw damaged(path, read.error);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
