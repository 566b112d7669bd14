import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';

/** More than these are not kept of one room. */
export const mostSavedMessages = 1000;

/** What this person has put aside to find again; it stays through a full resync, and nobody else learns of it. */
export interface SavedMessageStore {
  /** Newest put aside first, each as people see it now; what was deleted, or is not held, is left out. */
  list(room: RoomId): Promise<MessageEntry[]>;
  /** `no-message`: none that is held has the number, or it was deleted. */
  save(
    room: RoomId,
    conversation: ConversationId,
    seq: number,
  ): Promise<'saved' | 'no-message' | 'too-many'>;
  remove(room: RoomId, conversation: ConversationId, seq: number): Promise<void>;
}
