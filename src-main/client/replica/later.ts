import type { RoomId } from '../../../src-shared/protocol/ids.ts';
import type { LaterMessage } from '../../../src-shared/protocol/later.ts';

/** What waits in the room to be sent at a time, as the room listed it last. */
export interface LaterCopyStore {
  list(room: RoomId): Promise<LaterMessage[]>;
  /** In place of what was kept. */
  keep(room: RoomId, messages: readonly LaterMessage[]): Promise<void>;
}
