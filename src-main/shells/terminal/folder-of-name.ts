import { createHash } from 'node:crypto';

/** A folder for the terminal member of this name: readable where it can be, unique in any case. */
export function folderOfName(name: string): string {
  const readable = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 24);
  const hash = createHash('sha256').update(name.normalize('NFC')).digest('hex').slice(0, 8);
  return `${readable}-${hash}`;
}
