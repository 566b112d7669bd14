import type { Group } from '../../../src-shared/protocol/groups.ts';
import type { RoomId } from '../../../src-shared/protocol/ids.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';

export interface MemberStore {
  list(room: RoomId): Promise<Member[]>;
  /** Adds or replaces; `presence` is not kept (everybody is offline until the room says otherwise). */
  save(room: RoomId, members: readonly Member[]): Promise<void>;
}

/** What is known of a group conversation; one that was left is kept. */
export type GroupRecord = Group & { standing: 'member' | 'left' };

export interface GroupRecordStore {
  list(room: RoomId): Promise<GroupRecord[]>;
  /** Adds or replaces. */
  save(room: RoomId, groups: readonly GroupRecord[]): Promise<void>;
}
