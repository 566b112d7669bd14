import type { AccountId } from '../protocol/ids.ts';

/** What files take in the room's folder. */
export type FilesOfRoom = {
  /** Each once, however many have sent it. */
  bytes: number;
  /** Who has sent how much, the most first; at most 50. */
  ofMembers: { account: AccountId; name: string; bytes: number }[];
};
