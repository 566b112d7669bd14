import type { Readable } from 'node:stream';
import { open } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { ImportError } from './read-chat.ts';

/** What one archive may hold: bombs are refused by what they say, and what says less than it holds breaks off. */
const most = {
  entries: 200_000,
  bytes: 64 * 1024 ** 3,
  /** Of what is read as text. */
  textBytes: 2 * 1024 ** 3,
  /** So many times smaller no text is, and no picture. */
  ratio: 250,
  smallBytes: 4 * 1024 * 1024,
} as const;

/** An archive whose names are known and harmless; its files are read from it and written nowhere. */
export type OpenZip = {
  readonly names: readonly string[];
  read(name: string): AsyncIterable<Uint8Array>;
  close(): void;
};

/** Refuses what is no archive, is encrypted, leads out of itself, holds links, or unfolds to more than anybody has. */
export async function openZip(path: string, name: string): Promise<OpenZip> {
  const zip = await opened(path, name);
  try {
    const entries = await entriesOf(zip, name);
    return {
      names: [...entries.keys()],
      read: (wanted) => contentOf(zip, entries.get(wanted), `${name}: ${wanted}`),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function opened(path: string, name: string): Promise<ZipFile> {
  const { promise, resolve, reject } = Promise.withResolvers<ZipFile>();
  open(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
    if (error) reject(new ImportError('import-broken', name, { cause: error }));
    else resolve(zip);
  });
  return promise;
}

async function entriesOf(zip: ZipFile, name: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  if (zip.entryCount > most.entries) throw new ImportError('import-too-large', name);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  zip.on('error', (error: Error) =>
    reject(new ImportError('import-broken', placeIn(name, error), { cause: error })),
  );
  zip.on('end', resolve);
  zip.on('entry', (entry: Entry) => {
    const place = `${name}: ${entry.fileName.slice(0, 200)}`;
    const refusal = refuse(entry);
    bytes += entry.uncompressedSize;
    if (refusal) return reject(new ImportError(refusal, place));
    if (bytes > most.bytes) return reject(new ImportError('import-too-large', place));
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
    zip.readEntry();
  });
  zip.readEntry();
  await promise;
  return entries;
}

/** Its own words name the file that leads elsewhere. */
function placeIn(name: string, error: Error): string {
  return `${name}: ${error.message.slice(0, 200)}`;
}

const typeOfFile = 0o170000;
const links = 0o120000;

function refuse(
  entry: Entry,
): 'import-encrypted' | 'import-broken' | 'import-too-large' | undefined {
  if ((entry.generalPurposeBitFlag & 1) !== 0) return 'import-encrypted';
  const mode = entry.externalFileAttributes >>> 16;
  if ((mode & typeOfFile) === links) return 'import-broken';
  const { uncompressedSize: size, compressedSize } = entry;
  const isBomb = size > most.smallBytes && size > compressedSize * most.ratio;
  return isBomb ? 'import-too-large' : undefined;
}

async function* contentOf(
  zip: ZipFile,
  entry: Entry | undefined,
  place: string,
): AsyncGenerator<Uint8Array> {
  if (!entry) throw new ImportError('import-broken', place);
  if (entry.uncompressedSize > most.textBytes) throw new ImportError('import-too-large', place);
  const { promise, resolve, reject } = Promise.withResolvers<Readable>();
  zip.openReadStream(entry, (error, stream) => {
    if (error) reject(new ImportError('import-broken', place, { cause: error }));
    else resolve(stream);
  });
  try {
    yield* await promise;
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError('import-broken', place, { cause: error });
  }
}
