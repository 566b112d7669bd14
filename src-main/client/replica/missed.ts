import type { Missed } from '../../../src-shared/member/missed.ts';
import type { AccountId, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';

/** Of each kind no more messages than this are read; all are counted. */
export const mostMissedMessages = 20;

export type MissedQuery = {
  /** Position in the room's log: what came after it. */
  after: number;
  /** Conversations of which nothing is to be told. */
  except: readonly ConversationId[];
  /** Where only those who lead write, and who they are. */
  announcing: readonly { in: ConversationId; by: readonly AccountId[] }[];
};

/** Finds what somebody missed among what is held and unread. */
export interface MissedStore {
  read(room: RoomId, query: MissedQuery): Promise<Missed>;
}
