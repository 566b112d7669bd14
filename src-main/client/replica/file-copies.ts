import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { RoomId } from '../../../src-shared/protocol/ids.ts';

/** When what this person has sent or fetched was said, by room: it goes when the room keeps it no longer. */
export interface FileCopyStore {
  /** The last message that has them, as far as is known. */
  note(room: RoomId, files: readonly FileHash[], saidAt: number): Promise<void>;
  /** Forgets those of older messages; answers with what is of no other room. */
  takeOlder(room: RoomId, before: number): Promise<FileHash[]>;
}
