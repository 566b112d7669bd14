import type { OutboxItem } from '../../../src-shared/member/own-copy.ts';
import type { Cid, RoomId } from '../../../src-shared/protocol/ids.ts';

export interface OutboxStore {
  list(room: RoomId): Promise<OutboxItem[]>;
  add(room: RoomId, item: OutboxItem): Promise<void>;
  change(room: RoomId, cid: Cid, state: OutboxItem['state']): Promise<void>;
  remove(room: RoomId, cid: Cid): Promise<void>;
}
