import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files below a folder, whatever they are, that hold this text somewhere. */
export function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path).includes(text));
}
