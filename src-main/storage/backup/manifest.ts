import { z } from 'zod';
import { backupCounts } from '../../../src-shared/host/backup.ts';
import { fileHash } from '../../../src-shared/protocol/files.ts';
import { roomId } from '../../../src-shared/protocol/ids.ts';

/** A newer one means that an older Oda cannot read the file. */
export const backupVersion = 1;
export const mostParts = 1_000_000;
/** Each part takes some 160, and what the backup says of itself a few hundred. */
export const mostManifestBytes = (parts: number): number => 64 * 1024 + 200 * parts;

export const manifestName = 'manifest.json';
export const databaseName = 'room.db';
const filesFolder = 'files/';

const part = z.object({
  name: z.string().max(64),
  bytes: z.int().nonnegative(),
  /** In hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Part = z.infer<typeof part>;

/** What a backup says of itself, as JSON in `manifest.json`. */
export const manifest = z.object({
  is: z.literal('oda-backup'),
  version: z.literal(backupVersion),
  madeAt: z.int(),
  /** Made by itself, so that it may go by itself. */
  isScheduled: z.boolean(),
  room: z.object({
    id: roomId,
    name: z.string().max(256),
    port: z.int().min(0).max(65_535),
  }),
  counts: backupCounts,
  parts: z.array(part).max(mostParts),
});
export type Manifest = z.infer<typeof manifest>;

/** Whatever its version is. */
export const anyManifest = z.object({ is: z.literal('oda-backup'), version: z.int() });

export function partOfFile(hash: string): string {
  return `${filesFolder}${hash}`;
}

/** The hash of the file that a part is; undefined if it is none. */
export function hashOfPart(name: string) {
  if (!name.startsWith(filesFolder)) return undefined;
  return fileHash.safeParse(name.slice(filesFolder.length)).data;
}

/** Nothing else is in a backup: no folders, no way out of one. */
export function isPartName(name: string): boolean {
  return name === manifestName || name === databaseName || hashOfPart(name) !== undefined;
}
