import { createHash } from 'node:crypto';
import { foldText } from '../../../src-shared/text/fold.ts';

/** A folder for the terminal member of this name: readable if it can be, one for each way to write it. */
export function folderOfName(name: string): string {
  const folded = foldText(name.trim().replace(/\s+/gu, ' '));
  const readable = folded.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 24);
  const hash = createHash('sha256').update(folded).digest('hex').slice(0, 8);
  return `${readable}-${hash}`;
}
