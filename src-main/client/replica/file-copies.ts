import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { RoomId } from '../../../src-shared/protocol/ids.ts';

/** What was saved before those is known no longer. */
export const mostSavedCopies = 20_000;

/** Where the person has saved a file, and under which name; `size`, `changedAt`: of what was written there. */
export type SavedCopy = {
  hash: FileHash;
  path: string;
  name: string;
  size: number;
  changedAt: number;
};

/** When what this person has sent or fetched was said, by room: it goes when the room keeps it no longer. */
export interface FileCopyStore {
  /** The last message that has them, as far as is known. */
  note(room: RoomId, files: readonly FileHash[], saidAt: number): Promise<void>;
  /** Those of them that no message is known to have. */
  unknown(files: readonly FileHash[]): Promise<FileHash[]>;
  /** Forgets those of older messages, and where they were saved; answers with what is of no other room. */
  takeOlder(room: RoomId, before: number): Promise<FileHash[]>;
  /** The newest one of each file is known, and `mostSavedCopies` of all. */
  noteSaved(room: RoomId, copy: SavedCopy): Promise<void>;
  readSaved(room: RoomId, files: readonly FileHash[]): Promise<SavedCopy[]>;
  forgetSaved(room: RoomId, files: readonly FileHash[]): Promise<void>;
}
