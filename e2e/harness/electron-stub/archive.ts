import fs from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export type Entries = {
  [name: string]: { files?: Entries; unpacked?: true; size?: number; offset?: string };
};

/** An asar archive, read as its format says: sizes, a header in JSON, then the files one after the other. */
export class Archive {
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly entries: Entries;

  constructor(file: string) {
    this.#bytes = fs.readFileSync(file);
    this.#start = 8 + this.#bytes.readUInt32LE(4);
    const length = this.#bytes.readUInt32LE(12);
    const header: unknown = JSON.parse(this.#bytes.toString('utf8', 16, 16 + length));
    this.entries = (header as { files: Entries }).files;
  }

  /** Names in a folder, the bytes of a file, or undefined. */
  find(path: string): { names: string[] } | { bytes: Buffer } | undefined {
    let entry: Entries[string] | undefined = { files: this.entries };
    for (const name of path.split(sep).filter(Boolean)) entry = entry?.files?.[name];
    if (!entry) return undefined;
    if (entry.files) return { names: Object.keys(entry.files) };
    const start = this.#start + Number(entry.offset);
    return { bytes: this.#bytes.subarray(start, start + (entry.size ?? 0)) };
  }
}

/**
 * What Electron does so that the main process can read within an archive as in a folder, as far as the app may lean on
 * it: whole files, names, kinds, and its own modules. Everything else there is no file, as it is for the system.
 */
export function readWithin(file: string): void {
  const archive = new Archive(file);
  const found = (path: unknown) => {
    const name = path instanceof URL ? fileURLToPath(path) : path;
    if (name === file) return archive.find('');
    if (typeof name !== 'string' || !name.startsWith(file + sep)) return undefined;
    return archive.find(name.slice(file.length));
  };
  const bytesOf = (path: unknown): Buffer | undefined => {
    const here = found(path);
    return here && 'bytes' in here ? here.bytes : undefined;
  };
  const { existsSync, readdirSync, readFileSync, statSync } = fs;
  const { readFile } = fs.promises;
  Object.assign(fs, {
    existsSync: (path: string) => found(path) !== undefined || existsSync(path),
    readFileSync: (path: string, encoding: BufferEncoding) => {
      const bytes = bytesOf(path);
      if (!bytes) return readFileSync(path, encoding);
      return encoding ? bytes.toString(encoding) : bytes;
    },
    readdirSync: (path: string, options: undefined) => {
      const here = found(path);
      return here && 'names' in here ? here.names : readdirSync(path, options);
    },
    statSync: (path: string, options: undefined) => {
      const here = found(path);
      return here ? { isDirectory: () => 'names' in here } : statSync(path, options);
    },
  });
  Object.assign(fs.promises, {
    readFile: async (path: string, encoding: undefined) =>
      bytesOf(path) ?? readFile(path, encoding),
  });
  syncBuiltinESMExports();
  const base = pathToFileURL(join(file, 'x')).href.slice(0, -1);
  registerHooks({
    resolve: (specifier, context, next) => {
      // A bare name (`util`) is none of the archive's files.
      const isPlace = /^(?:\.{0,2}\/|file:)/.test(specifier);
      const url = isPlace ? (URL.parse(specifier, context.parentURL)?.href ?? '') : '';
      return url.startsWith(base)
        ? { url, format: 'module', shortCircuit: true }
        : next(specifier, context);
    },
    load: (url, context, next) =>
      url.startsWith(base)
        ? { source: bytesOf(new URL(url)) ?? '', format: 'module', shortCircuit: true }
        : next(url, context),
  });
}
