import type { Member } from '../../src-shared/protocol/members.ts';
import type { RoomState } from './room-store.ts';

/** Everybody met in the room but this person. */
export function othersOf(state: RoomState): Member[] {
  const self = state.room?.account;
  return [...state.members.values()].filter((member) => member.account !== self);
}

/** Those who can be in group conversations: a guest cannot. */
export function groupCandidates(state: RoomState): Member[] {
  return othersOf(state).filter((member) => !member.guest);
}
