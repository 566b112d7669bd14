import type { OutboxItem } from '../../../src-shared/member/own-copy.ts';
import type { Cid, RoomId } from '../../../src-shared/protocol/ids.ts';

/** `wentOut`: at least once, so that the room may have it. */
export type KeptItem = OutboxItem & { wentOut?: true | undefined };

export interface OutboxStore {
  list(room: RoomId): Promise<KeptItem[]>;
  /** In the place of the one with the same `cid`, if there is one. */
  add(room: RoomId, item: KeptItem): Promise<void>;
  change(room: RoomId, cid: Cid, state: OutboxItem['state']): Promise<void>;
  noteWentOut(room: RoomId, cid: Cid): Promise<void>;
  remove(room: RoomId, cid: Cid): Promise<void>;
}
