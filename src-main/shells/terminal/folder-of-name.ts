import { createHash } from 'node:crypto';
import { checkName } from '../../../src-shared/text/names.ts';

/** A folder for the terminal member of this name: readable where it can be, one for names that a room takes for one. */
export function folderOfName(name: string): string {
  const checked = checkName(name);
  const key = checked.ok ? checked.nameKey : name;
  const readable = key
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 24);
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return `${readable}-${hash}`;
}
