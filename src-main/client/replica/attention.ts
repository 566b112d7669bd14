import type { Attention } from '../../../src-shared/member/attention.ts';
import type { ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';

type AttentionRecord = Attention & { in: ConversationId };

/** What this person asked to be told of, by conversation; it stays through a full resync, and nobody else learns of it. */
export interface AttentionStore {
  /** Only of conversations for which something was chosen. */
  list(room: RoomId): Promise<AttentionRecord[]>;
  save(room: RoomId, attention: AttentionRecord): Promise<void>;
}
