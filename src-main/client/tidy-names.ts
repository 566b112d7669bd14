import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { checkGroupName, checkName, checkRoomName } from '../../src-shared/text/names.ts';

/** If a room lets odd names through, they are not shown here: the id takes the name's place. */
export function tidyName(name: string, account: AccountId): string {
  const checked = checkName(name.slice(0, 4 * limits.maxNameCharacters));
  return checked.ok ? checked.name : account;
}

export function tidyRoomName(name: string, room: RoomId): string {
  const checked = checkRoomName(name.slice(0, 4 * limits.maxRoomNameCharacters));
  return checked.ok ? checked.name : room;
}

export function tidyGroupName(name: string, group: ConversationId): string {
  const checked = checkGroupName(name.slice(0, 4 * limits.maxGroupNameCharacters));
  return checked.ok ? checked.name : group.slice('group:'.length);
}
