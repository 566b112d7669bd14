import { isIsoWithDetails, isoWithoutDetails } from './iso-details.ts';
import { kindWithDetails, withoutDetails } from './picture-details.ts';

/** As many bytes of a file tell `mayHaveDetails` what it is. */
export const detailsHeadBytes = 12;

/** What is held in memory to be searched is no larger. */
const mostHeldBytes = 64 * 1024 * 1024;

/** `unclear`: nobody can tell what else is in it. `too-large`: nobody has looked. */
export type CleanedFile = Blob | undefined | 'unclear' | 'too-large';

/** By its first bytes: a picture or film of a kind that cameras write into. */
export function mayHaveDetails(head: Uint8Array<ArrayBuffer>): boolean {
  return isIsoWithDetails(head) || kindWithDetails(head) !== undefined;
}

/** Without what a camera or a program wrote into it besides; undefined if there is nothing of that. */
export async function withoutFileDetails(source: Blob): Promise<CleanedFile> {
  const head = source.slice(0, detailsHeadBytes);
  if (isIsoWithDetails(new Uint8Array(await head.arrayBuffer()))) return isoWithoutDetails(source);
  if (source.size > mostHeldBytes) return 'too-large';
  const parts = withoutDetails(new Uint8Array(await source.arrayBuffer()));
  return Array.isArray(parts) ? new Blob(parts, { type: source.type }) : parts;
}
